"""Whatever is called, with ids from anywhere: nothing leaves the locked rooms, nothing comes in."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.sandbox.world import World
from tests.cases import SPECS
from tests.guards.serving import serving
from tests.guards.worlds import holds, owned
from tests.hosting import NOBODY

pytestmark = pytest.mark.anyio


@dataclass
class Known:
    """What there is in one room, by the kinds that arguments are made of."""

    name: str
    room: str
    session: list[str] = field(default_factory=list)
    participant: list[str] = field(default_factory=list)
    recording: list[str] = field(default_factory=list)
    composition: list[str] = field(default_factory=list)
    refresh_token: list[str] = field(default_factory=list)

    def everything(self) -> list[str]:
        """Its ids and texts."""
        things = self.session + self.participant + self.recording + self.composition
        return [self.name, self.room, *things, *self.refresh_token]


rooms = st.lists(
    st.lists(st.integers(1, 2), max_size=2),  # people in each session of each room
    min_size=2,
    max_size=4,
)


def built(world: World, shape: list[list[int]]) -> list[Known]:
    """A world of rooms with sessions of that many people; the last session goes on."""
    known = []
    for number, sessions in enumerate(shape):
        name = f"secret-room-{number}"
        room = world.create_room({"unique_name": name, "enable_recording": True})["id"]
        known.append(Known(name, room))
        for nth, people in enumerate(sessions):
            joined = [world.join(room, f"{name} person {each}") for each in range(people)]
            session = joined[0]["session_id"]
            known[-1].session.append(session)
            known[-1].participant += [each["participant_id"] for each in joined]
            world.advance(10)
            known[-1].composition.append(world.create_composition({"session_id": session})["id"])
            if nth < len(sessions) - 1:
                world.end_session(session)
        known[-1].refresh_token.append(world.create_client_token(room, {})["refresh_token"])
        known[-1].recording += [
            each["id"] for each in world.list_recordings() if each["room_id"] == room
        ]
    return known


def arguments_of(tool: str, known: list[Known]) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments for a tool with ids and names from all rooms, and sometimes from nowhere."""

    def some(kind: str) -> st.SearchStrategy[str]:
        values = [each for room in known for each in getattr(room, kind)]
        return st.sampled_from([*values, NOBODY])

    names = [each.name for each in known]
    room = st.sampled_from([*names, *(each.room for each in known), NOBODY, "secret-room"])
    people = st.just(["all"]) | st.lists(some("participant"), min_size=1, max_size=2)
    sources = st.just(["*"]) | st.lists(some("recording"), min_size=1, max_size=2)
    values: dict[str, st.SearchStrategy[Any]] = {
        "room": room,
        "session": some("session") | st.sampled_from(names),
        "participants": people,
        "exclude": st.lists(some("participant"), max_size=2),
        "participant_id": some("participant"),
        "recording_id": some("recording"),
        "composition_id": some("composition"),
        "refresh_token": some("refresh_token"),
        "video_layout": sources.map(lambda each: [{"name": "main", "video_sources": each}]),
        "unique_name": st.sampled_from([*names, "new"]),
        "name": st.sampled_from([*names, "new"]),
        "guests": st.lists(st.sampled_from(["Ann", "Ben"]), unique=True),
        "keep_rooms": st.lists(room, max_size=2),
        "keep_room": st.booleans(),
        "include_compositions": st.booleans(),
        "min_mb": st.just(1),
        "up_to_seconds": st.just(0),
        "view": st.just("table"),
        "sessions": st.sampled_from(["latest", "all"]),
        "person": some("participant") | st.sampled_from([f"{name} person 0" for name in names]),
        "by": st.sampled_from(["room", "day", "person"]),
        "max_participants": st.integers(2, 5),
        "context": st.sampled_from([f"{name} person 0" for name in names]),
        "status": st.just("completed"),
        "type": st.just("video"),
        "active": st.booleans(),
        "include_sessions": st.booleans(),
        "include_participants": st.booleans(),
        "include_refresh_token": st.booleans(),
        "page": st.integers(1, 3),
        "page_size": st.integers(1, 3),
    }
    schema = SPECS[tool].arguments.schema
    takes = {name: values[name] for name in schema["properties"] if name in values}
    required = {name: takes.pop(name) for name in schema.get("required", [])}
    return st.fixed_dictionaries(required, optional=takes)


@settings(
    max_examples=20,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking so many calls takes minutes
)
@given(shape=rooms, data=st.data())
async def test_no_write_reaches_another_room_and_no_result_speaks_of_one(
    shape: list[list[int]], data: st.DataObject
) -> None:
    world = World()
    known = built(world, shape)
    locked = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2), label="locked")
    lock = tuple(data.draw(st.sampled_from([each.name, each.room])) for each in locked)
    foreign = [text for room in known if room not in locked for text in room.everything()]
    tools = data.draw(st.permutations(list(SPECS)), label="tools")
    calls = [(tool, data.draw(arguments_of(tool, known), label=tool)) for tool in tools]
    others = [room.room for room in known if room not in locked]
    before = [owned(world, room) for room in others]
    async with serving(world, rooms=lock) as host:
        for tool, arguments in calls:
            await host.forget()
            result = await host.result(tool, **arguments)
            spoken_of = holds(result.structured_content, foreign)
            assert set(spoken_of) <= set(holds(arguments, foreign)), (tool, arguments)
            for write in await host.writes():
                assert write["path"] != "/v2/rooms", "no room is made"
                touched = [write["path"], write["query"], write["body"] or {}]
                passed_on = {arguments.get(name) for name in ("unique_name", "refresh_token")}
                assert set(holds(touched, foreign)) <= passed_on, (tool, arguments)
                if write["path"] == "/v2/room_recordings":
                    assert write["query"].get("filter[room_id]") in {each.room for each in locked}
    assert [owned(world, room) for room in others] == before
