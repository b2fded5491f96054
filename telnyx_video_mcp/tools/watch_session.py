"""Who joins and leaves, as it happens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import Field

from telnyx_video_mcp.api.call import LARGEST_PAGE, Api
from telnyx_video_mcp.api.models import Room, RoomParticipant, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params, people
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.people import Joined, Left, everybody_of, folded_name
from telnyx_video_mcp.video.rooms import the_room
from telnyx_video_mcp.video.timestamps import timestamp, to_the_second

_POLL_SECS = 3.0
_SHOWN = 30

UpTo = Annotated[int, Field(description="Seconds to wait for a change; 30 if unset.", ge=0, le=45)]
Since = Annotated[
    str, Field(description="The cursor of the previous call.", min_length=1, max_length=200)
]


@result
class Watched:
    """What changed since the cursor, who is inside, and the cursor for the next call."""

    changed: bool
    joined: list[Joined]
    came_back: list[Joined]
    left: list[Left]
    inside: list[Joined]
    inside_count: int
    active: bool
    room_id: str | None
    session_id: str | None
    cursor: str
    message: str


@result
class Look:
    """What one look showed; no session means that nobody has been inside since the call began."""

    session_id: str | None
    people: tuple[RoomParticipant, ...] = ()
    active: bool = False

    @property
    def inside(self) -> list[RoomParticipant]:
        """Who is inside."""
        return [each for each in self.people if each.left_at is None] if self.active else []

    @property
    def latest(self) -> str:
        """The last time that anything happened, as the API wrote it."""
        times = [text for each in self.people for text in (each.joined_at, each.left_at) if text]
        return max(
            times,
            key=lambda text: (timestamp(text) is not None, timestamp(text) or text),
            default="",
        )


@result
class Changes:
    """Who joined, came back and left after a given time."""

    joined: tuple[RoomParticipant, ...]
    came_back: tuple[RoomParticipant, ...]
    left: tuple[RoomParticipant, ...]

    def __bool__(self) -> bool:
        return bool(self.joined or self.came_back or self.left)


def changes(people: Sequence[RoomParticipant], since: datetime | None) -> Changes:
    """What happened after `since`; None is the beginning. Pure."""

    def after(text: str | None) -> bool:
        when = timestamp(text)
        return when is not None and (since is None or when > since)

    came = [each for each in people if after(each.joined_at)]
    again = [each for each in came if _was_here(each, people)]
    return Changes(
        joined=tuple(each for each in came if each not in again),
        came_back=tuple(again),
        left=tuple(each for each in people if after(each.left_at)),
    )


def _was_here(who: RoomParticipant, people: Sequence[RoomParticipant]) -> bool:
    """Whether somebody of the same name had left before; a rejoin gets a new id."""
    name, came = folded_name(who), timestamp(who.joined_at)
    if not name or came is None:
        return False
    return any(
        (gone := timestamp(each.left_at)) is not None and gone <= came and folded_name(each) == name
        for each in people
        if each is not who
    )


@tool(Risk.READ, title="Watch a session", verify_with="list_sessions", timeout_secs=50)
async def watch_session(
    api: Api,
    session: params.ActiveSessionRef,
    up_to_seconds: UpTo | None = None,
    since: Since | None = None,
) -> Watched:
    """Waits until somebody joins, leaves or comes back, and says who; when the time is up, says who
    is inside. Call again with the cursor as `since` to miss nothing. An empty room can be watched
    by name.
    """
    room_id, session_id = await _where(api, session, since)
    before = _seen_before(since)
    limit = 30 if up_to_seconds is None else up_to_seconds
    began = api.seconds_left()
    waiting_for_somebody = session_id is None
    while True:
        if session_id is None:
            session_id = (await api.get(f"/rooms/{room_id}", Room)).active_session_id
        look = await _look(api, session_id)
        if waiting_for_somebody and session_id:
            found = changes(look.people, None)
        else:
            before = before or timestamp(look.latest)
            found = changes(look.people, before)
        elapsed = began - api.seconds_left()
        ended = session_id is not None and not look.active
        if found or ended or elapsed >= limit:
            watched = _watched(room_id, look, found)
            if session_id is None and room_id:
                return replace(watched, message=await _nobody(api, room_id))
            return watched
        await api.progress(elapsed, limit, f"{len(look.inside)} inside")
        pages = max(1, -(-len(look.people) // LARGEST_PAGE))  # so many requests a look takes
        await api.sleep(min(_POLL_SECS * pages, limit - elapsed))


async def _where(api: Api, session: str, since: str | None) -> tuple[str | None, str | None]:
    """Room and session to look at: those of the cursor, which must be those that are named."""
    seen_room, seen_session, _ = _parts(since) if since else ("", "", "")
    if is_uuid(session):
        if not since:
            return None, session
        if session not in {seen_room, seen_session}:
            raise Refusal(
                "This cursor belongs to another session. Leave `since` out to start over."
            )
        return seen_room or None, seen_session or None
    room = await the_room(api, session)
    if not since:
        return room.id, room.active_session_id
    if not seen_room and seen_session:  # the session was watched by its id
        seen_room = (await api.get(f"/room_sessions/{seen_session}", RoomSession)).room_id or ""
    if seen_room != room.id:
        raise Refusal(
            f"This cursor belongs to another room than {session!r}. Leave `since` out to start "
            "over."
        )
    return room.id, seen_session or None


def _parts(cursor: str) -> tuple[str, str, str]:
    room_id, _, rest = cursor.partition("/")
    session_id, _, latest = rest.partition("/")
    for identifier in (room_id, session_id):
        if identifier and not is_uuid(identifier):
            raise Refusal("since is not a cursor of watch_session. Leave it out to start over.")
    return room_id, session_id, latest


def _seen_before(since: str | None) -> datetime | None:
    return timestamp(_parts(since)[2]) if since else None


async def _look(api: Api, session_id: str | None) -> Look:
    if session_id is None:
        return Look(None)
    look = Look(session_id, tuple(await everybody_of(api, session_id)), active=True)
    if look.inside:
        return look
    known = await api.get(f"/room_sessions/{session_id}", RoomSession)
    return replace(look, active=bool(known.active))


async def _nobody(api: Api, room_id: str) -> str:
    """What to say of a room that nobody is in; costs a request."""
    past = await api.page(f"/rooms/{room_id}/sessions", RoomSession, page_size=1)
    ended = next((to_the_second(each.ended_at) for each in past.items), None)
    last = f" Its last meeting ended at {ended}." if ended else ""
    return f"Nobody is in the room now.{last} Call again with the cursor as since."


def _watched(room_id: str | None, look: Look, found: Changes) -> Watched:
    return Watched(
        changed=bool(found),
        joined=people.joined(found.joined[:_SHOWN]),
        came_back=people.joined(found.came_back[:_SHOWN]),
        left=people.left(found.left[:_SHOWN]),
        inside=people.joined(look.inside[:_SHOWN]),
        inside_count=len(look.inside),
        active=look.active,
        room_id=room_id or None,
        session_id=look.session_id,
        cursor=f"{room_id or ''}/{look.session_id or ''}/{look.latest}",
        message=_message(look, found, len(look.inside)),
    )


def _message(look: Look, found: Changes, inside: int) -> str:
    more = (
        " Lists show 30 at most."
        if max(inside, len(found.joined), len(found.left)) > _SHOWN
        else ""
    )
    if look.session_id is None:
        return "Nobody is in the room now. Call again with the cursor as since."
    if not look.active:
        return f"The session has ended.{more}"
    if not found:
        return f"Nothing changed; {inside} inside. Call again with the cursor as since.{more}"
    events = [
        f"{len(who)} {what}"
        for who, what in (
            (found.joined, "joined"),
            (found.came_back, "came back"),
            (found.left, "left"),
        )
        if who
    ]
    return f"{', '.join(events)}; {inside} inside. Call again with the cursor as since.{more}"


TOOLS = (watch_session,)
