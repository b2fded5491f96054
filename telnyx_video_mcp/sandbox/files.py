"""The files behind the links: small real media.

All recordings of a kind have the same picture or sound, but each has the id of its record as title.
So no two files have the same checksum, and a client that mixes them up is found out.
`size_mb` of a record follows from the length of the meeting and has nothing to do with the size of
the file, which is a few kilobytes unless it was made larger.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import md5
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from telnyx_video_mcp.sandbox.account import Account
from telnyx_video_mcp.sandbox.dates import http_date
from telnyx_video_mcp.sandbox.links import SUFFIXES, file_path
from telnyx_video_mcp.sandbox.refusals import shown, unknown
from telnyx_video_mcp.sandbox.s3_refusals import no_such_key

PIECE = 65536
_FOLDER = Path(__file__).parent / "media"
_TITLE = b"00000000-0000-4000-8000-000000000000"  # as scripts/make_sandbox_media.py writes it
_MEDIA_TYPES = {"video": "video/webm", "audio": "audio/webm", "composition": "video/mp4"}


@dataclass(frozen=True)
class StoredFile:
    """A file of `size` bytes: `content` over and over, to wherever the size cuts it."""

    content: bytes
    size: int
    media_type: str
    stored_at: datetime

    @property
    def headers(self) -> dict[str, str]:
        """What describes the file, whichever part of it is sent."""
        return {
            "content-type": self.media_type,
            "accept-ranges": "bytes",
            "etag": self.etag,
            "last-modified": http_date(self.stored_at),
        }

    @property
    def etag(self) -> str:
        """Another one for each content and size."""
        said = self.content + self.size.to_bytes(16)
        return f'"{md5(said, usedforsecurity=False).hexdigest()}"'

    def pieces(self, start: int, stop: int, piece: int = PIECE) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, at most `piece` at a time."""
        length = len(self.content)
        several = self.content * (piece // length + 2)
        while start < stop:
            first = start % length
            size = min(piece, stop - start)
            yield several[first : first + size]
            start += size


class _Stored(NamedTuple):
    kind: str
    at: datetime


class Files(Account):
    """Finding the file that a path means, and making it larger."""

    def stored_file(self, path: str) -> StoredFile:
        """The file at `path`; `S3RefusedError` (404) when its record is gone."""
        record_id = PurePosixPath(path).stem
        stored = self._stored(record_id)
        if stored is None or path != file_path(stored.kind, record_id):
            raise no_such_key(path)
        content = _media(stored.kind).replace(_TITLE, record_id.encode())
        size = self.file_sizes.get(record_id, len(content))
        return StoredFile(content, size, _MEDIA_TYPES[stored.kind], stored.at)

    def resize_file(self, record_id: str, size: int | None) -> int:
        """Make the file of that recording or composition `size` bytes, or what it was (None).

        Returns the size it has now. Refused with 404 when there is no such file yet.
        """
        record_id = record_id.lower()
        stored = self._stored(record_id)
        if stored is None:
            raise unknown(f"{shown(record_id)} is no completed recording or composition.")
        self.file_sizes.pop(record_id, None)
        if size is not None:
            self.file_sizes[record_id] = size
        return self.stored_file(file_path(stored.kind, record_id)).size

    def _stored(self, record_id: str) -> _Stored | None:
        recording = self.recordings.get(record_id)
        composition = self.compositions.get(record_id)
        record, kind = (recording, recording.type) if recording else (composition, "composition")
        completed_at = record.completed_at(self.now()) if record else None
        return _Stored(kind, completed_at) if completed_at else None


@cache
def _media(kind: str) -> bytes:
    return (_FOLDER / f"{kind}{SUFFIXES[kind]}").read_bytes()
