"""A locked server touches its rooms only: what is elsewhere is refused before any write."""

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.guards.serving import serving
from tests.guards.worlds import meeting
from tests.hosting import ERAS, NOBODY, Era, hosting, says_yes

pytestmark = pytest.mark.anyio


async def test_a_lock_takes_ids_in_any_case_and_names_side_by_side() -> None:
    world = World()
    one, two, theirs = (meeting(world, name) for name in ("one", "two", "theirs"))
    async with serving(world, rooms=(one.room.upper(), "two")) as host:
        for ours in (one, two):
            assert (await host.call("get_room", room=ours.room))["id"] == ours.room
            assert (await host.call("get_session", session=ours.name))["id"] == ours.session
        error = await host.refusal("get_room", room=theirs.room)
    assert error["kind"] == "outside_room_lock"


@pytest.mark.parametrize("asking", [True, False], ids=["asking", "with codes"])
@pytest.mark.parametrize("filters", [{"status": "completed"}, {"session": "ours"}])
async def test_a_bulk_deletion_must_name_a_room_and_nobody_is_asked_before(
    filters: dict[str, str], *, asking: bool
) -> None:
    async with hosting(rooms=("ours",), answer=says_yes if asking else None) as host:
        meeting(host.world, "ours")
        error = await host.refusal("delete_recordings", **filters)
        assert await host.writes() == []
        assert host.questions == []
    assert error["kind"] == "outside_room_lock"
    assert "a bulk deletion must name one of them with `room`" in error["message"]


async def test_a_bulk_deletion_in_a_locked_room_leaves_the_other_rooms_alone() -> None:
    async with hosting(rooms=("ours",)) as host:
        meeting(host.world, "ours")
        theirs = meeting(host.world, "theirs")
        done = await host.call("delete_recordings", room="ours", status="completed")
        left = host.world.list_recordings()
    assert done["deleted"] == 2
    assert sum(each["room_id"] == theirs.room for each in left) == 4


@pytest.mark.parametrize("tool", ["get_room", "get_session", "list_recordings", "delete_room"])
async def test_a_wrong_name_is_answered_with_names_of_locked_rooms_only(tool: str) -> None:
    world = World()
    for name in ("board-review", "board-budget", "ours"):
        meeting(world, name)
    parameter = "session" if tool == "get_session" else "room"
    async with serving(world, rooms=("ours",)) as host:
        near = await host.refusal(tool, **{parameter: "board-revue"})
        exact = await host.refusal(tool, **{parameter: "board-budget"})
    for error in (near, exact):
        assert error["kind"] == "not_found"
        assert "' within this server's room lock. " in error["message"]
        assert "The rooms are 'ours'." in error["message"]
        assert "board-review" not in error["message"]
    assert "board-budget" not in near["message"]


async def test_what_is_nowhere_is_not_said_to_be_elsewhere() -> None:
    async with hosting(rooms=("ours",)) as host:
        meeting(host.world, "ours")
        error = await host.refusal("get_session", session=NOBODY)
    assert error["kind"] == "not_found"


async def test_whose_a_thing_is_is_looked_up_once() -> None:
    world = World()
    ours, theirs = meeting(world, "ours"), meeting(world, "theirs")
    calls: list[tuple[str, dict[str, str]]] = [
        ("get_session", {"session": ours.session}),
        ("get_participant", {"participant_id": ours.participant}),
        ("get_recording", {"recording_id": ours.recording}),
        ("get_composition", {"composition_id": ours.composition}),
        ("mute_participants", {"session": ours.session, "participants": '["all"]'}),
    ]
    async with serving(world, rooms=("ours",)) as host:
        for tool, arguments in calls:
            await host.call(tool, **arguments)
        await host.refusal("get_recording", recording_id=theirs.recording)
        await host.forget()
        for tool, arguments in calls:
            await host.call(tool, **arguments)
        # Muting looks who is inside, and six reads bring the names of rooms and of the person
        # recorded; nothing is looked up to find whose a thing is.
        assert len(await host.requests()) == len(calls) + 1 + 6
        await host.forget()
        await host.refusal("get_recording", recording_id=theirs.recording)
        assert await host.requests() == []


@pytest.mark.parametrize("era", ERAS)
async def test_a_locked_name_counts_from_the_moment_there_is_such_a_room(era: Era) -> None:
    async with hosting(era, rooms=("ours",)) as host:
        theirs = meeting(host.world, "theirs")
        for tool in ("list_rooms", "list_sessions", "list_participants", "list_recordings"):
            nothing = await host.call(tool)
            assert (nothing["items"], nothing["total"]) == ([], 0)
        assert (await host.refusal("get_room", room=theirs.room))["kind"] == "outside_room_lock"
        ours = meeting(host.world, "ours")
        assert (await host.call("get_room", room="ours"))["id"] == ours.room
        assert [each["id"] for each in (await host.call("list_rooms"))["items"]] == [ours.room]


async def test_a_renamed_room_stays_locked_in_and_its_old_name_lets_nobody_else_in() -> None:
    async with hosting(rooms=("ours",)) as host:
        ours = meeting(host.world, "ours")
        await host.call("get_room", room="ours")
        host.world.update_room(ours.room, {"unique_name": "renamed"})
        theirs = meeting(host.world, "ours")
        assert (await host.call("get_room", room="renamed"))["id"] == ours.room
        assert (await host.refusal("get_room", room="ours"))["kind"] == "not_found"
        assert (await host.refusal("get_room", room=theirs.room))["kind"] == "outside_room_lock"
        assert (await host.refusal("delete_room", room="ours"))["kind"] == "not_found"
        assert len(host.world.list_rooms()) == 2


async def test_a_room_that_is_locked_by_its_name_keeps_it() -> None:
    async with hosting(rooms=("weekly",)) as host:
        room = host.room(unique_name="weekly")
        error = await host.refusal("update_room", room=room, unique_name="other")
        assert await host.writes() == []
        await host.call("update_room", room="weekly", max_participants=7)
    assert error["kind"] == "outside_room_lock"
    assert "a new name would move the room out of the lock" in error["message"]
