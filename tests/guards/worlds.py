"""Worlds for the guards: rooms in which everything there can be has happened."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from telnyx_video_mcp.sandbox.world import World


@dataclass(frozen=True)
class Meeting:
    """A room with a recorded meeting going on, and the ids in it.

    `recording` and `audio` are the finished files of the participant who is gone; those of the
    participant inside still grow.
    """

    name: str
    room: str
    session: str
    participant: str
    context: str
    gone: str
    gone_context: str
    recording: str
    audio: str
    composition: str
    refresh_token: str

    def ids(self) -> dict[str, str]:
        """Its ids and texts by the names that templates of calls use."""
        return dict(vars(self))

    def everything(self) -> list[str]:
        """Whatever could tell that there is this meeting."""
        return list(vars(self).values())


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
    world.advance(60)
    tracks = {
        each["type"]: each["id"]
        for each in world.list_recordings()
        if each["participant_id"] == gone
    }
    return Meeting(
        name=name,
        room=room,
        session=session,
        participant=joined["participant_id"],
        context=there,
        gone=gone,
        gone_context=gone_context,
        recording=tracks["video"],
        audio=tracks["audio"],
        composition=composition,
        refresh_token=world.create_client_token(room, {})["refresh_token"],
    )


def filled(template: Any, ids: dict[str, str]) -> Any:
    """A template of a call, with ids and texts in place of ``{room}`` and the like."""
    text = json.dumps(template)
    for name, value in ids.items():
        text = text.replace(f"{{{name}}}", json.dumps(value)[1:-1])
    return json.loads(text)


def owned(world: World, room: str) -> dict[str, Any]:
    """What there is of a room, without what time alone changes: only a write makes a difference."""
    settings = world.get_room(room)
    people = [each for each in world.state()["participants"] if each["room_id"] == room]
    return {
        "settings": {name: settings[name] for name in settings if name != "updated_at"},
        "people": [(each["id"], each["left_at"], each["muted"]) for each in people],
        "recordings": sorted(r.id for r in world.recordings.values() if r.room_id == room),
        "compositions": sorted(c.id for c in world.compositions.values() if c.room_id == room),
        "tokens": sorted(t.token for t in world.tokens.values() if t.room_id == room),
    }


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
