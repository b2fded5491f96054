"""The 25 operations as HTTP: method, path, and what each answers.

A handler is a plain function from a world and a call to a reply; it raises `RefusedError` for
everything that goes wrong. Only the 25 published paths exist.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse, Response

from telnyx_video_mcp.sandbox import filters
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import not_found, wrong_method
from telnyx_video_mcp.sandbox.world import World


@dataclass(frozen=True)
class Call:
    """What a request says: the id in its path (empty when it has none), its query, its body."""

    id: str
    query: QueryParams
    body: Json


Handler: TypeAlias = Callable[[World, Call], Response]


@dataclass(frozen=True)
class Operation:
    """One published operation. `path` is under `/v2`; `{id}` stands for one segment."""

    name: str
    method: str
    path: str
    handler: Handler

    def matches(self, path: str) -> str | None:
        """The id in `path` ("" for a path without one), or None when the path is another."""
        mine, theirs = self.path.split("/"), path.split("/")
        if len(mine) != len(theirs):
            return None
        found = ""
        for expected, actual in zip(mine, theirs, strict=True):
            if expected == "{id}" and actual:
                found = actual
            elif expected != actual:
                return None
        return found


def find_operation(method: str, path: str) -> tuple[Operation, str]:
    """The operation and the id in the path; 404 for an unknown path, 405 for a wrong method."""
    known_path = False
    for operation in OPERATIONS:
        found = operation.matches(path)
        if found is not None:
            if operation.method == method:
                return operation, found
            known_path = True
    raise wrong_method(method) if known_path else not_found()


def _data(value: Json, status: int = 200) -> Response:
    return JSONResponse({"data": value}, status)


def _deletes(delete: Callable[[World, str], None]) -> Handler:
    def handler(world: World, call: Call) -> Response:
        delete(world, call.id)
        return Response(status_code=204)

    return handler


def _list(items: list[Json], call: Call, known: filters.Filters) -> Response:
    return JSONResponse(filters.page(filters.select(items, call.query, known), call.query))


def _list_rooms(world: World, call: Call) -> Response:
    rooms = world.list_rooms(include_sessions=filters.flag(call.query, "include_sessions"))
    return _list(rooms, call, filters.ROOM_FILTERS)


def _get_room(world: World, call: Call) -> Response:
    include_sessions = filters.flag(call.query, "include_sessions")
    return _data(world.get_room(call.id, include_sessions=include_sessions))


def _list_sessions(world: World, call: Call) -> Response:
    include_participants = filters.flag(call.query, "include_participants")
    sessions = world.list_sessions(
        room_id=call.id or None, include_participants=include_participants
    )
    return _list(sessions, call, filters.SESSION_FILTERS)


def _get_session(world: World, call: Call) -> Response:
    include_participants = filters.flag(call.query, "include_participants")
    return _data(world.get_session(call.id, include_participants=include_participants))


def _list_participants(world: World, call: Call) -> Response:
    people = world.list_participants(session_id=call.id or None)
    return _list(people, call, filters.PARTICIPANT_FILTERS)


def _list_recordings(world: World, call: Call) -> Response:
    return _list(world.list_recordings(), call, filters.RECORDING_FILTERS)


def _delete_recordings(world: World, call: Call) -> Response:
    """Without a filter this deletes everything: legal, and the reason to be careful with it.

    The document gives the operation page parameters too; what they would mean is unknown, so they
    are ignored.
    """
    doomed = filters.select(world.list_recordings(), call.query, filters.RECORDING_FILTERS)
    count = world.delete_recordings(recording["id"] for recording in doomed)
    return _data({"room_recordings": count}, 201)


def _list_compositions(world: World, call: Call) -> Response:
    return _list(world.list_compositions(), call, filters.COMPOSITION_FILTERS)


ROOM = "/rooms/{id}"
SESSION = "/room_sessions/{id}"
PARTICIPANT = "/room_participants/{id}"
RECORDING = "/room_recordings/{id}"
COMPOSITION = "/room_compositions/{id}"

OPERATIONS: tuple[Operation, ...] = (
    Operation("ListRooms", "GET", "/rooms", _list_rooms),
    Operation("CreateRoom", "POST", "/rooms", lambda w, c: _data(w.create_room(c.body), 201)),
    Operation("ViewRoom", "GET", ROOM, _get_room),
    Operation("UpdateRoom", "PATCH", ROOM, lambda w, c: _data(w.update_room(c.id, c.body))),
    Operation("DeleteRoom", "DELETE", ROOM, _deletes(World.delete_room)),
    Operation("RetrieveListRoomSessions", "GET", f"{ROOM}/sessions", _list_sessions),
    Operation(
        "CreateRoomClientToken",
        "POST",
        f"{ROOM}/actions/generate_join_client_token",
        lambda w, c: _data(w.create_client_token(c.id, c.body), 201),
    ),
    Operation(
        "RefreshRoomClientToken",
        "POST",
        f"{ROOM}/actions/refresh_client_token",
        lambda w, c: _data(w.refresh_client_token(c.id, c.body), 201),
    ),
    Operation("ListRoomSessions", "GET", "/room_sessions", _list_sessions),
    Operation("ViewRoomSession", "GET", SESSION, _get_session),
    Operation(
        "EndSession", "POST", f"{SESSION}/actions/end", lambda w, c: _data(w.end_session(c.id))
    ),
    Operation(
        "KickParticipantInSession",
        "POST",
        f"{SESSION}/actions/kick",
        lambda w, c: _data(w.kick(c.id, c.body)),
    ),
    Operation(
        "MuteParticipantInSession",
        "POST",
        f"{SESSION}/actions/mute",
        lambda w, c: _data(w.mute(c.id, c.body, muted=True)),
    ),
    Operation(
        "UnmuteParticipantInSession",
        "POST",
        f"{SESSION}/actions/unmute",
        lambda w, c: _data(w.mute(c.id, c.body, muted=False)),
    ),
    Operation("RetrieveListRoomParticipants", "GET", f"{SESSION}/participants", _list_participants),
    Operation("ListRoomParticipants", "GET", "/room_participants", _list_participants),
    Operation(
        "ViewRoomParticipant", "GET", PARTICIPANT, lambda w, c: _data(w.get_participant(c.id))
    ),
    Operation("ListRoomRecordings", "GET", "/room_recordings", _list_recordings),
    Operation("DeleteRoomRecordings", "DELETE", "/room_recordings", _delete_recordings),
    Operation("ViewRoomRecording", "GET", RECORDING, lambda w, c: _data(w.get_recording(c.id))),
    Operation("DeleteRoomRecording", "DELETE", RECORDING, _deletes(World.delete_recording)),
    Operation("ListRoomCompositions", "GET", "/room_compositions", _list_compositions),
    Operation(
        "CreateRoomComposition",
        "POST",
        "/room_compositions",
        lambda w, c: _data(w.create_composition(c.body), 202),
    ),
    Operation(
        "ViewRoomComposition", "GET", COMPOSITION, lambda w, c: _data(w.get_composition(c.id))
    ),
    Operation(
        "DeleteRoomComposition",
        "DELETE",
        COMPOSITION,
        _deletes(World.delete_composition),
    ),
)
