"""From a room's name to the room.

An id is taken as it is. A name costs one read; a name that no room has costs a second one, to say
which there are.
"""

from collections.abc import Iterable

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.toolkit.refusal import Refusal, nearest
from telnyx_video_mcp.toolkit.untrusted import plain
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import matching

LONGEST_NAME = 60
_ROOMS_SHOWN = 10
_FEW = 2
"""So many rooms are read one by one; for more, the list is read."""


async def room_id(api: Api, room: str) -> str:
    """The id of a room given by id or unique name."""
    return room if is_uuid(room) else _id_of(await the_room(api, room), room)


async def find_room(api: Api, room: str) -> Room:
    """The room given by id or unique name, with its id."""
    if is_uuid(room):
        return (await api.get(f"/rooms/{room}", Room)).model_copy(update={"id": room})
    found = await the_room(api, room)
    _id_of(found, room)
    return found


async def room_filter(api: Api, room: str | None) -> str | None:
    """As `room_id`, for a filter that may be unset."""
    return None if room is None else await room_id(api, room)


async def the_room(api: Api, name: str) -> Room:
    """The one room of this name; refused with what exists when there is none."""
    found = await room_named(api, name)
    if found is None:
        shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        what_exists = await _what_exists(api, name)
        raise Refusal(f"No room is named {shown!r}. {what_exists}", kind="not_found")
    return found


async def room_named(api: Api, name: str) -> Room | None:
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


async def room_or_what_is_left(api: Api, identifier: str | None) -> Room:
    """A room by its id; when it is deleted, or when there is no id, a record of no more than that.

    Sessions and recordings outlive their room.
    """
    if identifier is None:
        return Room()
    try:
        return await api.get(f"/rooms/{identifier}", Room)
    except NotFoundError:
        return Room(id=identifier)


async def names_of_rooms(api: Api, identifiers: Iterable[str]) -> dict[str, str]:
    """A name for each of these rooms, to show to a person: the unique name, or the id.

    Costs a read for each of one or two rooms, and one read for more; what is not among the 250
    newest rooms keeps its id.
    """
    wanted = list(dict.fromkeys(identifiers))
    if len(wanted) <= _FEW:
        return {each: shown_name(await room_or_what_is_left(api, each)) for each in wanted}
    found = await api.page("/rooms", Room, page_size=250)
    known = {room.id: shown_name(room) for room in found.items}
    gone = "{} (deleted)" if found.next_page is None else "{}"
    return {each: known.get(each) or gone.format(each) for each in wanted}


def is_deleted(room: Room) -> bool:
    """Whether a record is only what is left of a room, see `room_or_what_is_left`."""
    return room.created_at is None and room.unique_name is None


def shown_name(room: Room) -> str:
    """A room's name as a question may show it; without one its id."""
    name = plain(room.unique_name or "", LONGEST_NAME)
    return name or (f"{room.id} (deleted)" if is_deleted(room) else str(room.id))


def _id_of(found: Room, name: str) -> str:
    if found.id is None:
        raise Refusal(f"Telnyx sent no id for the room named {name!r}. Use its id.", kind="no_id")
    return found.id


async def _what_exists(api: Api, name: str) -> str:
    found = await api.page("/rooms", Room, page_size=250)
    names = [room.unique_name for room in found.items if room.unique_name]
    if not names:
        return "No room here has a name; list_rooms shows the rooms."
    meant = nearest(name, names)
    hint = f"Did you mean {meant!r}? " if meant else ""
    shown = ", ".join(repr(each) for each in names[:_ROOMS_SHOWN])
    more = " and more" if len(names) > _ROOMS_SHOWN or found.next_page else ""
    return f"{hint}The rooms are {shown}{more}. list_rooms shows them."
