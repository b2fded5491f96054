"""From what people say of a meeting to its session and its room.

A room's name means the meeting going on there. What reads or composes takes the latest one when
nobody is inside, and notes which; what acts on people, or deletes, refuses then.
"""

from dataclasses import dataclass

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import Room, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.rooms import room_or_what_is_left, shown_name, the_room
from telnyx_video_mcp.video.timestamps import to_the_second


@dataclass(frozen=True)
class Meeting:
    """A session and its room; of a deleted room there is only the id."""

    id: str
    session: RoomSession
    room: Room

    @property
    def ended(self) -> bool:
        """Whether it is over for certain."""
        return self.session.active is False


async def find_meeting(api: Api, session: str) -> Meeting:
    """The session given by id, or the active one of a room given by name.

    A name costs one read, an id two.
    """
    if not is_uuid(session):
        room = await the_room(api, session)
        return _going_on(room, active_session(room, session))
    known = await api.get(f"/room_sessions/{session}", RoomSession)
    return Meeting(session, known, await room_or_what_is_left(api, known.room_id))


async def latest_meeting(api: Api, session: str) -> Meeting:
    """The session given by id, or the active one of a room given by name, else its latest.

    A name costs one read and, when nobody is inside, a second one; an id costs two.
    """
    if is_uuid(session):
        return await find_meeting(api, session)
    room = await the_room(api, session)
    if room.active_session_id:
        return _going_on(room, room.active_session_id)
    found = await api.page(f"/rooms/{room.id}/sessions", RoomSession, page_size=1)
    latest = next((each for each in found.items if each.id), None)
    if latest is None:
        raise Refusal(
            f"The room {session!r} has had no session yet; list_sessions shows those of all rooms.",
            kind="not_found",
        )
    ended = f", ended {to_the_second(latest.ended_at)}" if latest.ended_at else ""
    api.note(
        f"Nobody is in the room {shown_name(room)!r} now, so this is about its latest session: "
        f"{latest.id}, began {to_the_second(latest.created_at)}{ended}."
    )
    return Meeting(str(latest.id), latest, room)


async def session_id(api: Api, session: str) -> str:
    """The id of a session given by id, or of the active session of a room given by name."""
    return session if is_uuid(session) else active_session(await the_room(api, session), session)


async def latest_session(api: Api, session: str) -> str:
    """As `latest_meeting`, only the id; an id costs nothing."""
    return session if is_uuid(session) else (await latest_meeting(api, session)).id


async def session_filter(api: Api, session: str | None) -> str | None:
    """As `session_id`, for a filter that may be unset."""
    if session is None or is_uuid(session):
        return session
    room = await the_room(api, session)
    if room.active_session_id is None:
        raise _nobody_inside(session, "list_room_sessions shows its past ones; use a session's id.")
    return room.active_session_id


async def latest_session_filter(api: Api, session: str | None) -> str | None:
    """As `latest_session`, for a filter that may be unset."""
    return None if session is None else await latest_session(api, session)


def active_session(room: Room, name: str) -> str:
    """The id of the meeting going on in a room."""
    if room.active_session_id is None:
        raise _nobody_inside(name, "list_sessions with active=true shows the meetings going on.")
    return room.active_session_id


def _nobody_inside(name: str, way_on: str) -> Refusal:
    return Refusal(
        f"Nobody is in the room {name!r} now, so it has no active session. {way_on}",
        kind="no_active_session",
    )


def _going_on(room: Room, active: str) -> Meeting:
    return Meeting(active, RoomSession(id=active, room_id=room.id, active=True), room)


def already_ended(session: RoomSession) -> str:
    """The sentence for what is over."""
    ended = f" at {to_the_second(session.ended_at)}" if session.ended_at else ""
    return f"This session had already ended{ended}."
