"""What a deletion takes: how many files, how large, of which days and rooms, and which. Pure.

The same words and fields tell a person what would go, and a result what went.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from telnyx_video_mcp.api.models import RoomComposition, RoomRecording
from telnyx_video_mcp.video import words
from telnyx_video_mcp.video.old_files import OldFile

IDS_SHOWN = 20

Gone = dict[str, Any]
"""What went: `count`, `size_mb`, `oldest` and `newest` (days), `rooms` (how many files of each, by
the room's name), `more_rooms`, `ids` (20 at most) and `more_ids`."""


def gone(files: Sequence[OldFile], names: Mapping[str, str]) -> Gone:
    """What went, for a result; `names` are those of the rooms, by their ids."""
    ids = [each.id for each in files[:IDS_SHOWN]]
    counted = {"count": len(files), **summary(files, names), "ids": ids}
    more = len(files) - len(ids)
    return {**counted, "more_ids": more} if more else counted


def summary(files: Sequence[OldFile], names: Mapping[str, str]) -> dict[str, Any]:
    """Size, days and rooms of files."""
    rooms = Counter(each.room_id for each in files)
    days = _days(files)
    found = {
        "size_mb": round(sum(each.size_mb for each in files), 1),
        "oldest": days[0] if days else None,
        "newest": days[-1] if days else None,
        "rooms": {names.get(each, each): number for each, number in rooms.most_common(words.NAMED)},
        "more_rooms": max(0, len(rooms) - words.NAMED) or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def size_and_days(files: Sequence[OldFile]) -> str:
    """The size of files and their days, as people say it."""
    size = words.size(sum(each.size_mb for each in files))
    days = _days(files)
    if not days:
        return size
    span = f"from {days[0]}" if days[0] == days[-1] else f"from {days[0]} to {days[-1]}"
    return f"{size}, {span}"


def described(file: RoomRecording | RoomComposition, room: str | None) -> str:
    """One file as people say it, in brackets: length, size, room and day, as far as known."""
    known = [
        words.length(file.duration_secs) if file.duration_secs is not None else None,
        words.size(file.size_mb) if file.size_mb is not None else None,
        f"room {room}" if room else None,
        file.started_at[:10] if file.started_at else None,
    ]
    text = ", ".join(each for each in known if each)
    return f" ({text})" if text else ""


def what_remains(left: int | None) -> str:
    """What a deleted room leaves, in a sentence; None where nobody has counted."""
    if left == 0:
        return "No recordings of it remain."
    shows = "list_recordings shows them by the room's id."
    if left is None:
        return "Recordings of it may remain: " + shows
    return f"{words.count(left, 'recording')} of it remain{'s' if left == 1 else ''}: {shows}"


def _days(files: Sequence[OldFile]) -> list[str]:
    return sorted(each.day for each in files if each.day)
