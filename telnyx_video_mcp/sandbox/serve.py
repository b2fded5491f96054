"""The sandbox as a real HTTP server on this machine."""

import asyncio
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import anyio
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from telnyx_video_mcp.sandbox.app import create_app
from telnyx_video_mcp.sandbox.world import World

if TYPE_CHECKING:
    from starlette.types import ASGIApp


async def serve(
    host: str,
    port: int,
    *,
    world: World | None = None,
    started: Callable[[int], None] | None = None,
) -> None:
    """Serve `world`, or a fresh demo world, on `host` until cancelled, to this machine only.

    Port 0 takes a free one; `started` is called with the port once connections are accepted. From
    then on the world's download links lead here.
    Writes nothing to stdout and leaves signals to the caller. `OSError` when the address cannot
    be bound.
    """
    app = create_app(world, this_machine_only=True)
    with listen(host, port) as listener:
        app.state.world.base_url = url_of(listener)
        await serve_app(app, listener, started)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections there; `OSError` when the address cannot be bound."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family)
    # asyncio sees to this only for sockets it opens; without it every reply waits 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def url_of(listener: socket.socket) -> str:
    """The URL of what is served there, without a slash at the end."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve_app(
    app: "ASGIApp", listener: socket.socket, started: Callable[[int], None] | None = None
) -> None:
    """Serve `app` to whoever connects to `listener`, until cancelled; as `serve` otherwise."""
    config = uvicorn.Config(
        app,
        http=_DroppableProtocol,
        ws="none",
        lifespan="off",
        log_config=None,  # the default one would log to stdout
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,  # it would be the machine's time, not the sandbox's
        timeout_graceful_shutdown=1,
    )
    server = _Server(config, started)
    try:
        await server.serve(sockets=[listener])
    finally:
        # Reached by cancellation, which uvicorn does not clean up after.
        with anyio.CancelScope(shield=True):
            await server.stop([listener])


class _Server(uvicorn.Server):
    """uvicorn as part of a bigger program: its signals are that program's business."""

    def __init__(self, config: uvicorn.Config, started: Callable[[int], None] | None) -> None:
        super().__init__(config)
        self._on_start = started

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._on_start and sockets:
            self._on_start(sockets[0].getsockname()[1])

    async def stop(self, sockets: list[socket.socket]) -> None:
        """Close at once; whoever still waits for a reply is cut off."""
        if self.started:
            for connection in list(self.server_state.connections):
                cast("H11Protocol", connection).transport.abort()
            await self.shutdown(sockets)


class _DroppableProtocol(H11Protocol):
    """Lets the app close its connection, which ASGI has no message for; see `connections`.

    `abort` closes without sending anything that is still buffered, `close` afterwards; then the
    app's next `receive` answers `http.disconnect`. Each connection gets its own copy of the scope's
    state.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self.app_state = {
            **self.app_state,
            "drop_connection": transport.abort,
            "cut_connection": transport.close,
        }
