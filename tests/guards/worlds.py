"""Worlds for the guards: rooms in which everything there can be has happened."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from telnyx_video_mcp.sandbox.world import World
from tests.tools.operations import OPERATIONS


@dataclass(frozen=True)
class Meeting:
    """A room with a recorded meeting going on, and the ids in it."""

    name: str
    room: str
    session: str
    participant: str
    gone: str
    recording: str
    video: str
    composition: str
    refresh_token: str

    def ids(self) -> dict[str, str]:
        """The ids by the names that the table of operations uses."""
        return {name: value for name, value in vars(self).items() if name != "name"}


def meeting(world: World, name: str, *contexts: str) -> Meeting:
    """A meeting in a new room: the first of `contexts` is inside, the second came and went."""
    there, gone_context = contexts or (f"{name}'s Alice", f"{name}'s Bob")
    room = world.create_room({"unique_name": name, "enable_recording": True})["id"]
    joined = world.join(room, there)
    gone = world.join(room, gone_context)["participant_id"]
    world.advance(60)
    world.leave(gone)
    world.advance(60)
    session = joined["session_id"]
    composition = world.create_composition({"session_id": session})["id"]
    recordings = [each for each in world.list_recordings() if each["session_id"] == session]
    return Meeting(
        name=name,
        room=room,
        session=session,
        participant=joined["participant_id"],
        gone=gone,
        recording=recordings[0]["id"],
        video=next(each["id"] for each in recordings if each["type"] == "video"),
        composition=composition,
        refresh_token=world.create_client_token(room, {})["refresh_token"],
    )


def every_call(where: Meeting) -> Iterator[tuple[str, dict[str, Any]]]:
    """A call of every tool with every argument, the deletions last: tool and arguments."""
    kinds = {"delete_composition": 1, "delete_recording": 2, "delete_recordings": 3}
    kinds |= {"kick_participants": 4, "end_session": 5, "delete_room": 6}
    for operation in sorted(OPERATIONS, key=lambda each: kinds.get(each.tool, 0)):
        arguments = filled(operation.arguments, where.ids())
        if operation.tool == "update_room":
            arguments["unique_name"] = "renamed"  # create_room has taken "new"
        yield operation.tool, arguments


def filled(template: Any, ids: dict[str, str]) -> Any:
    """A template of the table of operations, with ids in place of ``{room}`` and the like."""
    text = json.dumps(template)
    for name, value in ids.items():
        text = text.replace(f"{{{name}}}", value)
    return json.loads(text)


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def holds(value: Any, secrets: Iterable[str]) -> list[str]:
    """Those of `secrets` that stand somewhere in a JSON value."""
    everything = "\n".join(texts(value))
    return [secret for secret in secrets if secret in everything]
