"""Serving the MCP server over stdio, or over streamable HTTP with Host and Origin checks."""

import gc
import re
import socket
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

import anyio

from telnyx_video_mcp import __version__
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.setting_values import is_loopback
from telnyx_video_mcp.settings import Settings, SettingsError

_ADDRESS = re.compile(r"(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9.-]+):(\d{1,5})", re.ASCII)


def serve_stdio(settings: Settings) -> None:
    """Serve until the input ends; stdout carries only the protocol."""
    server = create_server(settings)
    _collect_garbage_again()
    anyio.run(server.run_stdio_async)


def serve_http(settings: Settings, bind: str, allowed_hosts: Sequence[str]) -> None:
    """Serve at ``/mcp`` of `bind` (host:port; port 0 takes a free one), and ``/healthz``.

    Raises:
        SettingsError: The address is unusable, or public without `allowed_hosts`.
    """
    host, port = _address(bind)
    if not is_loopback(host) and not allowed_hosts:
        problem = (
            f"--http {bind}: this address can be reached from other machines, and whoever reaches "
            "it acts with your key. Bind to 127.0.0.1, or name the hosts that may be asked for "
            "with --allowed-host, behind a proxy that authenticates."
        )
        raise SettingsError([problem])
    import uvicorn  # noqa: PLC0415 - stdio does without it
    from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415 - as above
    from starlette.requests import Request  # noqa: PLC0415 - as above
    from starlette.responses import JSONResponse  # noqa: PLC0415 - as above

    class Server(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Generator[None]:
            """Leave signals alone: they end this process at once, see __main__."""
            yield

    server = create_server(settings)

    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "version": __version__})

    server.custom_route("/healthz", methods=["GET"])(healthz)
    names = [*allowed_hosts, *(("127.0.0.1", "localhost", "[::1]") if is_loopback(host) else ())]
    security = TransportSecuritySettings(
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[
            f"{scheme}://{form}"
            for scheme in ("http", "https")
            for name in names
            for form in (name, f"{name}:*")
        ],
    )
    app = server.streamable_http_app(host=host, transport_security=security)
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
        # asyncio sees to this only for sockets it opens; without it every reply waits 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise SettingsError([f"--http {bind}: cannot listen there ({error.strerror})."]) from None
    address = f"[{host}]" if ":" in host else host
    where = f"http://{address}:{listener.getsockname()[1]}/mcp"
    print(f"telnyx-video-mcp serves {where}", file=sys.stderr, flush=True)  # noqa: T201 - a command's word to its user
    _collect_garbage_again()
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="on")
    anyio.run(_serve, Server(config), listener)


async def _serve(server: Any, listener: socket.socket) -> None:
    await server.serve(sockets=[listener])


def _address(bind: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(bind)
    if not match or int(match[2]) > 65535:  # noqa: PLR2004 - the last TCP port
        raise SettingsError([f"--http {bind}: it must be HOST:PORT, such as 127.0.0.1:8000."])
    return match[1].strip("[]"), int(match[2])


def _collect_garbage_again() -> None:
    """Imports made many objects that stay; collecting them again and again helps nobody."""
    gc.freeze()
    gc.enable()
