"""The manifest beside the files of a session: what they are, so that others can verify them. Pure.

    {"about": "...", "version": 1,
     "room": {"id", "name"}, "session": {"id", "began_at", "ended_at"},
     "files": [{"name", "id", "kind", "bytes", "sha256", "media_type", "saved_at",
                "participant_id", "participant_name", "started_at", "ended_at", "duration_secs",
                "size_mb", "note"}]}

Times are UTC, sizes bytes; `size_mb` is what the record at Telnyx said. What is unknown is left
out. `sha256sum` of a file is its `sha256`.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

VERSION = 1
ABOUT = "Recordings of one session, saved by telnyx_video_mcp. sha256 verifies each file."


class NotAManifestError(ValueError):
    """A file of this name that is no manifest."""


@dataclass(frozen=True)
class Entry:
    """One file that was saved whole."""

    name: str
    id: str
    kind: str
    bytes: int
    sha256: str
    media_type: str | None = None
    saved_at: str | None = None
    participant_id: str | None = None
    participant_name: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    duration_secs: float | None = None
    size_mb: float | None = None
    note: str | None = None


@dataclass(frozen=True)
class Manifest:
    """The files of one session."""

    session_id: str
    room_id: str | None = None
    room_name: str | None = None
    began_at: str | None = None
    ended_at: str | None = None
    files: tuple[Entry, ...] = field(default=())

    def entry(self, file_id: str) -> Entry | None:
        """What it says of a file."""
        return next((each for each in self.files if each.id == file_id), None)

    def with_entry(self, entry: Entry) -> "Manifest":
        """The same with this file, in place of what it said of it before; sorted by name."""
        others = [each for each in self.files if each.id != entry.id]
        files = tuple(sorted([*others, entry], key=lambda each: each.name))
        return replace(self, files=files)

    def text(self) -> bytes:
        """As it is written."""
        document = {
            "about": ABOUT,
            "version": VERSION,
            "room": _known(id=self.room_id, name=self.room_name),
            "session": _known(id=self.session_id, began_at=self.began_at, ended_at=self.ended_at),
            "files": [_known(**asdict(each)) for each in self.files],
        }
        return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode(
            "utf-8", "replace"
        )


def read(content: bytes) -> Manifest:
    """The manifest that a file holds; fields that it does not know are left out.

    Raises:
        NotAManifestError: It holds none.
    """
    try:
        document = json.loads(content)
        room, session = document["room"], document["session"]
        names = {each.name for each in fields(Entry)}
        files = tuple(_entry(each, names) for each in document["files"])
        return Manifest(
            session_id=str(session["id"]),
            room_id=room.get("id"),
            room_name=room.get("name"),
            began_at=session.get("began_at"),
            ended_at=session.get("ended_at"),
            files=files,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotAManifestError from error


def _entry(document: dict[str, Any], names: Iterable[str]) -> Entry:
    texts = [document[name] for name in ("name", "id", "kind", "sha256")]
    if not all(isinstance(each, str) for each in texts) or "/" in document["name"]:
        raise TypeError
    return Entry(**{name: document[name] for name in names if name in document})


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


_MB, _MIB = 1_000_000, 1_048_576
_ROUNDED = 0.051
"""Megabytes that a record with one decimal may be off."""


def size_note(size: int, size_mb: float | None) -> str | None:
    """What to note where the record says another size, in either kind of megabyte."""
    if size_mb is None or any(abs(size / unit - size_mb) <= _ROUNDED for unit in (_MB, _MIB)):
        return None
    return f"Its record says {size_mb:g} MB; the download had {size} bytes."
