"""Rooms and people by names as people type them, in any case and with or without accents."""

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.guards.serving import serving
from tests.guards.worlds import meeting
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

NOTE = (
    "No room is named exactly 'weekly cafe'; 'Weekly Café' was used, which differs only in case "
    "or accents."
)


@pytest.mark.parametrize("era", ERAS)
async def test_a_name_in_another_case_finds_the_room_in_two_reads_and_says_so(era: Era) -> None:
    async with hosting(era) as host:
        room = host.room(unique_name="Weekly Café")
        found = await host.call("get_room", room="weekly cafe")
        assert len(await host.requests()) == 2
        exact = await host.call("get_room", room="Weekly Café")
    assert (found["id"], found["notes"]) == (room, [NOTE])
    assert "notes" not in exact


async def test_the_room_that_has_exactly_the_name_wins() -> None:
    async with hosting() as host:
        rooms = {name: host.room(unique_name=name) for name in ("weekly", "Weekly", "WEEKLY")}
        for name, room in rooms.items():
            assert (await host.call("get_room", room=name))["id"] == room


async def test_a_name_that_means_several_rooms_is_refused_with_them() -> None:
    async with hosting() as host:
        rooms = {name: host.room(unique_name=name) for name in ("Weekly", "weekly")}
        host.room(unique_name="other")
        for tool in ("delete_room", "get_room", "create_client_token"):
            error = await host.refusal(tool, room="WEEKLY")
            assert error["kind"] == "ambiguous"
            assert {each["unique_name"]: each["id"] for each in error["candidates"]} == rooms
            assert "'weekly', 'Weekly'" in error["message"]
        error = await host.refusal("host_meeting", name="WEEKLY", guests=["Ann"])
        assert error["kind"] == "ambiguous"
        assert await host.writes() == []


@pytest.mark.parametrize("era", ERAS)
async def test_hosting_takes_the_room_whose_name_differs_in_case_and_makes_no_twin(
    era: Era,
) -> None:
    async with hosting(era) as host:
        room = host.room(unique_name="Weekly Café")
        hosted = await host.call("host_meeting", name="weekly cafe", guests=["Ann"])
        assert len(await host.requests()) == 2
        assert len(host.world.list_rooms()) == 1
    assert (hosted["room_id"], hosted["room"], hosted["reused"]) == (room, "Weekly Café", True)
    assert hosted["notes"] == [NOTE]


@pytest.mark.parametrize("era", ERAS)
async def test_a_new_name_that_differs_only_in_case_or_accents_is_noted_at_one_read(
    era: Era,
) -> None:
    twin = (
        "Another room has this name but for case or accents: 'weekly-café'. From now on each is "
        "found only by its exact name or its id."
    )
    async with hosting(era) as host:
        host.room(unique_name="weekly-café")
        created = await host.call("create_room", unique_name="Weekly-Cafe")
        assert len(await host.requests()) == 2
        other = await host.call("create_room", unique_name="other")
        unnamed = await host.call("create_room")
        assert len(await host.requests()) == 5
        renamed = await host.call("update_room", room="other", unique_name="WEEKLY-CAFÉ")
    assert created["notes"] == [twin]
    assert renamed["notes"] == [
        twin.replace("Another room has", "Other rooms have").replace(
            "'weekly-café'", "'Weekly-Cafe', 'weekly-café'"
        )
    ]
    assert not [each for each in (other, unnamed) if "notes" in each]


async def test_a_room_is_created_whether_or_not_similar_names_can_be_read() -> None:
    async with hosting() as host:
        await host.fault(method="GET", path="/v2/rooms", status=403, times=1)
        created = await host.call("create_room", unique_name="weekly")
        assert [each["id"] for each in host.world.list_rooms()] == [created["id"]]
    assert created["notes"] == ["Whether a room of a similar name existed could not be read."]


async def test_a_question_names_the_room_as_it_is_and_the_note_stands_once() -> None:
    async with hosting() as host:
        host.room(unique_name="Weekly Café", enable_recording=True)
        host.join("Weekly Café", "Ann")
        done = await host.call("delete_recordings", room="weekly cafe", session="weekly cafe")
    assert "Weekly Café: 2" in host.questions[0]
    assert done["notes"] == [NOTE]


async def test_a_near_miss_is_suggested_whatever_its_accents() -> None:
    async with hosting() as host:
        host.room(unique_name="Réunion Équipe")
        host.room(unique_name="other")
        error = await host.refusal("get_room", room="reunion equip")
    assert "Did you mean 'Réunion Équipe'?" in error["message"]


async def test_an_exact_filter_that_finds_nothing_suggests_what_differs_in_case() -> None:
    async with hosting() as host:
        host.room(unique_name="Weekly")
        found = await host.call("list_rooms", unique_name="Weekly")
        assert len(await host.requests()) == 1
        nothing = await host.call("list_rooms", unique_name="weekly")
        assert len(await host.requests()) == 3
        unknown = await host.call("list_rooms", unique_name="monthly")
        outside = await host.call("list_rooms", unique_name="Weekly", created_to="2020-01-01")
    assert len(found["items"]) == 1
    assert nothing["items"] == []
    assert nothing["notes"] == [
        "unique_name is matched exactly. Differing only in case or accents: 'Weekly'."
    ]
    assert not [each for each in (found, unknown, outside) if "notes" in each]


async def test_beyond_250_rooms_it_reads_on_and_beyond_2000_it_says_so() -> None:
    async with hosting() as host:
        oldest = host.room(unique_name="Oldest")
        for number in range(1_999):
            host.room(unique_name=f"room-{number}")
        assert (await host.call("get_room", room="oldest"))["id"] == oldest
        assert len(await host.requests()) == 1 + 8
        host.room(unique_name="newest")
        error = await host.refusal("get_room", room="oldest")
        assert "Only the 2000 newest rooms were looked at." in error["message"]
        meant = await host.call("get_room", room="NEWEST")
        assert "Only the 2000 newest rooms were looked at." in meant["notes"][0]
        hosted = await host.call("host_meeting", name="brand new")
        assert "Only the 2000 newest rooms were looked at." in hosted["notes"][0]
        again = await host.call("host_meeting", name="Oldest")
    assert (again["room_id"], again["reused"]) == (oldest, True)


@pytest.mark.parametrize("tool", ["get_room", "get_session", "delete_room", "host_meeting"])
async def test_a_similar_name_never_leads_out_of_the_room_lock(tool: str) -> None:
    world = World()
    ours, theirs = meeting(world, "Ours"), meeting(world, "Théirs")
    twin = meeting(world, "OURS")
    parameter = {"get_session": "session", "host_meeting": "name"}.get(tool, "room")
    async with serving(world, rooms=("Ours",)) as host:
        for name in ("theirs", "THÉIRS"):
            error = await host.refusal(tool, **{parameter: name})
            assert error["kind"] in {"not_found", "outside_room_lock"}
            assert "Théirs" not in error["message"]
        for name in ("ours", "OURS"):  # the second is exactly the name of a room outside
            found = await host.result(tool, **{parameter: name})
            assert twin.room not in str(found.structured_content)
            assert twin.session not in str(found.structured_content)
        assert {theirs.room, twin.room} <= world.rooms.keys()
        assert not [each for each in await host.writes() if ours.room not in each["path"]]


async def test_a_lock_is_not_opened_by_a_room_whose_name_only_looks_like_it() -> None:
    world = World()
    twin = meeting(world, "ours")
    async with serving(world, rooms=("Ours",)) as host:
        for room in ("Ours", "ours", twin.room):
            error = await host.refusal("get_room", room=room)
            assert error["kind"] in {"not_found", "outside_room_lock"}


@pytest.mark.parametrize("era", ERAS)
async def test_a_first_name_finds_the_only_person_who_has_it(era: Era) -> None:
    async with hosting(era) as host:
        session, alice = host.join(host.room(unique_name="weekly"), '{"name":"Alice Smith"}')
        host.join("weekly", "Bob")
        muted = await host.call("mute_participants", session="Weekly", participants=["alice"])
        assert len(await host.requests()) == 4
        host.join("weekly", "Alice Jones")
        error = await host.refusal("mute_participants", session=session, participants=["Alice"])
    assert [each["id"] for each in muted["participants"]] == [alice]
    assert muted["participants"][0]["participant_supplied"]["name"] == "Alice Smith"
    assert error["kind"] == "ambiguous"
    assert len(error["candidates"]) == 2


@pytest.mark.parametrize("tool", ["mute_participants", "kick_participants"])
async def test_a_first_name_in_exclude_spares_everybody_whom_it_could_mean(tool: str) -> None:
    async with hosting() as host:
        host.room(unique_name="weekly")
        spared = {host.join("weekly", name)[1] for name in ("Alice Smith", "Alice", "ALICE Jones")}
        _, bob = host.join("weekly", "Bob")
        done = await host.call(tool, session="weekly", participants=["all"], exclude=["alice"])
    assert [each["id"] for each in done["participants"]] == [bob]
    assert {each["id"] for each in done["excluded"]} == spared


@pytest.mark.parametrize("tool", ["mute_participants", "kick_participants"])
async def test_a_part_of_a_name_never_finds_somebody_protected(tool: str) -> None:
    async with hosting(protected=("Alice Smith", "Bob")) as host:
        host.room(unique_name="weekly")
        host.join("weekly", "ALICE Smith")
        host.join("weekly", "Bob Jones")  # not protected, but the part that is typed is
        for entry in ("alice", "Alicé", "bob"):
            error = await host.refusal(tool, session="weekly", participants=[entry])
            assert error["kind"] == "protected"
        assert await host.writes() == []
        assert host.questions == []
