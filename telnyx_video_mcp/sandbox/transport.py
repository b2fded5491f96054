"""The sandbox without a network: an httpx transport that calls the app in this process."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import NoReturn

import anyio
import httpx
from starlette.types import Receive, Scope, Send

from telnyx_video_mcp.sandbox.app import create_app
from telnyx_video_mcp.sandbox.world import World


class SandboxTransport(httpx.AsyncBaseTransport):
    """Gives an `httpx.AsyncClient` the sandbox over `world`, or over a fresh demo world.

    `app` is the Starlette app, `app.state.world` the world. Whatever host a URL names, the sandbox
    answers, so its download links work with it too; files are streamed. A dropped connection raises
    `httpx.RemoteProtocolError`, and a reply, or a piece of a file, later than the client's read
    timeout (seconds) raises `httpx.ReadTimeout`, both as over a real network.
    """

    def __init__(self, world: World | None = None) -> None:
        self.app = create_app(world)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        handed_over: list[AsyncGenerator[bytes]] = []
        state = {
            "drop_connection": _dropped,
            "cut_connection": _cut,
            "hand_over": handed_over.append,
        }

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            await self.app({**scope, "state": state}, receive, send)

        read_secs = request.extensions.get("timeout", {}).get("read")
        try:
            with anyio.fail_after(read_secs):
                reply = await httpx.ASGITransport(app).handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("", request=request) from None
        if handed_over:
            reply.stream = _Pieces(handed_over[0], request, read_secs)
        return reply


class _Pieces(httpx.AsyncByteStream):
    """A body that is made as it is read."""

    def __init__(
        self, pieces: AsyncGenerator[bytes], request: httpx.Request, read_secs: float | None
    ) -> None:
        self._pieces = pieces
        self._request = request
        self._read_secs = read_secs

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            try:
                with anyio.fail_after(self._read_secs):
                    piece = await anext(self._pieces)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise httpx.ReadTimeout("", request=self._request) from None
            yield piece

    async def aclose(self) -> None:
        await self._pieces.aclose()


def _dropped() -> NoReturn:
    raise httpx.RemoteProtocolError("Server disconnected without sending a response.")


def _cut() -> NoReturn:
    raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")
