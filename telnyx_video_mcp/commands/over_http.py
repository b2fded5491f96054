"""MCP over streamable HTTP, with health checks beside it."""

import asyncio
import socket
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse

from telnyx_video_mcp import __version__
from telnyx_video_mcp.commands.hosts import AnyCase, Explained
from telnyx_video_mcp.commands.open_requests import PATH, OpenRequests
from telnyx_video_mcp.server import VideoServer
from telnyx_video_mcp.settings.declared import Settings

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

_CLOSING_SECS = 1
_SCHEMES = ("http", "https")


class Http:
    """Any number of clients, who come and go.

    Args:
        server: Whom they talk to.
        settings: How many sessions there may be, and for how long.
        listener: Where connections are accepted, until the very end: health checks are answered
            while the server is shutting down.
        hosts: The hosts that clients may ask for, as the SDK's patterns.
    """

    def __init__(
        self,
        server: VideoServer,
        settings: Settings,
        listener: socket.socket,
        hosts: Sequence[str],
    ) -> None:
        _add_health_checks(server)
        app = server.streamable_http_app(
            streamable_http_path=PATH,
            transport_security=TransportSecuritySettings(
                allowed_hosts=list(hosts),
                allowed_origins=[f"{scheme}://{host}" for scheme in _SCHEMES for host in hosts],
            ),
            max_sessions=settings.http_max_sessions,
            session_idle_timeout=settings.http_idle_secs,
        )
        self._requests = OpenRequests(
            AnyCase(Explained(app)),
            server.in_flight,
            shutdown_secs=settings.shutdown_secs,
            max_sessions=settings.http_max_sessions,
        )
        self._listener = listener
        self._uvicorn = _Uvicorn(
            uvicorn.Config(self._requests, log_config=None, access_log=False, lifespan="on")
        )

    async def serve(self) -> None:
        """Serve until `close` is called."""
        await self._uvicorn.serve(sockets=[self._listener])

    async def answered(self) -> None:
        """Return once every request is answered and its reply has been sent."""
        await self._requests.answered()

    def close(self) -> None:
        """Close the streams that clients keep open, and the connections."""
        self._requests.close_streams()
        self._uvicorn.should_exit = True
        asyncio.get_running_loop().call_later(_CLOSING_SECS, self._uvicorn.abort)


class _Uvicorn(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals alone: they are the whole program's business."""
        yield

    def abort(self) -> None:
        """Cut off the clients that do not read their replies; left to itself it would wait."""
        for connection in list(self.server_state.connections):
            cast("H11Protocol", connection).transport.abort()


def _add_health_checks(server: VideoServer) -> None:
    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "version": __version__})

    async def readyz(_request: Request) -> JSONResponse:
        if server.in_flight.closed:
            return JSONResponse({"status": "draining"}, 503)
        return JSONResponse({"status": "ready"})

    server.custom_route("/healthz", methods=["GET"])(healthz)
    server.custom_route("/readyz", methods=["GET"])(readyz)
