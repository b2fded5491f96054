"""Serving the MCP server over stdio, or over streamable HTTP with Host and Origin checks."""

import argparse
import gc
import re
import socket
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

import anyio

from telnyx_video_mcp.commands import addresses, shutdown
from telnyx_video_mcp.commands.configured import configured
from telnyx_video_mcp.commands.embedded_sandbox import EmbeddedSandbox
from telnyx_video_mcp.commands.signals import PROCESS
from telnyx_video_mcp.commands.terminal import say
from telnyx_video_mcp.server import VideoServer, create_server
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.settings.loading import SettingsError
from telnyx_video_mcp.settings.values import is_loopback

_OBJECTS_A_LOOK = 20_000
_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9.-]+):([^:]+)", re.ASCII)


def command(options: argparse.Namespace) -> NoReturn:
    """Serve over stdio or, with --http, over HTTP."""
    settings = configured(options)
    bind: str | None = getattr(options, "http", None)
    hosts: list[str] = getattr(options, "allowed_host", [])
    if hosts and bind is None:
        problem = "--allowed-host: it has no effect without --http; leave it out, or add --http."
        raise SettingsError([problem])
    if bind is not None:
        serve_http(settings, bind, hosts)
    if options.command is None and sys.stdin and sys.stdin.isatty():
        say("waiting for an MCP client on stdin; try `telnyx-video-mcp tour`, or --help")
    serve_stdio(settings)


def serve_stdio(settings: Settings) -> NoReturn:
    """Serve until the input ends or a signal comes; stdout carries only the protocol."""
    from telnyx_video_mcp.commands.over_stdio import Stdio  # noqa: PLC0415 - HTTP does without it

    sandbox = EmbeddedSandbox()
    server = create_server(settings, sandbox=sandbox.transport)
    _serve(server, settings, sandbox, lambda ending: Stdio(server.serve_streams, ending))


def serve_http(settings: Settings, bind: str, allowed_hosts: Sequence[str]) -> NoReturn:
    """Serve at ``/mcp`` of `bind` (host:port; port 0 takes a free one) until a signal comes.

    ``/healthz`` says that the process lives, ``/readyz`` whether it takes requests.

    Raises:
        SettingsError: The address is unusable, or public without `allowed_hosts`.
    """
    host, port = _address(bind)
    allowed = [_allowed(name) for name in allowed_hosts]
    if not is_loopback(host) and not allowed:
        problem = (
            f"--http {bind}: other machines can reach this address, and anybody who does acts with "
            "your key. Use 127.0.0.1, or put a proxy that authenticates in front and name the "
            "host that clients use with --allowed-host."
        )
        raise SettingsError([problem])
    from telnyx_video_mcp.commands.over_http import Http  # noqa: PLC0415 - stdio does without it

    local = ("127.0.0.1", "localhost", "[::1]") if is_loopback(host) else ()
    hosts = [form for name in (*allowed, *local) for form in _with_any_port(name)]
    listener = listen(host, port)
    sandbox = EmbeddedSandbox()
    server = create_server(settings, sandbox=sandbox.transport)
    http = Http(server, settings, listener, hosts)
    where = f"http://{addresses.in_url(host)}:{listener.getsockname()[1]}/mcp"
    say(f"serving MCP at {where}")
    _serve(server, settings, sandbox, lambda _: http)


def _serve(
    server: VideoServer,
    settings: Settings,
    sandbox: EmbeddedSandbox,
    connect: Callable[[anyio.Event], shutdown.Transport],
) -> NoReturn:
    if not settings.api_key and not settings.sandbox:
        say("no API key: tools are listed, but every call will be refused")
    _collect_garbage_again()

    async def serve() -> NoReturn:
        ending = anyio.Event()
        transport = connect(ending)
        async with anyio.create_task_group() as tasks:
            if settings.sandbox:
                tasks.start_soon(sandbox.serve_files)
            await shutdown.serve(transport, server.in_flight, settings.shutdown_secs, ending)
        PROCESS.end(0)

    anyio.run(serve)


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections there.

    Raises:
        SettingsError: The address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise SettingsError([addresses.cannot_listen(error, host, port)]) from None
    # asyncio sees to this only for sockets it opens; without it every reply waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _address(bind: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(bind)
    try:
        if match:
            return match[1].strip("[]"), addresses.port_number(match[2])
    except ValueError as error:
        raise SettingsError([f"--http {bind}: {error}"]) from None
    raise SettingsError([f"--http {bind}: it must be HOST:PORT, such as 127.0.0.1:8000."])


def _allowed(name: str) -> str:
    try:
        return addresses.host_name(name)
    except ValueError as error:
        raise SettingsError([f"--allowed-host {name}: {error}"]) from None


def _with_any_port(name: str) -> tuple[str, ...]:
    """The SDK's patterns for a host: of a name without a port, any port is accepted."""
    has_port = re.search(r":\d+$", name.rpartition("]")[2])
    return (name,) if has_port else (name, f"{name}:*")


def _collect_garbage_again() -> None:
    """Imports made many objects that stay; looking through them again and again helps nobody.

    Nor does looking after every 700 new objects: 50 calls at once make many that are needed until
    the API answers, and looking through those took a tenth of the time.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS_A_LOOK)
    gc.enable()
