"""A call of each tool that asks, in a world where it means something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telnyx_video_mcp.sandbox.world import World

ASKING = (
    "kick_participants",
    "end_session",
    "delete_room",
    "delete_recording",
    "delete_recordings",
    "delete_composition",
)
ON_ONE_FILE = ("delete_recording", "delete_composition")
"""What these affect can only be there or gone; of the others, more can come."""


@dataclass(frozen=True)
class Situation:
    """A call, another one of the same tool, the one write of it, and how its targets change.

    `targets` are the ids of everything that the call affects.
    """

    arguments: dict[str, Any]
    other: dict[str, Any]
    write: tuple[str, str]
    change: Callable[[], object]
    targets: tuple[str, ...]


def situation(tool: str, world: World) -> Situation:
    """Two rooms that record, with people inside, and what the tool does to the first of them."""
    weekly, session, alice = _meeting(world, "weekly", "Alice")
    _, _, carol = _meeting(world, "other", "Carol")
    people = (alice, world.join("weekly", "Bob")["participant_id"])
    ours, others = (
        next(each["id"] for each in world.list_recordings() if each["participant_id"] == whose)
        for whose in (alice, carol)
    )
    film, other_film = (world.create_composition({"session_id": session})["id"] for _ in range(2))

    def somebody_joins() -> None:
        world.join("weekly", "Dave")  # in a room that records, this adds recordings too

    actions = f"/v2/room_sessions/{session}/actions"
    match tool:
        case "kick_participants":
            everybody = {"session": "weekly", "participants": ["all"]}
            but_alice = {**everybody, "exclude": [alice]}
            write = ("POST", f"{actions}/kick")
            targets = (session, *people)
            return Situation(everybody, but_alice, write, somebody_joins, targets)
        case "end_session":
            call, other = {"session": "weekly"}, {"session": "other"}
            write = ("POST", f"{actions}/end")
            return Situation(call, other, write, somebody_joins, (session, *people))
        case "delete_room":
            call, other = {"room": "weekly"}, {"room": "other"}
            write = ("DELETE", f"/v2/rooms/{weekly}")
            return Situation(call, other, write, somebody_joins, (weekly, *people))
        case "delete_recordings":
            call, other = {"room": "weekly"}, {"room": "weekly", "type": "audio"}
            write = ("DELETE", "/v2/room_recordings")
            tracks = tuple(r.id for r in world.recordings.values() if r.room_id == weekly)
            return Situation(call, other, write, somebody_joins, tracks)
        case "delete_recording":
            call, other = {"recording_id": ours}, {"recording_id": others}
            write = ("DELETE", f"/v2/room_recordings/{ours}")
            return Situation(call, other, write, lambda: world.delete_recording(ours), (ours,))
    call, other = {"composition_id": film}, {"composition_id": other_film}
    write = ("DELETE", f"/v2/room_compositions/{film}")
    return Situation(call, other, write, lambda: world.delete_composition(film), (film,))


def what_there_is(world: World) -> tuple[list[str], ...]:
    """The ids of rooms, recordings, compositions, and of the people inside."""
    people = [each.id for each in world.participants.values() if each.left_at is None]
    return list(world.rooms), list(world.recordings), list(world.compositions), people


def _meeting(world: World, name: str, person: str) -> tuple[str, str, str]:
    room: str = world.create_room({"unique_name": name, "enable_recording": True})["id"]
    joined = world.join(name, person)
    return room, joined["session_id"], joined["participant_id"]
