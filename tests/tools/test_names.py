"""Names beside ids: what they cost, and that a call never fails for want of one."""

from typing import Any

import pytest

from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio

ROOMS = ("weekly", "daily")


def meetings(host: Host, *rooms: str) -> list[str]:
    """Alice and Bob in a recorded meeting in each room, and a video of it; the sessions."""
    sessions = []
    for room in rooms:
        host.room(unique_name=room, enable_recording=True)
        session, alice = host.join(room, "Alice")
        host.world.advance(90)
        _, bob = host.join(room, "Bob")
        host.world.leave(alice)
        host.world.leave(bob)
        host.world.advance(60)
        host.world.create_composition({"session_id": session})
        host.world.advance(60)
        sessions.append(session)
    return sessions


def rooms_in(found: dict[str, Any]) -> set[str]:
    return {each.get("room_name") for each in found["items"]}


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    ("tool", "more"),
    [
        ("list_sessions", 1),
        ("list_compositions", 1),
        ("list_participants", 2),
        ("list_recordings", 1),
    ],
)
async def test_a_page_over_several_rooms_names_them_for_so_many_requests(
    tool: str, more: int, era: Era
) -> None:
    async with hosting(era) as host:
        meetings(host, *ROOMS)
        found = await host.call(tool)
        assert len(await host.requests()) == 1 + more
    assert rooms_in(found) == set(ROOMS)


@pytest.mark.parametrize(
    ("tool", "more"),
    [
        ("list_sessions", 1),
        ("list_compositions", 1),
        ("list_participants", 2),
        ("list_recordings", 2),
    ],
)
async def test_a_page_of_one_room_names_it_for_so_many_requests(tool: str, more: int) -> None:
    async with hosting() as host:
        meetings(host, "weekly")
        found = await host.call(tool)
        assert len(await host.requests()) == 1 + more
    assert rooms_in(found) == {"weekly"}


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("list_sessions", {"room": "weekly"}),
        ("list_room_sessions", {"room": "weekly"}),
        ("list_recordings", {"room": "weekly", "type": "audio", "page_size": 1}),
        ("list_session_participants", {"session": "weekly"}),
        ("list_compositions", {"session": "weekly"}),
        ("get_session", {"session": "weekly"}),
    ],
)
async def test_a_room_that_was_read_by_its_name_is_not_read_again(
    tool: str, arguments: dict[str, str]
) -> None:
    async with hosting() as host:
        meetings(host, "weekly")
        found = await host.call(tool, **arguments)
        paths = [each["path"] for each in await host.requests()]
    assert len([path for path in paths if path == "/v2/rooms"]) == 1
    assert not [path for path in paths if path.count("/") == 3 and "/rooms/" in path]
    assert {each["room_name"] for each in found.get("items", [found])} == {"weekly"}


async def test_recordings_of_one_session_name_who_is_on_them() -> None:
    async with hosting() as host:
        session, _ = meetings(host, *ROOMS)
        found = await host.call("list_recordings", session=session)
        several = await host.call("list_recordings")
    people = {each["id"]: each["participant_supplied"]["name"] for each in found["items"]}
    assert sorted(people.values()) == ["Alice", "Alice", "Bob", "Bob"]
    assert found["notice"]
    assert "participant_supplied" not in str(several)
    assert any("`session`" in note for note in several["notes"])


async def test_a_session_tells_how_long_it_was_and_how_long_it_has_lasted() -> None:
    async with hosting() as host:
        (over,) = meetings(host, "weekly")
        going_on, _ = host.join("weekly", "Carol")
        host.world.advance(120)
        found = {each["id"]: each for each in (await host.call("list_sessions"))["items"]}
    assert found[over]["duration_secs"] == 90
    assert found[going_on]["duration_secs"] == 120


@pytest.mark.parametrize("tool", ["list_sessions", "list_recordings", "list_participants"])
async def test_names_that_cannot_be_read_are_a_note(tool: str) -> None:
    async with hosting() as host:
        meetings(host, *ROOMS)
        await host.fault(method="GET", path="/v2/rooms*", times=99, status=403)
        found = await host.call(tool)
    assert found["items"]
    assert rooms_in(found) == {None}
    assert any("could not be read" in note for note in found["notes"])


async def test_a_deleted_room_keeps_its_id() -> None:
    async with hosting() as host:
        (session,) = meetings(host, "weekly")
        room = host.world.get_session(session)["room_id"]
        host.world.delete_room(room)
        found = await host.call("get_session", session=session)
    assert found["room_id"] == room
    assert "room_name" not in found
    assert "notes" not in found


async def test_of_more_than_250_rooms_the_newest_are_named_and_a_note_says_so() -> None:
    async with hosting() as host:
        meetings(host, *ROOMS)
        host.world.advance(60)
        for number in range(249):
            host.room(unique_name=f"room {number}")
        found = await host.call("list_sessions")
        assert len(await host.requests()) == 2
    assert rooms_in(found) == {"daily", None}
    assert any("250 newest rooms" in note for note in found["notes"])


async def test_links_come_on_request_and_with_their_end() -> None:
    async with hosting() as host:
        meetings(host, "weekly")
        for tool, single, argument in (
            ("list_recordings", "get_recording", "recording_id"),
            ("list_compositions", "get_composition", "composition_id"),
        ):
            without = await host.call(tool)
            links = await host.call(tool, include_links=True)
            one = await host.call(single, **{argument: links["items"][0]["id"]})
            assert "download_url" not in str(without)
            for each in (*links["items"], one):
                assert each["download_url"]
                assert each["expires_at"] > "2026-11-22T12:"
