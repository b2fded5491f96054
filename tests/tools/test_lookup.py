"""Rooms and sessions by name: one read more, and a refusal that says what exists."""

import pytest

from tests.hosting import ERAS, NOBODY, Era, hosting

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("era", ERAS)
async def test_an_id_costs_no_extra_request_and_a_name_costs_one_read(era: Era) -> None:
    async with hosting(era) as host:
        room = host.room(unique_name="weekly")
        assert (await host.call("get_room", room=room))["unique_name"] == "weekly"
        assert len(await host.requests()) == 1
        await host.forget()
        assert (await host.call("get_room", room="weekly"))["id"] == room
        (by_name,) = await host.requests()
        await host.forget()
        await host.call("list_room_sessions", room="weekly")
        _, read = await host.requests()
    assert by_name["query"] == {"filter[unique_name]": "weekly", "page[size]": "250"}
    assert read["path"] == f"/v2/rooms/{room}/sessions"


async def test_an_id_in_capitals_is_the_same_id() -> None:
    async with hosting() as host:
        room = host.room()
        assert (await host.call("get_room", room=f" {room.upper()} "))["id"] == room


async def test_an_unknown_name_is_refused_with_what_exists() -> None:
    async with hosting() as host:
        host.room(unique_name="weekly-standup")
        host.room(unique_name="support")
        error = await host.refusal("delete_room", room="Weekly-Standpu")
        assert await host.writes() == []
    assert error["kind"] == "not_found"
    assert error["message"].startswith(
        "No room is named 'Weekly-Standpu'. Did you mean 'weekly-stan"
    )
    assert "'support'" in error["message"]
    assert "list_rooms" in error["message"]


async def test_an_unknown_name_in_an_account_without_names_says_so() -> None:
    async with hosting() as host:
        host.room()
        error = await host.refusal("get_room", room="weekly")
    assert "No room here has a name" in error["message"]


async def test_a_name_means_the_active_session_of_its_room() -> None:
    async with hosting() as host:
        room = host.room(unique_name="weekly")
        session, _ = host.join(room)
        found = await host.call("get_session", session="weekly")
    assert (found["id"], found["active"]) == (session, True)


async def test_a_room_that_nobody_is_in_has_no_session_to_moderate() -> None:
    async with hosting() as host:
        host.room(unique_name="weekly")
        error = await host.refusal("mute_participants", session="weekly", participants=["all"])
        assert await host.writes() == []
    assert error["kind"] == "no_active_session"
    assert "list_sessions with active=true" in error["message"]


async def test_filters_take_names_too() -> None:
    async with hosting() as host:
        room = host.room(unique_name="weekly", enable_recording=True)
        host.room(unique_name="other", enable_recording=True)
        session, _ = host.join(room)
        host.join("other")
        found = await host.call("list_recordings", room="weekly", session="weekly")
    assert {each["session_id"] for each in found["items"]} == {session}


@pytest.mark.parametrize(
    ("tool", "argument"),
    [
        ("get_room", "room"),
        ("get_session", "session"),
        ("get_participant", "participant_id"),
        ("get_recording", "recording_id"),
        ("get_composition", "composition_id"),
    ],
)
async def test_an_id_that_leads_nowhere_is_told_with_the_tool_that_shows_what_exists(
    tool: str, argument: str
) -> None:
    async with hosting() as host:
        error = await host.refusal(tool, **{argument: NOBODY})
    assert (error["kind"], error["status"], error["code"]) == ("not_found", 404, "10005")
    thing = argument.removesuffix("_id")
    assert error["message"].startswith(f"Telnyx has no {thing} {NOBODY}")
    assert f"list_{thing}s shows what exists." in error["message"]
    assert error["request_id"]
