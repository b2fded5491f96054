"""The one client of a server: opened by the first call, closed with the last user."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio

from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.toolkit.refusal import Refusal

if TYPE_CHECKING:
    import httpx

    from telnyx_video_mcp.api.client import VideoClient
    from telnyx_video_mcp.api.downloads import Downloads


@dataclass(frozen=True)
class Clock:
    """How time passes: `sleep` waits, `now` counts seconds, `wall` counts them since 1970."""

    sleep: Callable[[float], Awaitable[None]] = anyio.sleep
    now: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time


class Connection:
    """Opens the client when first asked, because opening costs what a start-up must not pay.

    Args:
        settings: Where to connect and with which key.
        transport: What carries the requests; None for the network or the embedded sandbox.
        clock: How time passes for the client.
        sandbox: Makes what carries requests to the embedded sandbox; None for one whose links lead
            nowhere outside this process.
    """

    def __init__(
        self,
        settings: Settings,
        transport: "httpx.AsyncBaseTransport | None" = None,
        clock: Clock | None = None,
        sandbox: "Callable[[], httpx.AsyncBaseTransport] | None" = None,
    ) -> None:
        self._sandbox = sandbox
        self._clock = clock or Clock()
        self._settings = settings
        self._transport = transport
        self._client: VideoClient | None = None
        self._downloads: Downloads | None = None
        self._users = 0

    def client(self) -> "VideoClient":
        """The client.

        Raises:
            Refusal: There is neither a key nor the sandbox.
        """
        if self._client is None:
            self._client = self._open()
        return self._client

    def downloads(self) -> "Downloads":
        """What opens download links, without the key."""
        from telnyx_video_mcp.api.downloads import Downloads  # noqa: PLC0415 - see the class

        if self._downloads is None:
            self.client()  # makes the sandbox, if that answers
            self._downloads = Downloads(self._transport)
        return self._downloads

    @asynccontextmanager
    async def lifespan(self, _server: Any) -> AsyncIterator[None]:
        """Closes the connections when nobody is served any more."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            if self._users == 0:
                opened = self._downloads, self._client
                self._downloads = self._client = None
                for each in opened:
                    if each is not None:
                        await each.aclose()

    def _open(self) -> "VideoClient":
        settings, transport = self._settings, self._transport
        if settings.sandbox and transport is None:
            transport = self._transport = (self._sandbox or _sandbox)()
        key = "sandbox" if settings.sandbox else settings.api_key
        if not key:
            raise Refusal(
                "No Telnyx API key is configured, so nothing was sent. Set TELNYX_API_KEY for this "
                "server, or start it with --sandbox to try it without an account.",
                kind="not_configured",
            )
        from telnyx_video_mcp.api.client import VideoClient  # noqa: PLC0415 - see the class

        return VideoClient(
            key,
            base_url="http://sandbox.invalid/v2" if settings.sandbox else settings.base_url,
            timeout_secs=settings.timeout_secs,
            transport=transport,
            sleep=self._clock.sleep,
            now=self._clock.now,
            wall=self._clock.wall,
        )


def _sandbox() -> "httpx.AsyncBaseTransport":
    from telnyx_video_mcp.sandbox.transport import SandboxTransport  # noqa: PLC0415 - see `Connection`

    return SandboxTransport()
