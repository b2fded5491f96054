"""The bytes of one file, over as many downloads as it takes.

A download that is cut is continued where it broke off, a link that has expired is fetched anew,
both a bounded number of times. The result is the whole file, or an exception.
"""

import hashlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Self

import anyio

from telnyx_video_mcp.api.downloads import Download, DownloadError, Downloads

MOST_TRIES = 6
_LONGEST_PAUSE_SECS = 8.0

FreshLink = Callable[[], Awaitable[str | None]]
Sleep = Callable[[float], Awaitable[None]]


class StoppedError(Exception):
    """Nobody wants the file any more."""


class Fetching:
    """Iterates over the pieces of a file; `begin` first, `aclose` at the end.

    Args:
        downloads: Opens links.
        link: The link known so far, which may have expired.
        fresh: Reads the record again for a new one.
        sleep: Waits before another try.
        heard: Told the bytes that came so far.
    """

    def __init__(
        self,
        downloads: Downloads,
        link: str | None,
        fresh: FreshLink,
        sleep: Sleep,
        heard: Callable[[int], None],
    ) -> None:
        self._downloads = downloads
        self.link = link
        self._fresh = fresh
        self._sleep = sleep
        self._heard = heard
        self._tries = 0
        self._open = AsyncExitStack()
        self._download: Download | None = None
        self._sha = hashlib.sha256()
        self._scope: anyio.CancelScope | None = None
        self._stopped = False
        self.got = 0
        self.size: int | None = None
        self.media_type = ""
        self._etag: str | None = None

    @property
    def sha256(self) -> str:
        """Of the bytes that came so far."""
        return self._sha.hexdigest()

    async def begin(self) -> None:
        """Open the first download, which tells size and type.

        Raises:
            DownloadError: It cannot be had.
        """
        while self._download is None:
            try:
                await self._connect()
            except DownloadError as error:
                await self._recover(error)

    async def aclose(self) -> None:
        """Close the connection."""
        self._download = None
        await self._open.aclose()

    def stop(self) -> None:
        """Let the next piece be a `StoppedError`, also while it is awaited."""
        self._stopped = True
        if self._scope:
            self._scope.cancel()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        piece = None
        with anyio.CancelScope() as self._scope:
            if not self._stopped:
                piece = await self._next()
        if self._stopped:
            raise StoppedError
        if piece is None:
            raise StopAsyncIteration
        self.got += len(piece)
        self._sha.update(piece)
        self._heard(self.got)
        return piece

    async def _next(self) -> bytes | None:
        """The next piece; None at the end."""
        while True:
            try:
                if self._download is None:
                    await self._connect()
                    continue
                async for piece in self._download.pieces:
                    return piece
                self._check_size()
            except DownloadError as error:
                await self._recover(error)
                continue
            return None

    def _check_size(self) -> None:
        if self.size is not None and self.got != self.size:
            raise DownloadError(
                f"The download brought {self.got} bytes instead of the {self.size} announced.",
                again=self.got < self.size,
            )

    async def _connect(self) -> None:
        if self.link is None:
            raise DownloadError("Its record has no download link yet.", expired=True)
        opening = self._downloads.open(self.link, self.got, self._etag)
        download = await self._open.enter_async_context(opening)
        if self.got and download.size != self.size:
            raise DownloadError("The file changed while it was copied.")
        self._download = download
        self.size, self.media_type, self._etag = download.size, download.media_type, download.etag

    async def _recover(self, error: DownloadError) -> None:
        """Get ready for another try.

        Raises:
            DownloadError: There is none left, or none would help.
        """
        await self.aclose()
        self._open = AsyncExitStack()
        self._tries += 1
        if self._tries >= MOST_TRIES or not (error.again or error.expired):
            tried = f" {self._tries} tries were made." if self._tries > 1 else ""
            came = f" {self.got} of {self.size} bytes had come." if self.got else ""
            raise DownloadError(f"{error.sentence}{came}{tried}")
        if error.expired:
            self.link = await self._fresh()
        else:
            await self._sleep(min(2.0 ** (self._tries - 1), _LONGEST_PAUSE_SECS))
