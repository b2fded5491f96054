"""`sandbox`: the sandbox as an HTTP server on this machine."""

import argparse

import anyio

from telnyx_video_mcp.commands import addresses
from telnyx_video_mcp.commands.terminal import say
from telnyx_video_mcp.sandbox.serve import serve
from telnyx_video_mcp.settings.loading import SettingsError
from telnyx_video_mcp.settings.values import is_loopback

_HOST, _PORT = "127.0.0.1", "8090"


def command(options: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    given_host, given_port = getattr(options, "host", _HOST), getattr(options, "port", _PORT)
    host = given_host.strip("[]")
    if not is_loopback(host):
        problem = "the sandbox is for this machine only; use 127.0.0.1, ::1 or localhost."
        raise SettingsError([f"--host {given_host}: {problem}"])
    try:
        port = addresses.port_number(given_port)
    except ValueError as error:
        raise SettingsError([f"--port {given_port}: {error}"]) from None

    def started(port: int) -> None:
        base = f"http://{addresses.in_url(host)}:{port}"
        say(
            f"the sandbox answers at {base}/v2 with any key; its controls are under {base}/sandbox/"
        )
        say(f"to use it, set TELNYX_API_KEY=sandbox and TELNYX_BASE_URL={base}/v2")

    async def run() -> None:
        await serve(host, port, started=started)

    try:
        anyio.run(run)
    except OSError as error:
        raise SettingsError([addresses.cannot_listen(error, host, port)]) from None
    return 0
