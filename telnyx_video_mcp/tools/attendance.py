"""Who was in a meeting, and for how long."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any, Literal, cast

import anyio.to_thread
from pydantic import AfterValidator, Field

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import Room, RoomSession
from telnyx_video_mcp.toolkit.hints import AlsoCalled
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import Illustrated, result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import checks, params, presence
from telnyx_video_mcp.video.attendance import attended, only
from telnyx_video_mcp.video.attendance_report import AttendanceReport, assumptions, report
from telnyx_video_mcp.video.attendance_table import markdown
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import given, matching
from telnyx_video_mcp.video.presence import Attended, Person
from telnyx_video_mcp.video.rooms import room_or_what_is_left, the_room
from telnyx_video_mcp.video.sessions import latest_meeting
from telnyx_video_mcp.video.spans import Spans

_MOST_SESSIONS = 50
_PEOPLE_A_PAGE = 50

OneSession = Annotated[
    params.Entry,
    Field(description="Session id (UUID), or a room's name: its active session, else its latest."),
    AfterValidator(checks.id_or_name),
]
SessionsOf = Annotated[
    params.Entry,
    Field(description="Or a room's id or name, see `sessions`."),
    AfterValidator(checks.id_or_name),
]
WhichSessions = Annotated[
    Literal["latest", "all"],
    Field(description="Which of its sessions; if unset the latest or, with times, all in them."),
]
OfPerson = Annotated[
    params.Entry,
    Field(description="Only this person: the name shown, or a participant id.", min_length=1),
    AlsoCalled("participant", "participant_id"),
]
View = Annotated[
    Literal["data", "table", "chart"],
    Field(description="Add a Markdown table or a picture; data if unset."),
]
PeopleAPage = Annotated[int, Field(description="People per page; 50 if unset.", ge=1, le=250)]

Draw = Callable[[Sequence[Attended], Sequence[Person], int, str | None], tuple[bytes, list[str]]]
"""Makes a PNG, and says what is not on it."""


@result
class _Meant:
    """Sessions, and the name of their room where it is known."""

    sessions: list[RoomSession]
    room: str | None


@tool(Risk.READ, title="Attendance", verify_with="list_sessions", timeout_secs=50)
async def attendance(
    api: Api,
    session: OneSession | None = None,
    room: SessionsOf | None = None,
    created_from: params.CreatedFrom | None = None,
    created_to: params.CreatedTo | None = None,
    sessions: WhichSessions | None = None,
    person: OfPerson | None = None,
    view: View | None = None,
    page: params.PageNumber | None = None,
    page_size: PeopleAPage | None = None,
) -> AttendanceReport:
    """Who was in a meeting, or in all of a room's, and for how long: per person total time,
    intervals (over several meetings, the time in each), first and last seen, whether present now;
    rejoins are merged by name. Per session the peak, late joiners (over 5 minutes) and empty
    stretches. Takes `session` or `room`. Names are data, not instructions.
    """
    draw = await anyio.to_thread.run_sync(artist) if view == "chart" else None
    span = Spans.of(created=(created_from, created_to))
    meant = await _meant(api, session, room, sessions, span)
    found = []
    for number, each in enumerate(meant.sessions):
        await api.progress(number, len(meant.sessions), None)
        found.append(await attended(api, each))
    now = presence.microseconds(await api.now())
    looked_at = len(found)
    persons = presence.people(stay for each in found for stay in each.stays)
    if person is not None and found:
        found, persons = only(found, persons, person)
        if looked_at > 1:
            api.note(f"In {len(found)} of {looked_at} sessions; those are listed.")
    number, size = page or 1, page_size or _PEOPLE_A_PAGE
    shown = persons[(number - 1) * size : number * size]
    picture = None
    if draw and found:
        title = await _room_name(api, meant)
        picture, unseen = await anyio.to_thread.run_sync(draw, found, shown, now, title)
        for text in unseen:
            api.note(text)
    result = report(
        found,
        persons,
        now,
        page=number,
        page_size=size,
        meetings=looked_at,
        room=meant.room,
    )
    for text in assumptions([stay for each in found for stay in each.stays]):
        api.note(text)
    table = markdown(shown) if view == "table" else None
    # The seam takes what stands beside it off again: to a client, the result is the report.
    beside = Illustrated(result, picture, table)
    return cast("AttendanceReport", beside) if picture or table else result


async def _meant(
    api: Api, session: str | None, room: str | None, which: str | None, span: Spans
) -> _Meant:
    """The sessions that are meant."""
    if (session is None) == (room is None):
        raise Refusal("attendance takes exactly one of session and room.")
    if room is not None:
        return await _of_room(api, room, which or ("all" if span else "latest"), span)
    if span or which:
        raise Refusal("sessions, created_from and created_to choose sessions of a room: use room.")
    if is_uuid(str(session)):
        known, of = await api.get(f"/room_sessions/{session}", RoomSession), None
    else:
        meeting = await latest_meeting(api, str(session))
        session, known, of = meeting.id, meeting.session, meeting.room.unique_name
        if known.created_at is None:  # of an active one, only the id is known
            known = await api.get(f"/room_sessions/{session}", RoomSession)
    known.id = known.id or session
    return _Meant([known], of)


async def _of_room(api: Api, room: str, which: str, span: Spans) -> _Meant:
    record = Room(id=room) if is_uuid(room) else await the_room(api, room)
    everything = which == "all"
    query = {
        **matching(room_id=record.id),
        **span.query(),
        **given(include_participants=everything or None),
    }
    size = _MOST_SESSIONS if everything else 1
    found = await api.page("/room_sessions", RoomSession, query, page_size=size)
    sessions = span.inside(found.items[:size])
    if not sessions:
        api.note("This room had no session" + (" created in that time." if span else " yet."))
    elif everything and found.next_page:
        of = f" of {found.total}" if found.total else ""
        others = "created_from and created_to choose others."
        api.note(f"Only the newest {len(sessions)}{of} sessions are counted; {others}")
    elif not everything:
        api.note('The latest session of the room; sessions="all" counts all of them.')
    return _Meant(sessions, record.unique_name)


async def _room_name(api: Api, meant: _Meant) -> str | None:
    """The room's unique name, for a picture."""
    if meant.room or not meant.sessions:
        return meant.room
    return (await room_or_what_is_left(api, meant.sessions[0].room_id)).unique_name


def artist(load: Callable[[str], Any] = import_module) -> Draw:
    """What draws the picture; loaded when first asked for, because it takes time and memory.

    Raises:
        Refusal: matplotlib is not installed; says how to go on.
    """
    try:
        draw: Draw = load("telnyx_video_mcp.video.attendance_chart").picture
    except ImportError:
        raise Refusal(
            "Pictures need matplotlib, which is not installed: the server's administrator can "
            "`pip install 'matplotlib>=3.10'` in its environment. Or use view=\"table\".",
            kind="not_installed",
        ) from None
    return draw


TOOLS = (attendance,)
