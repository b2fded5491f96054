"""From a room's name to the room.

An id is taken as it is. A name costs one read; for a name that no room has exactly, the list of the
rooms is read too: to find the one whose name differs only in case and accents, or to say which
rooms there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from telnyx_video_mcp.api.call import LARGEST_PAGE, Api
from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import Page, Room
from telnyx_video_mcp.toolkit.refusal import Refusal, nearest
from telnyx_video_mcp.toolkit.untrusted import plain
from telnyx_video_mcp.video import typed_names
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import matching

LONGEST_NAME = 60
_ROOMS_SHOWN = 10
_FEW = 2
"""So many rooms are read one by one; for more, the list is read."""
_MOST_PAGES = 8
"""So many pages of 250 rooms are looked through for a name."""
_CANDIDATES = 10


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
    """The one room that a name means; refused with what exists when there is none."""
    found, others = await _meant(api, name)
    if found is None:
        where = " within this server's room lock" if api.limits.rooms else ""
        raise Refusal(
            f"No room is named {_cut(name)!r}{where}. {_what_exists(name, others)}",
            kind="not_found",
        )
    return found


async def room_meant(api: Api, name: str) -> Room | None:
    """The room that a name means, if any: that of exactly this name, or the only similar one.

    Similar is a name that differs only in case and accents; a note then says which room was used.
    Where there are 250 rooms at most, it costs one read, whether there is such a room or not.

    Raises:
        Refusal: Several rooms are meant.
    """
    first = await api.page("/rooms", Room, page_size=LARGEST_PAGE)
    found, others = await _meant(api, name, first)
    if found is None and not others.whole:
        api.note(f"{others.looked_at} A similar name among the others would have gone unnoticed.")
    return found


async def note_similar_names(api: Api, name: str) -> None:
    """Note the names of rooms that differ from one only in case and accents; costs the list."""
    others = await _all_rooms(api)
    found = [room.unique_name for room in typed_names.same(name, others.named)]
    if names := ", ".join(
        repr(_cut(each)) for each in found[:_CANDIDATES] if each not in {None, name}
    ):
        api.note(f"unique_name is matched exactly. Differing only in case or accents: {names}.")


async def room_named(api: Api, name: str) -> Room | None:
    """The room of exactly this name, if any.

    The API has no read by name, so this is a list with ``filter[unique_name]``.

    Raises:
        Refusal: Several rooms have it.
    """
    found = await api.page("/rooms", Room, matching(unique_name=name), page_size=LARGEST_PAGE)
    # Should the filter be loose, or ignored, only an exact name counts.
    return _exact(found.items, name)


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
    found = await api.page("/rooms", Room, page_size=LARGEST_PAGE)
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


@dataclass(frozen=True)
class _Rooms:
    """The rooms that were looked through, newest first; `whole` says whether that is all."""

    rooms: list[Room]
    whole: bool

    @property
    def named(self) -> list[tuple[str, Room]]:
        """Those that have a name, with it."""
        return [(room.unique_name, room) for room in self.rooms if room.unique_name]

    @property
    def looked_at(self) -> str:
        """The sentence for a look that was cut off."""
        return f"Only the {len(self.rooms)} newest rooms were looked at."


async def _meant(
    api: Api, name: str, first: Page[Room] | None = None
) -> tuple[Room | None, _Rooms]:
    """The room that a name means, and the rooms that were looked through for it.

    `first` is the first page of all rooms, if it was read already.
    """
    whole = first is not None and first.next_page is None
    exact = _exact(first.items, name) if first and whole else await room_named(api, name)
    if exact is not None:
        return exact, _Rooms([], whole=True)
    others = await _all_rooms(api, first)
    found = typed_names.same(name, others.named)
    if len(found) > 1:
        names = ", ".join(f"{_cut(str(room.unique_name))!r}" for room in found[:_CANDIDATES])
        raise Refusal(
            f"No room is named exactly {_cut(name)!r}, and {len(found)} are but for case and "
            f"accents: {names}. Use one of these names as it is, or an id of `candidates`.",
            kind="ambiguous",
            candidates=[
                {"id": room.id, "unique_name": room.unique_name} for room in found[:_CANDIDATES]
            ],
        )
    if not found:
        return None, others
    if found[0].unique_name != name:
        cut = "" if others.whole else f" {others.looked_at}"
        api.note(
            f"No room is named exactly {_cut(name)!r}; {_cut(str(found[0].unique_name))!r} was "
            f"used, which differs only in case or accents.{cut}"
        )
    return found[0], others


async def _all_rooms(api: Api, first: Page[Room] | None = None) -> _Rooms:
    page = first or await api.page("/rooms", Room, page_size=LARGEST_PAGE)
    rooms = list(page.items)
    for _ in range(1, _MOST_PAGES):
        if page.next_page is None:
            break
        page = await api.page("/rooms", Room, page=page.next_page, page_size=LARGEST_PAGE)
        rooms += page.items
    return _Rooms(rooms, whole=page.next_page is None)


def _exact(rooms: Iterable[Room], name: str) -> Room | None:
    found = [room for room in rooms if room.unique_name == name]
    if len(found) > 1:
        ids = ", ".join(room.id or "?" for room in found)
        raise Refusal(
            f"{len(found)} rooms are named {name!r}: {ids}. Use the id of one.", kind="ambiguous"
        )
    return found[0] if found else None


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def _what_exists(name: str, others: _Rooms) -> str:
    names = [each for each, _ in others.named]
    if not names:
        return "No room here has a name; list_rooms shows the rooms."
    meant = nearest(name, names)
    hint = f"Did you mean {_cut(meant)!r}? " if meant else ""
    shown = ", ".join(repr(_cut(each)) for each in names[:_ROOMS_SHOWN])
    more = " and more" if len(names) > _ROOMS_SHOWN or not others.whole else ""
    cut = "" if others.whole else f" {others.looked_at}"
    return f"{hint}The rooms are {shown}{more}.{cut} list_rooms shows them."
