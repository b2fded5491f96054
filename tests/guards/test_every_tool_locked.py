"""Every tool of a locked server: it works in the locked room, and reaches nothing of another."""

from collections.abc import Callable
from typing import Any

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.cases import CASES, SPECS, Case
from tests.guards.serving import serving
from tests.guards.worlds import Meeting, holds, meeting, owned, texts
from tests.hosting import Era, says_yes

pytestmark = pytest.mark.anyio

NAMES: dict[str, Callable[[Meeting], list[Any]]] = {
    "room": lambda of: [of.room, of.room.upper(), of.name],
    "session": lambda of: [of.session, of.session.upper(), of.name],
    "participants": lambda of: [[of.participant], [of.gone]],
    "exclude": lambda of: [[of.participant]],
    "participant_id": lambda of: [of.participant, of.gone],
    "recording_id": lambda of: [of.recording, of.audio],
    "composition_id": lambda of: [of.composition],
    "ids": lambda of: [[of.recording], [of.composition]],
    "refresh_token": lambda of: [of.refresh_token],
    "video_layout": lambda of: [
        [{"name": "main", "video_sources": [of.recording], "width": 640}],
        {"main": {"video_sources": [of.recording]}},
    ],
    "name": lambda of: [of.name],
    "unique_name": lambda of: [of.name],
    "context": lambda of: [of.context],
    "keep_rooms": lambda of: [[of.room], [of.name]],
    "person": lambda of: [of.participant, of.gone, of.context],
    "since": lambda of: [f"{of.room}//", f"/{of.session}/", f"{of.room}/{of.session}/"],
}
"""The arguments that can name something of a room, and how."""

NAMES_NOTHING = {
    *("page", "page_size", "status", "type", "duration_secs", "active", "confirm"),
    *(f"{what}_{end}" for what in ("created", "updated", "ended") for end in ("from", "to")),
    *(f"{what}_{end}" for what in ("joined", "left", "started") for end in ("from", "to")),
    *("include_sessions", "include_participants", "include_refresh_token", "include_compositions"),
    "include_links",
    *("max_participants", "enable_recording", "token_ttl_secs", "refresh_token_ttl_secs"),
    *("webhook_event_url", "webhook_event_failover_url", "webhook_timeout_secs"),
    *("format", "resolution", "audio", "guests", "up_to_seconds", "view", "layout", "keep_room"),
    *("older_than_days", "min_mb", "by", "sessions", "include", "save_first"),
}
MAY_BE_NAMED = {
    ("list_rooms", "unique_name"),  # a filter: it fits nothing here
    ("list_participants", "context"),  # as above
    ("list_session_participants", "context"),
    ("attendance", "person"),  # as above
    ("clean_up_recordings", "keep_rooms"),  # to spare another room is to leave it alone
}
"""Where a call may go on that names something of another room."""
TELNYX_REFUSES = {
    ("refresh_client_token", "refresh_token"),  # it is a token of another room
    ("update_room", "unique_name"),  # another room has this name
}
"""What the lock lets pass, because it changes nothing of the other room."""
NOBODY_INSIDE = {
    (f"{verb}_participants", argument)
    for verb in ("kick", "mute", "unmute")
    for argument in ("participants", "exclude")
}
"""Refused before the lock is asked: whoever is meant must be inside the room that is named."""
NOT_BY_LOCK = {"not_found", "invalid_arguments"}
"""A name is just not found here, and some arguments exclude each other."""

cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
hosts = pytest.mark.parametrize(("era", "asking"), [("legacy", True), ("auto", False)])


def two_meetings() -> tuple[World, Meeting, Meeting, list[str]]:
    """An account with two meetings among others, and what may not be heard of in the first."""
    world = World()
    world.reset("demo")
    others = [each["id"] for rows in world.state().values() for each in rows]
    ours = meeting(world, "ours")
    theirs = meeting(world, "board review 2")
    return world, ours, theirs, [*theirs.everything(), *others]


def named(arguments: dict[str, Any], foreign: list[str]) -> set[str]:
    """What the caller has said, and so may hear again; ids are the same in either case."""
    said = "\n".join(texts(arguments)).lower()
    return {each for each in foreign if each.lower() in said}


@pytest.mark.parametrize(("lock", "era"), [("room", "auto"), ("name", "legacy")])
@cases
async def test_in_a_locked_room_each_call_is_carried_out(case: Case, lock: str, era: Era) -> None:
    world, ours, theirs, foreign = two_meetings()
    case.before(world, ours)
    before = owned(world, theirs.room)
    arguments = case.call(ours)
    async with serving(world, era, rooms=(getattr(ours, lock),)) as host:
        result = await host.result(case.tool, **arguments)
        requests = await host.requests()
    document = result.structured_content
    assert document
    renames = lock == "name" and case.tool == "update_room"
    if case.makes_a_room or renames:  # neither is possible under this lock
        assert document["error"]["kind"] not in {"internal", "invalid"}
        assert not [each for each in requests if each["method"] != "GET"]
    else:
        assert not result.is_error
        assert case.sent(requests, ours)
    assert holds(document, foreign) == []
    assert owned(world, theirs.room) == before


@hosts
@cases
async def test_each_call_about_another_room_is_refused_before_it_touches_it(
    case: Case, era: Era, *, asking: bool
) -> None:
    world, ours, theirs, foreign = two_meetings()
    case.before(world, theirs)
    before = owned(world, theirs.room)
    arguments = case.call(theirs)
    answer = says_yes if asking else None
    async with serving(world, era, answer=answer, rooms=(ours.name,)) as host:
        result = await host.result(case.tool, **arguments)
        assert await host.writes() == []
        assert host.questions == []
    document = result.structured_content
    assert document
    assert set(holds(document, foreign)) <= named(arguments, foreign)
    assert owned(world, theirs.room) == before
    if case.tool == "list_rooms":
        assert document["items"] == []
    else:
        assert result.is_error
        if holds(
            arguments, [theirs.room, theirs.session]
        ):  # by name it is a room that is not there
            assert document["error"]["kind"] == "outside_room_lock"


def test_every_argument_is_known_to_name_something_or_nothing() -> None:
    taken = {name for spec in SPECS.values() for name in spec.arguments.schema["properties"]}
    unknown = sorted(taken - NAMES.keys() - NAMES_NOTHING)
    assert not unknown, f"Say in NAMES or NAMES_NOTHING what {', '.join(unknown)} may stand for."


@pytest.mark.parametrize(
    ("tool", "argument"),
    [
        (name, argument)
        for name, spec in SPECS.items()
        for argument in spec.arguments.schema["properties"]
        if argument in NAMES
    ],
)
async def test_a_call_about_a_locked_room_opens_no_side_door_to_another(
    tool: str, argument: str
) -> None:
    world, ours, theirs, foreign = two_meetings()
    if tool == "create_composition":
        world.end_session(ours.session)
        world.advance(60)
    before = owned(world, theirs.room)
    case = min((each for each in CASES if each.tool == tool), key=lambda each: each.makes_a_room)
    rest = {name: value for name, value in case.call(ours).items() if name != argument}
    needed = set(SPECS[tool].arguments.schema.get("required", []))
    fewest = {name: value for name, value in rest.items() if name in needed}
    kinds: list[str] = []
    async with serving(world, rooms=(ours.room,)) as host:
        for value in NAMES[argument](theirs):
            for others in (rest, fewest):
                await host.forget()
                arguments = {**others, argument: value}
                result = await host.result(tool, **arguments)
                held = holds(result.structured_content, foreign)
                assert set(held) <= named(arguments, foreign), arguments
                if (tool, argument) not in MAY_BE_NAMED:
                    assert result.is_error, arguments
                    kind = (result.structured_content or {})["error"]["kind"]
                    kinds.append(kind)
    assert owned(world, theirs.room) == before
    if (tool, argument) not in MAY_BE_NAMED | TELNYX_REFUSES:
        if (tool, argument) not in NOBODY_INSIDE:
            assert "outside_room_lock" in kinds
        assert set(kinds) <= {"outside_room_lock", *NOT_BY_LOCK}
