"""Who joins and leaves, as it happens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from pydantic import Field

from telnyx_video_mcp.api.models import Room, RoomParticipant, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.toolkit.untrusted import NOTICE, folded
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.lookup import the_room
from telnyx_video_mcp.video.people import context_of, display_name, person
from telnyx_video_mcp.video.timestamps import moment

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api

_POLL_SECS = 3.0
_SHOWN = 30

UpTo = Annotated[int, Field(description="Seconds to wait for a change; 30 if unset.", ge=0, le=45)]
Since = Annotated[
    str, Field(description="The cursor of the previous call.", min_length=1, max_length=200)
]


class Watched(TypedDict, total=False):
    """What changed since the cursor, who is inside, and the cursor for the next call."""

    changed: bool
    joined: list[dict[str, Any]]
    came_back: list[dict[str, Any]]
    left: list[dict[str, Any]]
    inside: list[dict[str, Any]]
    inside_count: int
    active: bool
    room_id: str
    session_id: str
    cursor: str
    message: str
    notice: str


@dataclass(frozen=True)
class Sight:
    """What one look showed; no session means that nobody has entered the room yet."""

    session_id: str | None
    people: tuple[RoomParticipant, ...] = ()
    active: bool = False

    @property
    def latest(self) -> str:
        """The last time that anything happened, as the API wrote it."""
        times = [text for each in self.people for text in (each.joined_at, each.left_at) if text]
        return max(
            times, key=lambda text: (moment(text) is not None, moment(text) or text), default=""
        )


@dataclass(frozen=True)
class Changes:
    """Who came, came back and left after a moment."""

    joined: tuple[RoomParticipant, ...]
    came_back: tuple[RoomParticipant, ...]
    left: tuple[RoomParticipant, ...]

    def __bool__(self) -> bool:
        return bool(self.joined or self.came_back or self.left)


def changes(people: Sequence[RoomParticipant], since: datetime | None) -> Changes:
    """What happened after `since`; None is the beginning. Pure."""

    def after(text: str | None) -> bool:
        when = moment(text)
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
    name, came = display_name(context_of(who)), moment(who.joined_at)
    if name is None or came is None:
        return False
    return any(
        (gone := moment(each.left_at)) is not None
        and gone <= came
        and folded(display_name(context_of(each)) or "") == folded(name)
        for each in people
        if each is not who
    )


@tool(Risk.READ, title="Watch a session", look_with="list_sessions", lasts_secs=50)
async def watch_session(
    api: "Api",
    session: params.SessionRef,
    up_to_seconds: UpTo | None = None,
    since: Since | None = None,
) -> Watched:
    """Waits until somebody joins, leaves or comes back, and says who; otherwise, when the time is
    over, who is inside. Call again with the cursor as `since` to miss nothing. A room that nobody
    has entered yet can be watched by its name.
    """
    room_id, session_id = await _where(api, session, since)
    before = _seen_before(since)
    limit = 30 if up_to_seconds is None else up_to_seconds
    began = api.seconds_left()
    waiting_for_somebody = session_id is None
    while True:
        if session_id is None:
            session_id = (await api.get(f"/rooms/{room_id}", Room)).active_session_id
        sight = await _look(api, session_id)
        if waiting_for_somebody and session_id:
            found = changes(sight.people, None)
        else:
            before = before or moment(sight.latest)
            found = changes(sight.people, before)
        elapsed = began - api.seconds_left()
        ended = session_id is not None and not sight.active
        pause = _POLL_SECS * max(1, -(-len(sight.people) // 250))  # for each page that a look takes
        if found or ended or elapsed + pause > limit:
            return _told(room_id, sight, found)
        await api.progress(elapsed, limit, f"{len(_inside(sight))} inside")
        await api.sleep(pause)


async def _where(api: "Api", session: str, since: str | None) -> tuple[str | None, str | None]:
    """Room and session to look at; a cursor spares the look-up."""
    if since:
        room_id, session_id, _ = _parts(since)
        if session in {room_id, session_id} or not is_uuid(session):
            return room_id or None, session_id or None
        raise Refusal("This cursor is of another session. Leave `since` out to begin anew.")
    if is_uuid(session):
        return None, session
    room = await the_room(api, session)
    return room.id, room.active_session_id


def _parts(cursor: str) -> tuple[str, str, str]:
    room_id, _, rest = cursor.partition("/")
    session_id, _, latest = rest.partition("/")
    for identifier in (room_id, session_id):
        if identifier and not is_uuid(identifier):
            raise Refusal("since is not a cursor of watch_session. Leave it out to begin anew.")
    return room_id, session_id, latest


def _seen_before(since: str | None) -> datetime | None:
    return moment(_parts(since)[2]) if since else None


async def _look(api: "Api", session_id: str | None) -> Sight:
    if session_id is None:
        return Sight(None)
    people: list[RoomParticipant] = []
    async for page in api.pages(f"/room_sessions/{session_id}/participants", RoomParticipant):
        people += page.items
    sight = Sight(session_id, tuple(people), active=True)
    if _inside(sight):
        return sight
    known = await api.get(f"/room_sessions/{session_id}", RoomSession)
    return Sight(session_id, tuple(people), active=bool(known.active))


def _inside(sight: Sight) -> list[RoomParticipant]:
    return [each for each in sight.people if each.left_at is None] if sight.active else []


def _told(room_id: str | None, sight: Sight, found: Changes) -> Watched:
    inside = _inside(sight)
    told: Watched = {
        "changed": bool(found),
        "joined": _shown(found.joined, "joined_at"),
        "came_back": _shown(found.came_back, "joined_at"),
        "left": _shown(found.left, "left_at"),
        "inside": _shown(inside, "joined_at"),
        "inside_count": len(inside),
        "active": sight.active,
        "cursor": f"{room_id or ''}/{sight.session_id or ''}/{sight.latest}",
        "message": _message(sight, found, len(inside)),
    }
    if room_id:
        told["room_id"] = room_id
    if sight.session_id:
        told["session_id"] = sight.session_id
    if any(context_of(each) for each in sight.people):
        told["notice"] = NOTICE
    return told


def _shown(people: Sequence[RoomParticipant], when: str) -> list[dict[str, Any]]:
    return [person(each, when) for each in people[:_SHOWN]]


def _message(sight: Sight, found: Changes, inside: int) -> str:
    more = (
        " Lists show 30 at most."
        if max(inside, len(found.joined), len(found.left)) > _SHOWN
        else ""
    )
    if sight.session_id is None:
        return "Nobody has entered the room yet; call again with the cursor as since."
    if not sight.active:
        return f"The session has ended.{more}"
    if not found:
        return f"Nothing changed; {inside} inside. Call again with the cursor as since.{more}"
    told = [
        f"{len(who)} {what}"
        for who, what in (
            (found.joined, "joined"),
            (found.came_back, "came back"),
            (found.left, "left"),
        )
        if who
    ]
    return f"{', '.join(told)}; {inside} inside. Call again with the cursor as since.{more}"


TOOLS = (watch_session,)
