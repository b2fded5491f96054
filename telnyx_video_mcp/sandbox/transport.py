"""The sandbox without a network: an httpx transport that calls the app in this process."""

import anyio
import httpx
from starlette.types import Receive, Scope, Send

from telnyx_video_mcp.sandbox.app import create_app
from telnyx_video_mcp.sandbox.world import World


class SandboxTransport(httpx.AsyncBaseTransport):
    """Gives an `httpx.AsyncClient` the sandbox over `world`, or over a fresh demo world.

    `app` is the Starlette app, `app.state.world` the world. A dropped connection raises
    `httpx.RemoteProtocolError`, and a reply later than the client's read timeout (seconds) raises
    `httpx.ReadTimeout`, both as over a real network.
    """

    def __init__(self, world: World | None = None) -> None:
        self.app = create_app(world)
        self._transport = httpx.ASGITransport(self._call_app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        read_secs = request.extensions.get("timeout", {}).get("read")
        try:
            with anyio.fail_after(read_secs):
                return await self._transport.handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("", request=request) from None

    async def _call_app(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "state": {"drop_connection": _dropped}}, receive, send)


def _dropped() -> None:
    raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
