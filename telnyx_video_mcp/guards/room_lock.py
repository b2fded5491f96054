"""The room lock: a call that would touch any other room is refused before it does.

What a thing belongs to never changes, so it is looked up once per process.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from telnyx_video_mcp.api.call import DEFAULT_PAGE_SIZE, Api
from telnyx_video_mcp.api.guard import Guard, PageRequest, ReadPage
from telnyx_video_mcp.api.messages import Params, Request
from telnyx_video_mcp.api.models import (
    Page,
    Record,
    RecordT,
    Room,
    RoomComposition,
    RoomParticipant,
    RoomRecording,
    RoomSession,
)
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import matching

_REMEMBERED = 10_000
_ROOM, _SESSION = "filter[room_id]", "filter[session_id]"
_PARTICIPANT = "filter[participant_id]"
_RECORDS: dict[str, type[Record]] = {
    "room_sessions": RoomSession,
    "room_participants": RoomParticipant,
    "room_recordings": RoomRecording,
    "room_compositions": RoomComposition,
}


class LockedRooms:
    """The rooms that may be used, by id or unique name, and what is known to belong to them."""

    def __init__(self, rooms: Sequence[str]) -> None:
        self._ids = list(dict.fromkeys(room.lower() for room in rooms if is_uuid(room)))
        self._named: set[str] = set()
        self._unresolved = list(dict.fromkeys(room for room in rooms if not is_uuid(room)))
        self._room_of: dict[tuple[str, str], str] = {}
        self._listed = ", ".join(rooms)

    async def ids(self, api: Api) -> list[str]:
        """The ids; a name is looked up until there is a room of that name."""
        for name in list(self._unresolved):
            found = await api.page("/rooms", Room, matching(unique_name=name), page_size=250)
            ids = [room.id for room in found.items if room.unique_name == name and room.id]
            if len(ids) == 1 and name in self._unresolved:
                self._unresolved.remove(name)
                self._named.update(ids)
                self._ids += [room for room in ids if room not in self._ids]
        return self._ids

    async def check(self, api: Api, collection: str, identifier: str) -> None:
        """Refuse what belongs to another room."""
        room = await self._belongs_to(api, collection, identifier)
        if room not in await self.ids(api):
            thing = collection.removeprefix("room_").rstrip("s")
            raise self.refusal(f"{thing} {identifier} belongs to another room")

    def knows_by_name(self, room_id: str) -> bool:
        """Whether a room is locked by its name, and not by its id."""
        return room_id in self._named

    def refusal(self, problem: str) -> Refusal:
        """A refusal that names the rooms."""
        return Refusal(
            f"This server is locked to these rooms: {self._listed}. Refused, because {problem}.",
            kind="outside_room_lock",
        )

    async def _belongs_to(self, api: Api, collection: str, identifier: str) -> str | None:
        if collection == "rooms":
            return identifier
        key = collection, identifier
        if key not in self._room_of:
            found: Any = await api.get(f"/{collection}/{identifier}", _RECORDS[collection])
            room = getattr(found, "room_id", None)
            if room is None and found.session_id:
                room = await self._belongs_to(api, "room_sessions", found.session_id)
            if room is None:
                return None
            if len(self._room_of) >= _REMEMBERED:
                self._room_of.clear()
            self._room_of[key] = room
        return self._room_of[key]


class RoomLock(Guard):
    """Lets only those requests pass that stay within the rooms, and cuts lists to them."""

    def __init__(self, rooms: Sequence[str]) -> None:
        self._rooms = LockedRooms(rooms)

    async def request(self, request: Request, api: Api) -> Request:
        """Refuse what would touch another room."""
        if request.identifier:
            await self._rooms.check(api, request.collection, request.identifier)
        if request.writes:
            await self._check_write(request, request.body or {}, api)
        return request

    async def _check_write(self, request: Request, body: Mapping[str, Any], api: Api) -> None:
        match request.method, request.path:
            case "POST", "/rooms":
                raise self._rooms.refusal("it may not create rooms")
            case "POST", "/room_compositions":
                await self._check_composition(body, api)
            case "POST", _:
                named = [*body.get("participants", ()), *body.get("exclude", ())]
                for each in filter(is_uuid, named):
                    await self._rooms.check(api, "room_participants", each)
            case "PATCH", _:
                if "unique_name" in body and self._rooms.knows_by_name(str(request.identifier)):
                    raise self._rooms.refusal("a new name would move the room out of the lock")
            case "DELETE", _ if not request.identifier:
                if (request.params or {}).get(_ROOM) not in await self._rooms.ids(api):
                    raise self._rooms.refusal("a bulk deletion must name one of them with `room`")

    async def _check_composition(self, body: Mapping[str, Any], api: Api) -> None:
        await self._rooms.check(api, "room_sessions", str(body.get("session_id")))
        for region in (body.get("video_layout") or {}).values():
            for source in region.get("video_sources", []):
                if source != "*":
                    await self._rooms.check(api, "room_recordings", source)

    async def page(
        self, wanted: PageRequest[RecordT], read: ReadPage[RecordT], api: Api
    ) -> Page[RecordT]:
        """One page of what these rooms hold, with the counts of that alone."""
        collection, _, nested = wanted.path.strip("/").partition("/")
        if nested:
            await self._rooms.check(api, collection, nested.partition("/")[0])
        else:
            narrowed = await self._narrowed(collection, wanted.params, api)
            if narrowed is None:
                return await self._of_several(collection, wanted, api)
            wanted = replace(wanted, params=narrowed)
        found = await read(wanted)
        rooms = await self._rooms.ids(api)
        session = wanted.params.get(_SESSION) or nested.partition("/")[0]
        for each in found.items:
            other_room = (getattr(each, "room_id", None) or rooms[0]) not in rooms
            if other_room or (isinstance(each, RoomParticipant) and each.session_id != session):
                raise self._rooms.refusal("Telnyx ignored the filter by room or session")
        return found

    async def _narrowed(self, collection: str, params: Params, api: Api) -> Params | None:
        """The filters with which the API itself keeps a list to these rooms, if there are any."""
        if collection == "rooms":
            return None
        places = (
            (_ROOM, "rooms"),
            (_SESSION, "room_sessions"),
            (_PARTICIPANT, "room_participants"),
        )
        named = [(kind, str(params[name])) for name, kind in places if name in params]
        for kind, identifier in named:
            await self._rooms.check(api, kind, identifier)
        if named:
            return params
        rooms = await self._rooms.ids(api)
        if collection in {"room_sessions", "room_recordings"} and len(rooms) == 1:
            return {**params, _ROOM: rooms[0]}
        return None

    async def _of_several(
        self, collection: str, wanted: PageRequest[RecordT], api: Api
    ) -> Page[RecordT]:
        """A page cut from all that these rooms hold: the API cannot filter by several rooms."""
        rooms = await self._rooms.ids(api)
        items: list[Any] = []
        if collection in {"room_sessions", "room_recordings"}:
            for room in rooms:
                query = {**wanted.params, _ROOM: room}
                items += await self._all(api, wanted.path, wanted.record, query, _of(room))
            items.sort(key=lambda each: each.created_at or "", reverse=True)
        else:
            keep = await self._keeper(collection, rooms, api)
            items = await self._all(api, wanted.path, wanted.record, wanted.params, keep)
        number, size = wanted.page or 1, wanted.page_size or DEFAULT_PAGE_SIZE
        shown = items[(number - 1) * size : number * size]
        more = number * size < len(items)
        return Page(shown, number, size, len(items), number + 1 if more else None)

    async def _keeper(
        self, collection: str, rooms: Sequence[str], api: Api
    ) -> Callable[[Any], bool]:
        """What tells the things of these rooms from others."""
        if collection != "room_participants":
            own = "id" if collection == "rooms" else "room_id"
            return lambda each: getattr(each, own) in rooms
        sessions = {
            session.id
            for room in rooms
            for session in await self._all(
                api, "/room_sessions", RoomSession, {_ROOM: room}, _of(room)
            )
        }
        return lambda each: each.session_id in sessions

    async def _all(
        self,
        api: Api,
        path: str,
        record: type[RecordT],
        query: Params,
        keep: Callable[[Any], bool],
    ) -> list[RecordT]:
        kept: list[RecordT] = []
        source: AsyncIterator[Page[RecordT]] = api.pages(path, record, query)
        async for found in source:
            kept += [each for each in found.items if keep(each)]
        if found.next_page:
            raise self._rooms.refusal("the list is too long to look through; narrow it by dates")
        return kept


def _of(room: str) -> Callable[[Any], bool]:
    """Whether something is of a room: the filter by room may not have been kept to."""
    return lambda each: each.room_id == room
