"""The archive as a store of objects: a folder or a bucket, through obstore, in one way.

Nothing here uses the store's own "create" for a file: it would hold the whole file in memory. An
upload in parts does not, and shows a file under its name only when all of it is there; one that
breaks leaves nothing. Only manifests and locks, which are small, are created that way.
"""

import hashlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio

from telnyx_video_mcp.archive.errors import ArchiveError, Sentences
from telnyx_video_mcp.archive.uploading import Pieces, tidy, upload
from telnyx_video_mcp.toolkit.refusal import Refusal

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_PIECE = 4 * 1024 * 1024
_TRIES = 40
_PAUSE_SECS = 0.05
_STALE = timedelta(seconds=20)
"""A lock is held for milliseconds; one as old as this was left behind by a process that died."""
_RETRIES = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
_SCHEMES = {"s3": "AWS", "gs": "GOOGLE", "az": "AZURE"}
_TIMES = {"timeout": timedelta(minutes=3), "connect_timeout": timedelta(seconds=10)}


class Store:
    """A folder or a bucket.

    Args:
        location: A folder, or the URL of a bucket.
        opened: The store, if it is open already.
    """

    def __init__(self, location: Path | str, opened: "ObjectStore | None" = None) -> None:
        self.where = str(location)
        self._location = location
        self._opened = opened

    async def read(self, key: str) -> bytes | None:
        """A small object, or None where there is none.

        Raises:
            ArchiveError: It cannot be read.
        """
        found = await self._read(key)
        return found[0] if found else None

    async def size(self, key: str) -> int | None:
        """How many bytes an object has, or None where there is none."""
        import obstore  # noqa: PLC0415 - imported by the call that needs it

        with self._sentences():
            try:
                return int((await obstore.head_async(self.open(), key))["size"])
            except FileNotFoundError:
                return None

    async def digest(self, key: str, heard: Callable[[int], None]) -> str | None:
        """The SHA-256 of an object, read back whole; None where there is none.

        It is read in parts, so that no single request takes long. `heard` is told the bytes read.
        """
        import obstore  # noqa: PLC0415 - as above

        size = await self.size(key)
        if size is None:
            return None
        sha, start = hashlib.sha256(), 0
        with self._sentences():
            while start < size:
                try:
                    piece = await obstore.get_range_async(
                        self.open(), key, start=start, length=min(_PIECE, size - start)
                    )
                except FileNotFoundError:
                    return None
                sha.update(piece)
                start += len(piece)
                heard(start)
        return sha.hexdigest()

    async def write(self, key: str, pieces: Pieces, size: int | None, media_type: str) -> None:
        """Store a file; it is there whole, or not at all."""
        with self._sentences():
            await upload(self.open(), key, pieces, size, media_type)

    def tidy(self, folder: str) -> None:
        """Delete what killed processes left in a folder; a bucket shows nothing of it."""
        if isinstance(self._location, Path):
            tidy(self._location / folder, time.time())

    async def update(self, key: str, change: Callable[[bytes | None], bytes | None]) -> None:
        """Replace a small object by what `change` makes of it, whoever else does the same.

        Where the store can replace an object on condition that it is still the one that was read,
        as buckets can, a change that came in between is read and the change made again. A folder
        cannot, so there a lock is created beside the object first. A `change` to None leaves it.
        """
        for _ in range(_TRIES):
            found = await self._read(key)
            content = change(found[0] if found else None)
            if content is None:
                return
            mode: Any = (found[1] or "overwrite") if found else "create"
            try:
                done = await self._put(key, content, mode)
            except NotImplementedError:
                await self._update_alone(key, change)
                done = True
            if done:
                return
            await anyio.sleep(_PAUSE_SECS * (0.5 + secrets.randbelow(100) / 100))
        raise ArchiveError(f"{key} in the archive {self.where} is changed by others all the time.")

    async def probe(self) -> str:
        """Write, read and delete a small object; its key, which says what it is.

        Raises:
            ArchiveError: One of them failed.
        """
        import obstore  # noqa: PLC0415 - as above

        key = f"telnyx-video-mcp-check-{secrets.token_hex(4)}.txt"
        content = b"Written by telnyx-video-mcp check, which deletes it. It may be deleted.\n"
        with self._sentences():
            await obstore.put_async(self.open(), key, content)
            try:
                if (await self._read(key) or (None,))[0] != content:
                    raise ArchiveError(f"The archive {self.where} returned other than was written.")
            finally:
                await obstore.delete_async(self.open(), key)
        return key

    async def _read(self, key: str) -> tuple[bytes, dict[str, str]] | None:
        """A small object, and what identifies this version of it."""
        import obstore  # noqa: PLC0415 - as above

        with self._sentences():
            try:
                found = await obstore.get_async(self.open(), key)
                content = bytes(await found.bytes_async())
            except FileNotFoundError:
                return None
        meta: Any = found.meta
        return content, {name: meta[name] for name in ("e_tag", "version") if meta.get(name)}

    async def _put(self, key: str, content: bytes, mode: Any) -> bool:
        """Whether the condition held, and the object is written."""
        import obstore  # noqa: PLC0415 - as above
        from obstore.exceptions import AlreadyExistsError, PreconditionError  # noqa: PLC0415

        with self._sentences():
            try:
                await obstore.put_async(self.open(), key, content, mode=mode)
            except (AlreadyExistsError, PreconditionError):
                return False
        return True

    async def _update_alone(self, key: str, change: Callable[[bytes | None], bytes | None]) -> None:
        async with self._lock(f"{key}.lock"):
            content = change(await self.read(key))
            if content is not None:
                await self._put(key, content, "overwrite")

    @asynccontextmanager
    async def _lock(self, key: str) -> AsyncIterator[None]:
        import obstore  # noqa: PLC0415 - as above

        for _ in range(_TRIES * 20):
            if await self._put(key, b"", "create"):
                break
            await self._break_stale(key)
            await anyio.sleep(_PAUSE_SECS * (0.5 + secrets.randbelow(100) / 100))
        else:
            raise ArchiveError(f"{key} in the archive {self.where} is locked by another process.")
        try:
            yield
        finally:
            with anyio.CancelScope(shield=True), suppress(FileNotFoundError):
                await obstore.delete_async(self.open(), key)

    async def _break_stale(self, key: str) -> None:
        import obstore  # noqa: PLC0415 - as above

        with suppress(FileNotFoundError):
            held_since = (await obstore.head_async(self.open(), key))["last_modified"]
            if datetime.now(UTC) - held_since > _STALE:
                await obstore.delete_async(self.open(), key)

    def open(self) -> "ObjectStore":
        """The store of obstore; nothing is sent by opening it.

        Raises:
            Refusal: The library is not installed.
            ArchiveError: The settings of the store, or the folder, cannot be used.
        """
        if self._opened is None:
            with self._sentences():
                self._opened = _opened(self._location)
        return self._opened

    def _sentences(self) -> Sentences:
        return Sentences(self.where)


def _opened(location: Path | str) -> "ObjectStore":
    try:
        from obstore.store import LocalStore, from_url  # noqa: PLC0415 - an extra
    except ImportError:
        raise Refusal(
            "Saving needs a library that is not installed here: pip install "
            "'telnyx_video_mcp[archive]', or '.[archive]' in the folder of the project.",
            kind="not_configured",
        ) from None
    if isinstance(location, str):
        open_url: Callable[..., ObjectStore] = from_url  # it has an overload for each kind
        # Options given here replace those of the environment, this one among them.
        scheme = _SCHEMES[location.partition(":")[0]]
        plain = os.environ.get(f"{scheme}_ALLOW_HTTP", "").lower() in {"1", "true", "yes", "on"}
        options = {**_TIMES, "allow_http": plain}
        return open_url(location, retry_config=_RETRIES, client_options=options)
    # Only the last folder is made: a drive that is not mounted must not become a folder.
    try:
        location.mkdir(exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise ArchiveError(f"The archive {location} is not a folder; name one.") from None
    except FileNotFoundError:
        if location.parent.exists():
            raise
        raise ArchiveError(
            f"The archive {location} cannot be made, because there is no {location.parent}; make "
            "it, or connect its drive."
        ) from None
    return LocalStore(location)
