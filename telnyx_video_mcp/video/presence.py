"""Who was there when: arithmetic on stays. Pure; times are whole microseconds since 1970.

A stay is one participant of the API. A person is all stays of one display name, so that rejoining
and a second device count once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from telnyx_video_mcp.toolkit.untrusted import folded
from telnyx_video_mcp.video import timestamps

SECOND = 1_000_000
LATE = 5 * 60 * SECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Interval = tuple[int, int]
"""From a time to one that is not before it."""
Key = tuple[str, str]
"""What makes stays one person: the folded name or, without one, the id."""


@dataclass(frozen=True)
class Meeting:
    """What matters of a session; `began` and `ended` are None where they are not known."""

    id: str
    active: bool = False
    began: int | None = None
    ended: int | None = None


@dataclass(frozen=True)
class Stay:
    """One participant. Times that had to be assumed are marked."""

    id: str | None
    name: str | None
    begins: int
    ends: int
    present: bool = False
    start_unknown: bool = False
    end_unknown: bool = False
    reversed: bool = False

    @property
    def uncertain(self) -> bool:
        """Whether the person may have been there longer than these times say."""
        return self.start_unknown or self.end_unknown or self.reversed


@dataclass(frozen=True)
class Attended:
    """A session and the stays in it."""

    meeting: Meeting
    stays: list[Stay]


@dataclass(frozen=True)
class Person:
    """All stays of one person."""

    id: str | None
    name: str | None
    intervals: tuple[Interval, ...]
    present: bool
    uncertain: bool
    start_unknown: bool

    @property
    def key(self) -> Key:
        """What the stays of this person have in common."""
        return key(self.name, self.id)

    @property
    def first_seen(self) -> int:
        """When they came."""
        return self.intervals[0][0]

    @property
    def last_seen(self) -> int:
        """When they left, or now."""
        return self.intervals[-1][1]

    @property
    def seconds(self) -> int:
        """How long they were there in all, to the nearest second."""
        return (sum(end - begin for begin, end in self.intervals) + SECOND // 2) // SECOND


def microseconds(when: datetime) -> int:
    """A time as microseconds since 1970."""
    return (when - _EPOCH) // timedelta(microseconds=1)


def parsed(text: str | None) -> int | None:
    """A time of the API, in UTC where it names no zone; None is what cannot be read."""
    try:
        read = timestamps.timestamp(text)
    except OverflowError:  # the first or last day of the calendar, in a zone of its own
        return None
    return None if read is None else microseconds(read)


def iso(at: int) -> str:
    """A time as ISO 8601 in UTC, with whole seconds."""
    return timestamps.iso(_EPOCH + timedelta(microseconds=at))


def minutes(of_seconds: int) -> float:
    """Seconds as minutes, to a tenth."""
    return round(of_seconds / 60, 1)


def stay(
    meeting: Meeting,
    now: int,
    *,
    identifier: str | None,
    name: str | None,
    joined: int | None,
    updated: int | None,
    left: int | None,
    gone: bool,
) -> Stay:
    """One stay, with what is missing assumed so that nobody gets more time than is known.

    `gone` tells that they left, even if not when.
    """
    present = meeting.active and not gone
    known_end = now if present else left if gone else meeting.ended
    known = (joined, updated, known_end, meeting.began, now)
    begins = next(at for at in known if at is not None)
    ends = next(at for at in (known_end, updated, begins) if at is not None)
    if joined is None:
        begins = min(begins, ends)
    return Stay(
        identifier,
        name,
        begins,
        max(begins, ends),
        present=present,
        start_unknown=joined is None,
        end_unknown=known_end is None,
        reversed=ends < begins and not present,  # while present, only the clocks differ
    )


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as intervals that neither overlap nor touch, in order."""
    merged: list[Interval] = []
    for begin, end in sorted(intervals):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return tuple(merged)


def key(name: str | None, identifier: str | None) -> Key:
    """What a stay belongs to."""
    name = folded(name or "")
    return ("name", name) if name else ("id", identifier or "")


def people(stays: Iterable[Stay]) -> list[Person]:
    """The persons of these stays, in the order in which they first came."""
    ordered = sorted(
        stays, key=lambda each: (each.begins, each.ends, each.id or "", each.name or "")
    )
    groups: dict[Key, list[Stay]] = defaultdict(list)
    for number, each in enumerate(ordered):
        groups[key(each.name, each.id or str(number))].append(each)
    return [
        Person(
            own[0].id,
            own[0].name if kind == "name" else None,
            union((each.begins, each.ends) for each in own),
            any(each.present for each in own),
            any(each.uncertain for each in own),
            any(each.start_unknown for each in own),
        )
        for (kind, _), own in groups.items()
    ]


def seconds(persons: Iterable[Person]) -> int:
    """Person-seconds: the seconds of all of them together."""
    return sum(person.seconds for person in persons)


def until(meeting: Meeting, now: int) -> int | None:
    """When a session ended, or now while it is active."""
    return now if meeting.active else meeting.ended


def peak(persons: Iterable[Person]) -> tuple[int, int] | None:
    """The most persons at once, and when that was first so; None when there is nobody."""
    changes = []
    for begin, end in (interval for person in persons for interval in person.intervals):
        changes += [(begin, 1), (max(end, begin + 1), -1)]
    most, when, inside = 0, 0, 0
    for at, change in sorted(changes):  # whoever leaves at that time goes first
        inside += change
        if inside > most:
            most, when = inside, at
    return (most, when) if most else None


def late(persons: Sequence[Person]) -> list[tuple[Person, int]]:
    """Who came more than five minutes after the first, and by how many microseconds.

    Somebody whose joining time is not known is not called late.
    """
    if not persons:
        return []
    first = min(person.first_seen for person in persons)
    return [
        (person, person.first_seen - first)
        for person in persons
        if person.first_seen - first > LATE and not person.start_unknown
    ]


def nobody(persons: Iterable[Person], until: int | None) -> list[Interval]:
    """Stretches of a second or more without anybody, from the first to come until the end.

    `until` is when the session ended, or now; without it, the end is when the last one left.
    """
    taken = union(interval for person in persons for interval in person.intervals)
    if not taken:
        return []
    ends = [end for _, end in taken]
    begins = [begin for begin, _ in taken[1:]] + ([until] if until is not None else [])
    pairs = zip(ends, begins, strict=False)
    return [(left, came) for left, came in pairs if came - left >= SECOND]
