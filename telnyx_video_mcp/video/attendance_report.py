"""An attendance as a result shows it: one session in detail, several in numbers. Pure."""

from collections.abc import Sequence

from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video import presence
from telnyx_video_mcp.video.presence import Attended, Person, Stay, iso, minutes

_LATE_SHOWN = _EMPTY_SHOWN = 20


@result
class LateJoiner:
    """Somebody who came over five minutes after the first; without a name, by id."""

    name: Supplied | None
    id: str | None
    late_seconds: int


@result
class SessionAttendance:
    """One session in numbers; of a single one also who was late, and when nobody was present."""

    session_id: str
    active: bool
    people: int
    person_seconds: int
    person_minutes: float
    late: int
    nobody_seconds: int
    began: str | None
    ended: str | None
    peak: int | None
    peak_at: str | None
    late_joiners: list[LateJoiner] | None
    nobody_present: list[list[str]] | None


@result
class PersonAttendance:
    """One person over all the sessions; without a name, by id.

    Of a single session there are the intervals, of several how many of them the person was in, in
    how many late, and the seconds in each, in the order of the sessions.
    """

    name: Supplied | None
    id: str | None
    seconds: int
    minutes: float
    first_seen: str
    last_seen: str
    present: bool
    uncertain: bool | None
    meetings: int | None
    late: int | None
    seconds_in_each: list[int] | None
    intervals: list[list[str]] | None


@result
class AttendanceReport:
    """The sessions, and a page of the people in them, by when they first came."""

    room: str | None
    sessions: list[SessionAttendance]
    people: list[PersonAttendance]
    page: int
    page_size: int
    total: int
    next_page: int | None
    person_seconds: int
    person_minutes: float
    as_of: str


def report(
    found: Sequence[Attended],
    persons: Sequence[Person],
    now: int,
    *,
    page: int,
    page_size: int,
    meetings: int,
    room: str | None,
) -> AttendanceReport:
    """These sessions and a page of these persons; `meetings` is how many were looked at."""
    told = [_Told(each) for each in found]
    more = page * page_size < len(persons)
    return AttendanceReport(
        room=room,
        sessions=[_session(each, now, alone=len(told) == 1) for each in told],
        people=[
            _person(each, told, several=meetings > 1)
            for each in persons[(page - 1) * page_size : page * page_size]
        ],
        page=page,
        page_size=page_size,
        total=len(persons),
        next_page=page + 1 if more else None,
        person_seconds=presence.seconds(persons),
        person_minutes=minutes(presence.seconds(persons)),
        as_of=iso(now),
    )


class _Told:
    """A session and the persons in it."""

    def __init__(self, session: Attended) -> None:
        self.session = session
        self.persons = presence.people(session.stays)
        self.late = presence.late(self.persons)
        self.seconds = {each.key: each.seconds for each in self.persons}
        self.late_keys = {each.key for each, _ in self.late}


def _session(told: _Told, now: int, *, alone: bool) -> SessionAttendance:
    meeting, persons = told.session.meeting, told.persons
    empty = presence.nobody(persons, presence.until(meeting, now))
    peak = presence.peak(persons)
    late = [
        LateJoiner(*_who(person), late_seconds=by // presence.SECOND)
        for person, by in told.late[:_LATE_SHOWN]
    ]
    nobody = [[iso(left), iso(came)] for left, came in empty[:_EMPTY_SHOWN]]
    return SessionAttendance(
        session_id=meeting.id,
        active=meeting.active,
        people=len(persons),
        person_seconds=presence.seconds(persons),
        person_minutes=minutes(presence.seconds(persons)),
        late=len(told.late),
        nobody_seconds=sum(end - begin for begin, end in empty) // presence.SECOND,
        began=None if meeting.began is None else iso(meeting.began),
        ended=None if meeting.ended is None else iso(meeting.ended),
        peak=peak[0] if peak else None,
        peak_at=iso(peak[1]) if peak else None,
        late_joiners=(late or None) if alone else None,
        nobody_present=(nobody or None) if alone else None,
    )


def _who(person: Person) -> tuple[Supplied | None, str | None]:
    """The name, or the id of somebody who has none."""
    return (Supplied(person.name), None) if person.name else (None, person.id)


def _person(person: Person, told: Sequence[_Told], *, several: bool) -> PersonAttendance:
    name, identifier = _who(person)
    key, alone = person.key, len(told) == 1
    return PersonAttendance(
        name=name,
        id=identifier,
        seconds=person.seconds,
        minutes=minutes(person.seconds),
        first_seen=iso(person.first_seen),
        last_seen=iso(person.last_seen),
        present=person.present,
        uncertain=person.uncertain or None,
        meetings=sum(key in each.seconds for each in told) if several else None,
        late=sum(key in each.late_keys for each in told) if several else None,
        seconds_in_each=None if alone else [each.seconds.get(key, 0) for each in told],
        intervals=[[iso(begin), iso(end)] for begin, end in person.intervals] if alone else None,
    )


def assumptions(stays: Sequence[Stay]) -> list[str]:
    """What had to be assumed, in sentences."""
    counted = (
        (sum(s.start_unknown for s in stays), "joined_at is missing: counted from updated_at"),
        (sum(s.end_unknown for s in stays), "the end is unknown: counted until updated_at"),
        (sum(s.reversed for s in stays), "left_at is before joined_at: counted as no time"),
    )
    return [
        f"Of {number} stay{'' if number == 1 else 's'}, {what}."
        for number, what in counted
        if number
    ]
