"""Sums as a result shows them: rounded, in order, and few enough for a small window. Pure."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video.presence import minutes
from telnyx_video_mcp.video.timestamps import iso
from telnyx_video_mcp.video.usage import UNKNOWN, Files, Sums, Usage, identifier_in

_MOST_GROUPS = 10
_LONGEST_NAMES = 600
"""Bytes of the names of all groups shown; long names leave room for fewer groups."""


@result
class UsageGroup:
    """What one room, day or person uses; a room or person without a known name, by id.

    Of audio, video and compositions there is the number of `files` and their `mb`, and how many
    of them are still recorded or processed: `unfinished`.
    """

    room: str | None = None
    room_id: str | None = None
    deleted: bool | None = None
    day: str | None = None
    person: Supplied | None = None
    participant_id: str | None = None
    meetings: int | None = None
    meeting_minutes: float | None = None
    person_minutes: float | None = None
    people: int | None = None
    mb: float | None = None
    audio: dict[str, float] | None = None
    video: dict[str, float] | None = None
    compositions: dict[str, float] | None = None


@result
class UsageReport:
    """The totals, the largest groups or newest days, and what the others add up to."""

    by: str
    totals: dict[str, Any]
    groups: list[UsageGroup]
    others: dict[str, Any] | None
    as_of: str


def report(usage: Usage, now: datetime, *, rooms_known: bool) -> UsageReport:
    """The result; with `rooms_known`, a room without an entry in `usage.names` is deleted."""
    ranked = usage.ranked()
    shown = fitting(usage.names.get(key) for key, _ in ranked)
    others = Sums()
    for _, sums in ranked[shown:]:
        others.add(sums)
    if usage.by == "person":
        others.meetings = 0  # a meeting of several of them would count several times
    left = len(ranked) - shown
    groups = ranked[:shown][::-1] if usage.by == "day" else ranked[:shown]
    return UsageReport(
        by=usage.by,
        totals=_amounts(usage.totals),
        groups=[
            UsageGroup(**_named(usage, key, rooms_known=rooms_known), **_amounts(sums))
            for key, sums in groups
        ],
        others={"groups": left, **_amounts(others)} if left else None,
        as_of=iso(now),
    )


def fitting(names: Iterable[str | None]) -> int:
    """How many of the groups of these names are shown."""
    left, shown = _LONGEST_NAMES, 0
    for name in islice(names, _MOST_GROUPS):
        left -= len((name or "").encode())
        if left < 0 and shown:
            break
        shown += 1
    return shown


def _named(usage: Usage, key: str, *, rooms_known: bool) -> dict[str, Any]:
    """What a group is of."""
    name = usage.names.get(key)
    if usage.by == "day":
        return {"day": key}
    if usage.by == "person":
        return {"person": Supplied(name)} if name else {"participant_id": identifier_in(key)}
    deleted = rooms_known and key not in usage.names and key != UNKNOWN
    return {"room": name} if name else {"room_id": key, "deleted": deleted or None}


def _amounts(sums: Sums) -> dict[str, Any]:
    """The sums, without those that are zero."""
    amounts: dict[str, Any] = {
        "meetings": sums.meetings,
        "meeting_minutes": minutes(sums.meeting_seconds),
        "person_minutes": minutes(sums.person_seconds),
        "people": len(sums.people),
        "mb": round(sums.mb, 1),
        "audio": _files(sums.audio),
        "video": _files(sums.video),
        "compositions": _files(sums.compositions),
    }
    return {name: amount for name, amount in amounts.items() if amount}


def _files(files: Files) -> dict[str, float]:
    unfinished = {"unfinished": files.unfinished} if files.unfinished else {}
    return {"files": files.count, "mb": round(files.mb, 1), **unfinished} if files.count else {}
