"""A file on its way into the store, piece by piece, so that memory stays flat."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import anyio

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_PART = 5 * 1024 * 1024
_AT_ONCE = 2
_MOST_PARTS = 9_000
"""S3 allows 10,000 parts."""
_ENDING_SECS = 2
_LEFT_SECS = 3600
_UNFINISHED = re.compile(r"\.[a-z0-9]{2,5}#\d+$")


class Pieces(Protocol):
    """What is uploaded."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    def stop(self) -> None:
        """Let the next piece, or the one that is awaited, be an exception."""


def tidy(folder: Path, now: float) -> None:
    """Delete what uploads into a folder of the file system left when their process was killed.

    Such files have the final name with # and a number, so nobody takes them for whole. Those that
    have not grown for an hour are nobody's; younger ones may be another server's.
    """
    for path in folder.glob("*.*#*"):
        with suppress(OSError):
            if _UNFINISHED.search(path.name) and now - path.stat().st_mtime > _LEFT_SECS:
                path.unlink()


async def upload(
    store: "ObjectStore", key: str, pieces: Pieces, size: int | None, media_type: str
) -> None:
    """Store what `pieces` yield. When they raise, so does this, and nothing is stored.

    When it is cancelled, the pieces are told to stop and the store gets a moment to tidy up: only
    an upload that failed is taken back, one that was abandoned leaves its parts in the bucket.
    """
    import obstore  # noqa: PLC0415 - imported by the call that needs it
    from obstore.store import LocalStore  # noqa: PLC0415 - as above

    typed = media_type and not isinstance(store, LocalStore)  # a folder has no place for it
    uploading = asyncio.ensure_future(
        obstore.put_async(
            store,
            key,
            pieces,
            attributes={"Content-Type": media_type} if typed else None,
            use_multipart=True,
            chunk_size=max(_PART, (size or 0) // _MOST_PARTS),
            max_concurrency=_AT_ONCE,
        )
    )
    try:
        await asyncio.shield(uploading)
    except asyncio.CancelledError:
        pieces.stop()
        with anyio.CancelScope(shield=True):
            await asyncio.wait([uploading], timeout=_ENDING_SECS)
        uploading.cancel()
        if uploading.done() and not uploading.cancelled():
            uploading.exception()  # it is known: the pieces stopped
        raise
