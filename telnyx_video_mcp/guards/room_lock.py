"""The room lock: a call that would touch any other room is refused before it does.

What a thing belongs to never changes, so it is looked up once per process.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from telnyx_video_mcp.api.call import Params, Verbs
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
from telnyx_video_mcp.guards.guard import Guard
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import matching

_REMEMBERED = 10_000
_DEFAULT_PAGE_SIZE = 20
_ROOM, _SESSION = "filter[room_id]", "filter[session_id]"
_PARTICIPANT = "filter[participant_id]"
_RECORDS: dict[str, type[Record]] = {
    "room_sessions": RoomSession,
    "room_participants": RoomParticipant,
    "room_recordings": RoomRecording,
    "room_compositions": RoomComposition,
}


class RoomLock:
    """Which rooms may be touched: ids or unique names. Shared by the calls of a server."""

    def __init__(self, rooms: Sequence[str]) -> None:
        self._ids = list(dict.fromkeys(room.lower() for room in rooms if is_uuid(room)))
        self._named: set[str] = set()
        self._unresolved = list(dict.fromkeys(room for room in rooms if not is_uuid(room)))
        self._room_of: dict[tuple[str, str], str] = {}
        self._listed = ", ".join(rooms)

    async def rooms(self, api: Verbs) -> list[str]:
        """The ids; a name is looked up until there is a room of that name."""
        for name in list(self._unresolved):
            found = await api.page("/rooms", Room, matching(unique_name=name), page_size=250)
            ids = [room.id for room in found.items if room.unique_name == name and room.id]
            if len(ids) == 1 and name in self._unresolved:
                self._unresolved.remove(name)
                self._named.update(ids)
                self._ids += [room for room in ids if room not in self._ids]
        return self._ids

    async def check(self, api: Verbs, collection: str, identifier: str) -> None:
        """Refuse what belongs to another room."""
        room = await self._belongs_to(api, collection, identifier)
        if room not in await self.rooms(api):
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

    async def _belongs_to(self, api: Verbs, collection: str, identifier: str) -> str | None:
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


class LockedApi(Guard):
    """The client's verbs, for the rooms of a lock only."""

    def __init__(self, api: Verbs, lock: RoomLock) -> None:
        super().__init__(api)
        self._lock = lock

    async def get(self, path: str, record: type[RecordT], params: Params | None = None) -> RecordT:
        """Read one record of these rooms."""
        await self._check(path)
        return await super().get(path, record, params)

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Create something in these rooms, or act on them; never create a room."""
        if path == "/rooms":
            raise self._lock.refusal("it may not create rooms")
        if path == "/room_compositions":
            await self._check_composition(body or {})
        else:
            await self._check(path)
            people = [*(body or {}).get("participants", ()), *(body or {}).get("exclude", ())]
            await self.check_people([each for each in people if is_uuid(each)])
        return await super().post(path, record, body, repeatable=repeatable)

    async def patch(self, path: str, record: type[RecordT], body: Mapping[str, Any]) -> RecordT:
        """Change one of these rooms; one that is locked by its name keeps it."""
        await self._check(path)
        if "unique_name" in body and self._lock.knows_by_name(path.split("/")[2]):
            raise self._lock.refusal("a new name would take the room out of the lock")
        return await super().patch(path, record, body)

    async def delete(self, path: str) -> None:
        """Delete something of these rooms."""
        await self._check(path)
        await super().delete(path)

    async def delete_many(self, path: str, record: type[RecordT], params: Params) -> RecordT:
        """Delete in bulk, with one of these rooms named."""
        await self.check_bulk(params)
        return await super().delete_many(path, record, params)

    async def check_people(self, participants: Sequence[str]) -> None:
        """Refuse participants of other rooms."""
        for each in participants:
            await self._lock.check(self._api, "room_participants", each)

    async def check_bulk(self, params: Params) -> None:
        """Refuse a bulk deletion that names none of these rooms."""
        if params.get(_ROOM) not in await self._rooms():
            raise self._lock.refusal("a bulk deletion must name one of them with `room`")

    async def page(
        self,
        path: str,
        record: type[RecordT],
        params: Params | None = None,
        *,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Page[RecordT]:
        """One page of what these rooms hold, with the counts of that alone."""
        query = dict(params or {})
        collection, _, nested = path.strip("/").partition("/")
        if nested:
            await self._check(path)
        elif not await self._narrowed(collection, query):
            return await self._of_several(collection, record, query, page, page_size)
        found = await super().page(path, record, query, page=page, page_size=page_size)
        rooms = await self._rooms()
        session = query.get(_SESSION) or nested.partition("/")[0]
        for each in found.items:
            other_room = (getattr(each, "room_id", None) or rooms[0]) not in rooms
            if other_room or (isinstance(each, RoomParticipant) and each.session_id != session):
                raise self._lock.refusal("Telnyx did not keep to the filter by room or session")
        return found

    async def _rooms(self) -> list[str]:
        return await self._lock.rooms(self._api)

    async def _check(self, path: str) -> None:
        collection, identifier, *_ = path.strip("/").split("/")
        await self._lock.check(self._api, collection, identifier)

    async def _check_composition(self, body: Mapping[str, Any]) -> None:
        await self._lock.check(self._api, "room_sessions", str(body.get("session_id")))
        for region in (body.get("video_layout") or {}).values():
            for source in region.get("video_sources", []):
                if source != "*":
                    await self._lock.check(self._api, "room_recordings", source)

    async def _narrowed(self, collection: str, query: dict[str, Any]) -> bool:
        """Whether the API itself keeps this list to these rooms; may add a filter for it."""
        if collection == "rooms":
            return False
        places = (
            (_ROOM, "rooms"),
            (_SESSION, "room_sessions"),
            (_PARTICIPANT, "room_participants"),
        )
        named = [(kind, str(query[name])) for name, kind in places if name in query]
        for kind, identifier in named:
            await self._lock.check(self._api, kind, identifier)
        if named:
            return True
        rooms = await self._rooms()
        if collection in {"room_sessions", "room_recordings"} and len(rooms) == 1:
            query[_ROOM] = rooms[0]
            return True
        return False

    async def _of_several(
        self,
        collection: str,
        record: type[RecordT],
        query: dict[str, Any],
        page: int | None,
        page_size: int | None,
    ) -> Page[RecordT]:
        """A page cut from all that these rooms hold: the API cannot filter by several rooms."""
        rooms = await self._rooms()
        path = f"/{collection}"
        items: list[Any] = []
        if collection in {"room_sessions", "room_recordings"}:
            for room in rooms:
                items += await self._all(path, record, {**query, _ROOM: room}, _of(room))
            items.sort(key=lambda each: each.created_at or "", reverse=True)
        elif collection == "room_participants":
            sessions = {
                session.id
                for room in rooms
                for session in await self._all(
                    "/room_sessions", RoomSession, {_ROOM: room}, _of(room)
                )
            }
            items = await self._all(path, record, query, lambda each: each.session_id in sessions)
        else:
            own = "id" if collection == "rooms" else "room_id"
            items = await self._all(path, record, query, lambda each: getattr(each, own) in rooms)
        number, size = page or 1, page_size or _DEFAULT_PAGE_SIZE
        shown = items[(number - 1) * size : number * size]
        more = number * size < len(items)
        return Page(shown, number, size, len(items), number + 1 if more else None)

    async def _all(
        self,
        path: str,
        record: type[RecordT],
        query: Mapping[str, Any],
        keep: Callable[[Any], bool],
    ) -> list[RecordT]:
        kept: list[RecordT] = []
        source: AsyncIterator[Page[RecordT]] = self._api.pages(path, record, query)
        async for found in source:
            kept += [each for each in found.items if keep(each)]
        if found.next_page:
            raise self._lock.refusal("the list is too long to look through; narrow it by dates")
        return kept


def _of(room: str) -> Callable[[Any], bool]:
    """Whether something is of a room: the filter by room may not have been kept to."""
    return lambda each: each.room_id == room
