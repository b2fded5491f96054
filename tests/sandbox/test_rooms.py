from typing import Any

import pytest

from tests.sandbox.driver import NOBODY, Driver

pytestmark = pytest.mark.anyio


async def test_a_new_room_shows_every_field_with_null_where_nothing_was_given(api: Driver) -> None:
    room = await api.data("POST", "/rooms", 201, json={})
    unset = {name for name, value in room.items() if value is None}
    assert unset == {
        "unique_name",
        "active_session_id",
        "webhook_event_url",
        "webhook_event_failover_url",
        "webhook_timeout_secs",
    }
    assert room["max_participants"] == 10
    assert room["enable_recording"] is False
    assert room["created_at"] == "2026-11-22T12:00:00.000000Z"
    assert "sessions" not in room


async def test_a_change_leaves_alone_what_was_not_sent(api: Driver) -> None:
    room = api.room(unique_name="weekly", max_participants=4, enable_recording=True)
    api.world.advance(60)
    changed = await api.data("PATCH", f"/rooms/{room}", json={"max_participants": 5})
    assert (changed["unique_name"], changed["enable_recording"]) == ("weekly", True)
    assert changed["max_participants"] == 5
    assert changed["updated_at"] > changed["created_at"]


async def test_a_unique_name_is_given_once(api: Driver) -> None:
    weekly = api.room(unique_name="weekly")
    other = api.room()
    taken = {"unique_name": "weekly"}
    assert (await api.error("POST", "/rooms", 422, json=taken))["code"] == "10012"
    assert (await api.error("PATCH", f"/rooms/{other}", 422, json=taken))["code"] == "10012"
    await api.data("PATCH", f"/rooms/{weekly}", json=taken)
    await api.data("DELETE", f"/rooms/{weekly}", 204)
    await api.data("POST", "/rooms", 201, json=taken)


async def test_names_may_be_absent_from_any_number_of_rooms(api: Driver) -> None:
    await api.data("POST", "/rooms", 201, json={"unique_name": None})
    await api.data("POST", "/rooms", 201, json={"unique_name": None})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_participants", 1),
        ("max_participants", 51),
        ("max_participants", "10"),
        ("max_participants", True),
        ("enable_recording", "yes"),
        ("unique_name", 7),
        ("webhook_event_url", "example.com"),
        ("webhook_timeout_secs", 31),
    ],
)
async def test_a_field_out_of_bounds_is_pointed_at(api: Driver, field: str, value: Any) -> None:
    error = await api.error("POST", "/rooms", 422, json={field: value})
    assert error["code"] == "10015"
    assert error["source"] == {"pointer": f"/{field}"}


async def test_fields_nobody_knows_are_ignored(api: Driver) -> None:
    assert "colour" not in await api.data("POST", "/rooms", 201, json={"colour": "blue"})


async def test_deleting_a_room_removes_everyone_and_keeps_the_recordings(api: Driver) -> None:
    room = api.room(unique_name="weekly", enable_recording=True)
    session, person = api.join(room)
    await api.data("DELETE", f"/rooms/{room}", 204)
    await api.error("GET", f"/rooms/{room}", 404)
    assert (await api.data("GET", f"/room_sessions/{session}"))["active"] is False
    assert (await api.data("GET", f"/room_participants/{person}"))["left_at"]
    assert len(await api.data("GET", "/room_recordings")) == 2
    await api.control("join", 404, room="weekly")


async def test_sessions_come_along_only_when_asked_for(api: Driver) -> None:
    room = api.room()
    session, _ = api.join(room)
    query = {"include_sessions": "true"}
    assert "sessions" not in await api.data("GET", f"/rooms/{room}")
    assert [
        s["id"] for s in (await api.data("GET", f"/rooms/{room}", params=query))["sessions"]
    ] == [session]
    (listed,) = await api.data("GET", "/rooms", params=query)
    assert [s["id"] for s in listed["sessions"]] == [session]


@pytest.mark.parametrize("room", [NOBODY, "weekly", "1"])
async def test_an_id_that_is_nobodys_is_not_found(api: Driver, room: str) -> None:
    api.room(unique_name="weekly")
    assert (await api.error("GET", f"/rooms/{room}", 404))["code"] == "10005"
    await api.error("PATCH", f"/rooms/{room}", 404, json={})
    await api.error("DELETE", f"/rooms/{room}", 404)
