"""What meetings and files add up to: by room, day or person. Pure.

Pages of records are folded into sums as they come, in any order, and no record is kept.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from telnyx_video_mcp.api.models import Room, RoomComposition, RoomRecording, RoomSession
from telnyx_video_mcp.toolkit.untrusted import folded
from telnyx_video_mcp.video import presence
from telnyx_video_mcp.video.attendance import stays_of
from telnyx_video_mcp.video.presence import SECOND, Attended, Person
from telnyx_video_mcp.video.spans import Spans
from telnyx_video_mcp.video.timestamps import timestamp

By = Literal["room", "day", "person"]
UNKNOWN = "unknown"
"""In place of a room's id or a day that Telnyx did not tell."""
_UNFINISHED = {"recording", "processing", "enqueued"}
_NO_NAME = "\0"
"""Before the id of somebody without a name, where names stand; no name has this character."""


@dataclass(slots=True)
class Files:
    """How many files, and their megabytes; one that is unfinished has none yet.

    `unfinished` are those that Telnyx still records or processes.
    """

    count: int = 0
    mb: float = 0.0
    unfinished: int = 0

    def add(self, other: "Files") -> None:
        """Count others, too."""
        self.count += other.count
        self.mb += other.mb
        self.unfinished += other.unfinished


@dataclass(slots=True)
class Sums:
    """What one group, or everything, adds up to; `people` are folded names or ids."""

    meetings: int = 0
    meeting_seconds: int = 0
    person_seconds: int = 0
    people: set[str] = field(default_factory=set)
    audio: Files = field(default_factory=Files)
    video: Files = field(default_factory=Files)
    compositions: Files = field(default_factory=Files)

    @property
    def mb(self) -> float:
        """The megabytes of all files."""
        return self.audio.mb + self.video.mb + self.compositions.mb

    def add(self, other: "Sums") -> None:
        """Count another group, too."""
        self.meetings += other.meetings
        self.meeting_seconds += other.meeting_seconds
        self.person_seconds += other.person_seconds
        self.people |= other.people
        for mine, theirs in (
            (self.audio, other.audio),
            (self.video, other.video),
            (self.compositions, other.compositions),
        ):
            mine.add(theirs)


@dataclass
class Usage:
    """The sums of what has been folded in so far.

    Args:
        by: What the groups are.
        rooms: Only what is of these rooms counts; None counts all.
        created: When meetings began and compositions were made that count.
        started: When recordings began that count.
    """

    by: By
    rooms: frozenset[str] | None
    created: Spans
    started: Spans
    totals: Sums = field(default_factory=Sums)
    groups: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    names: dict[str, str | None] = field(default_factory=dict)
    """Of rooms by id, or of persons by what they are grouped by."""
    without_people: int = 0
    """Sessions of which Telnyx did not tell who was there."""
    _keys: dict[str, str] = field(default_factory=dict)
    _person_of: dict[str, str] = field(default_factory=dict)
    _tracks_of: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))

    def add_rooms(self, rooms: Iterable[Room], _now: datetime | None = None) -> None:
        """Learn names."""
        self.names |= {room.id: room.unique_name for room in rooms if room.id}

    def add_sessions(self, sessions: Iterable[RoomSession], now: datetime) -> None:
        """Fold in sessions with their participants, as of a time."""
        for session in self.created.inside(sessions):
            day = self._day(session.room_id, session.created_at)
            if day is None:
                continue
            self.without_people += session.participants is None
            found = stays_of(session, session.participants or [], now)
            persons = presence.people(found.stays)
            people = {self._key(each.name, each.id): each for each in persons}
            length = seconds_of(found, persons, presence.microseconds(now))
            spent = presence.seconds(persons)
            sums = [self.totals]
            if self.by == "person":
                self._add_persons(found, people)
            else:
                sums.append(self.groups[day if self.by == "day" else session.room_id or UNKNOWN])
            for each in sums:
                each.add(Sums(1, length, spent, set(people)))

    def _add_persons(self, found: Attended, people: dict[str, Person]) -> None:
        for key, person in people.items():
            self.groups[key].add(Sums(meetings=1, person_seconds=person.seconds))
            self.names.setdefault(key, person.name)
        for stay in found.stays:
            if stay.id:
                self._person_of[stay.id] = self._key(stay.name, stay.id)

    def add_recordings(
        self, recordings: Iterable[RoomRecording], _now: datetime | None = None
    ) -> None:
        """Fold in recordings."""
        for each in self.started.inside(recordings):
            day = self._day(each.room_id, each.started_at or each.created_at)
            if day is None:
                continue
            file = _file(each)
            sums = Sums(audio=file) if each.type == "audio" else Sums(video=file)
            self.totals.add(sums)
            if self.by == "person":
                self._tracks_of[each.participant_id or UNKNOWN].add(sums)
            else:
                self.groups[day if self.by == "day" else each.room_id or UNKNOWN].add(sums)

    def add_compositions(
        self, compositions: Iterable[RoomComposition], _now: datetime | None = None
    ) -> None:
        """Fold in compositions; they belong to no single person."""
        for each in self.created.inside(compositions):
            day = self._day(each.room_id, each.created_at)
            if day is None:
                continue
            sums = Sums(compositions=_file(each))
            self.totals.add(sums)
            if self.by != "person":
                self.groups[day if self.by == "day" else each.room_id or UNKNOWN].add(sums)

    def assign_tracks(self) -> Sums:
        """Give the recordings to the persons on them; returns those of nobody who was read.

        The participants of a meeting may come after its recordings, so this is done at the end.
        """
        nobodys = Sums()
        for participant, sums in self._tracks_of.items():
            key = self._person_of.get(participant)
            (nobodys if key is None else self.groups[key]).add(sums)
        self._tracks_of.clear()
        return nobodys

    def ranked(self) -> list[tuple[str, Sums]]:
        """The groups, those first that matter most.

        Rooms by megabytes, then by the time that people spent; persons by time first; days from
        the newest on, with what is of no known day last.
        """
        if self.by == "day":
            return sorted(self.groups.items(), key=_age, reverse=True)

        def size(group: tuple[str, Sums]) -> tuple[float, ...]:
            _, sums = group
            by_time = (sums.person_seconds, sums.meeting_seconds)
            return (*by_time, sums.mb) if self.by == "person" else (sums.mb, *by_time)

        return sorted(sorted(self.groups.items()), key=size, reverse=True)

    def _day(self, room_id: str | None, began: str | None) -> str | None:
        """The day to count something under; None where it is of another room."""
        if self.rooms is not None and room_id not in self.rooms:
            return None
        when = timestamp(began)
        return when.date().isoformat() if when else UNKNOWN

    def _key(self, name: str | None, identifier: str | None) -> str:
        key = folded(name or "") or f"{_NO_NAME}{identifier}"
        return self._keys.setdefault(key, key)  # one text for all the sets that it is in


def _age(group: tuple[str, Sums]) -> tuple[bool, str]:
    day, _ = group
    return day != UNKNOWN, day


def _file(of: RoomRecording | RoomComposition) -> Files:
    return Files(1, of.size_mb or 0, int(of.status in _UNFINISHED))


def identifier_in(key: str) -> str | None:
    """The participant's id in what somebody without a name is grouped by."""
    return key.removeprefix(_NO_NAME) if key.startswith(_NO_NAME) else None


def seconds_of(found: Attended, persons: Iterable[Person], now: int) -> int:
    """How long a meeting lasted; where its ends are not known, as long as somebody was seen."""
    intervals = [interval for person in persons for interval in person.intervals]
    began, until = found.meeting.began, presence.until(found.meeting, now)
    if began is None:
        began = min((begin for begin, _ in intervals), default=until)
    if until is None:
        until = max((end for _, end in intervals), default=began)
    return 0 if began is None or until is None else max(until - began, 0) // SECOND
