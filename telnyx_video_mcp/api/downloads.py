"""Files behind download links. A link is a credential of its own, so no key is sent along.

httpx.AsyncClient would log the link; what carries the requests does not.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from telnyx_video_mcp import __version__
from telnyx_video_mcp.api.wire import to_the_network

_TIMEOUTS = {"connect": 15.0, "read": 30.0, "write": 30.0, "pool": None}
_OK, _PART = 200, 206
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_EXPIRED = frozenset({400, 401, 403})
"""How storage refuses a link that is too old: S3 answers 403, others 400 or 401."""


class DownloadError(Exception):
    """A download that failed, with the reason as a sentence without the link.

    Args:
        again: Whether it may work a moment later.
        expired: Whether it may work with a fresh link.
    """

    def __init__(self, sentence: str, *, again: bool = False, expired: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.again = again
        self.expired = expired


@dataclass(frozen=True)
class Download:
    """A file that is coming: its pieces, and what its headers say; `size` is of the whole file."""

    pieces: AsyncIterator[bytes]
    size: int | None
    media_type: str
    etag: str | None


class Downloads:
    """Opens links.

    Args:
        transport: What carries the requests; None for the network.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._given = transport
        self._opened: dict[str, httpx.AsyncBaseTransport] = {}

    async def aclose(self) -> None:
        """Close the connections."""
        opened, self._opened = self._opened, {}
        for transport in opened.values():
            await transport.aclose()

    @asynccontextmanager
    async def open(
        self, link: str, start: int = 0, etag: str | None = None
    ) -> AsyncIterator[Download]:
        """The file from byte `start` on; `etag` says which file it must still be.

        Raises:
            DownloadError: There is none; reading its pieces raises the same.
        """
        headers = {"Accept-Encoding": "identity", "User-Agent": f"telnyx-video-mcp/{__version__}"}
        if start:
            headers |= {"Range": f"bytes={start}-"} | ({"If-Match": etag} if etag else {})
        try:
            request = httpx.Request("GET", link, headers=headers, extensions={"timeout": _TIMEOUTS})
            response = await self._transport(request.url).handle_async_request(request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _broken(error) from None
        try:
            _check(response, start)
            yield Download(
                _pieces(response),
                _size(response, start),
                response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                response.headers.get("etag"),
            )
        finally:
            with suppress(httpx.HTTPError):
                await response.aclose()

    def _transport(self, url: httpx.URL) -> httpx.AsyncBaseTransport:
        if self._given is not None:
            return self._given
        origin = f"{url.scheme}://{url.netloc.decode()}"
        if origin not in self._opened:
            self._opened[origin] = to_the_network(url)
        return self._opened[origin]


async def _pieces(response: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in response.aiter_raw():
            yield piece
    except httpx.HTTPError as error:
        raise _broken(error) from None


def _check(response: httpx.Response, start: int) -> None:
    status = response.status_code
    if status == (_PART if start else _OK):
        return
    raise DownloadError(
        f"Telnyx's storage answered {status} to the download.",
        again=status in _TRY_AGAIN,
        expired=status in _EXPIRED,
    )


def _size(response: httpx.Response, start: int) -> int | None:
    length = response.headers.get("content-length", "")
    return start + int(length) if length.isdecimal() else None


def _broken(error: Exception) -> DownloadError:
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return DownloadError("Telnyx sent a download link that is no link.")
    host = "Telnyx's storage"
    if isinstance(error, httpx.TimeoutException):
        return DownloadError(f"{host} sent nothing for a while.", again=True)
    if isinstance(error, httpx.ConnectError):
        return DownloadError(f"{host} could not be reached.", again=True)
    return DownloadError(f"{host} broke the download off.", again=True)


def file_suffix(link: str) -> str:
    """How the name of the file behind a link ends, without the dot; "" for no such ending."""
    return urlsplit(link).path.rpartition("/")[2].rpartition(".")[2].lower()
