"""From what people say (a room's name) to what the API takes (ids).

An id is taken as it is. A name costs one read; a name that leads nowhere costs a second one, to
say what there is instead.
"""

from typing import TYPE_CHECKING

from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.toolkit.refusal import Refusal, nearest
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import matching

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api

_ROOMS_SHOWN = 10
_NAME_SHOWN = 60


async def room_id(api: "Api", room: str) -> str:
    """The id of a room given by id or unique name."""
    if is_uuid(room):
        return room
    found = await the_room(api, room)
    if found.id is None:
        raise Refusal(f"Telnyx sent no id for the room named {room!r}. Use its id.", kind="no_id")
    return found.id


async def session_id(api: "Api", session: str) -> str:
    """The id of a session given by id, or the active session of a room given by name."""
    if is_uuid(session):
        return session
    room = await the_room(api, session)
    if room.active_session_id is None:
        raise Refusal(
            f"Nobody is in the room {session!r} now, so it has no active session. "
            "list_room_sessions shows its past ones; use a session's id.",
            kind="no_active_session",
        )
    return room.active_session_id


async def room_filter(api: "Api", room: str | None) -> str | None:
    """As `room_id`, for a filter that may be unset."""
    return None if room is None else await room_id(api, room)


async def session_filter(api: "Api", session: str | None) -> str | None:
    """As `session_id`, for a filter that may be unset."""
    return None if session is None else await session_id(api, session)


async def the_room(api: "Api", name: str) -> Room:
    """The one room of this name; refused with what exists when there is none."""
    found = await room_named(api, name)
    if found is None:
        shown = name if len(name) <= _NAME_SHOWN else f"{name[:_NAME_SHOWN]}…"
        what_exists = await _what_exists(api, name)
        raise Refusal(f"No room named {shown!r}. {what_exists}", kind="not_found")
    return found


async def room_named(api: "Api", name: str) -> Room | None:
    """The room of this name, if any; the API has no read by name (ListRooms, filter[unique_name]).

    Raises:
        Refusal: Several rooms have it.
    """
    found = await api.page("/rooms", Room, matching(unique_name=name), page_size=250)
    # Should the filter be loose, or ignored, only an exact name counts.
    rooms = [room for room in found.items if room.unique_name == name]
    if len(rooms) > 1:
        ids = ", ".join(room.id or "?" for room in rooms)
        raise Refusal(
            f"{len(rooms)} rooms are named {name!r}: {ids}. Use the id of one.", kind="ambiguous"
        )
    return rooms[0] if rooms else None


async def _what_exists(api: "Api", name: str) -> str:
    found = await api.page("/rooms", Room, page_size=250)
    names = [room.unique_name for room in found.items if room.unique_name]
    if not names:
        return "There is no room with a name here; list_rooms shows what there is."
    meant = nearest(name, names)
    hint = f"Did you mean {meant!r}? " if meant else ""
    shown = ", ".join(repr(each) for each in names[:_ROOMS_SHOWN])
    more = " and more" if len(names) > _ROOMS_SHOWN or found.next_page else ""
    return f"{hint}The rooms here: {shown}{more}. list_rooms shows them."
