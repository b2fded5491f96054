from typing import Any

import pytest

from tests.sandbox.driver import NOBODY, Driver

pytestmark = pytest.mark.anyio


async def test_the_first_to_join_starts_a_session_and_the_next_enters_it(api: Driver) -> None:
    room = api.room(unique_name="weekly")
    first = await api.control("join", room="weekly", context="Alice")
    second = await api.control("join", room=room)
    assert first["session_id"] == second["session_id"]
    assert (await api.data("GET", f"/rooms/{room}"))["active_session_id"] == first["session_id"]
    people = await api.data("GET", f"/room_sessions/{first['session_id']}/participants")
    assert [(p["context"], p["left_at"]) for p in people] == [(None, None), ("Alice", None)]


async def test_the_last_to_leave_ends_the_session(api: Driver) -> None:
    room = api.room()
    session, alice = api.join(room)
    _, bob = api.join(room)
    assert (await api.control("leave", participant_id=alice))["session_active"] is True
    assert (await api.control("leave", participant_id=bob))["session_active"] is False
    ended = await api.data("GET", f"/room_sessions/{session}")
    assert ended["active"] is False
    assert ended["ended_at"]
    assert (await api.data("GET", f"/rooms/{room}"))["active_session_id"] is None
    assert api.join(room)[0] != session


async def test_a_full_room_lets_nobody_in_until_somebody_leaves(api: Driver) -> None:
    room = api.room(max_participants=2)
    _, alice = api.join(room)
    api.join(room)
    assert "error" in await api.control("join", 409, room=room)
    await api.control("leave", participant_id=alice)
    await api.control("join", room=room)


async def test_a_kicked_person_is_out_and_may_come_back_as_a_new_participant(api: Driver) -> None:
    room = api.room()
    session, alice = api.join(room, "Alice")
    api.join(room, "Bob")
    kick = f"/room_sessions/{session}/actions/kick"
    assert await api.data("POST", kick, json={"participants": [alice]}) == {"result": "ok"}
    assert (await api.data("GET", f"/room_participants/{alice}"))["left_at"]
    session_again, alice_again = api.join(room, "Alice")
    assert session_again == session
    assert alice_again != alice


async def test_naming_somebody_who_left_is_no_mistake(api: Driver) -> None:
    room = api.room()
    session, alice = api.join(room)
    api.join(room)
    await api.control("leave", participant_id=alice)
    left_at = (await api.data("GET", f"/room_participants/{alice}"))["left_at"]
    api.world.advance(60)
    for action in ("kick", "mute"):
        path = f"/room_sessions/{session}/actions/{action}"
        await api.data("POST", path, json={"participants": [alice]})
    shown = await api.data("GET", f"/room_participants/{alice}")
    assert shown["left_at"] == shown["updated_at"] == left_at
    assert len(api.world.list_participants()) == 2


async def test_kicking_everyone_ends_the_session(api: Driver) -> None:
    session, _ = api.join(api.room())
    await api.data("POST", f"/room_sessions/{session}/actions/kick", json={"participants": "all"})
    assert (await api.data("GET", f"/room_sessions/{session}"))["active"] is False


async def test_mute_and_unmute_spare_the_excluded(api: Driver) -> None:
    room = api.room()
    session, host = api.join(room)
    _, guest = api.join(room)
    actions = f"/room_sessions/{session}/actions"

    async def muted() -> set[str]:
        return {p["id"] for p in (await api.state())["participants"] if p["muted"]}

    await api.data("POST", f"{actions}/mute", json={"participants": "all", "exclude": [host]})
    assert await muted() == {guest}
    await api.data("POST", f"{actions}/mute", json={"participants": [host.upper()]})
    assert await muted() == {host, guest}
    await api.data("POST", f"{actions}/unmute", json={"participants": "all"})
    assert await muted() == set()


@pytest.mark.parametrize("action", ["kick", "mute", "unmute"])
@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "10004", "/participants"),
        ({"exclude": []}, "10004", "/participants"),
        ({"participants": "everyone"}, "10015", "/participants"),
        ({"participants": ["Alice"]}, "10015", "/participants/0"),
        ({"participants": [NOBODY]}, "10017", "/participants"),
        ({"participants": "all", "exclude": [NOBODY]}, "10017", "/exclude"),
    ],
)
async def test_moderation_needs_to_know_whom(
    api: Driver, action: str, body: Any, code: str, pointer: str
) -> None:
    session, person = api.join(api.room())
    path = f"/room_sessions/{session}/actions/{action}"
    error = await api.error("POST", path, 422, json=body)
    assert (error["code"], error["source"]["pointer"]) == (code, pointer)
    if code == "10017":
        assert NOBODY in error["detail"]
    assert (await api.data("GET", f"/room_participants/{person}"))["left_at"] is None


@pytest.mark.parametrize("action", ["end", "kick", "mute", "unmute"])
async def test_an_ended_session_has_no_media_server_left(api: Driver, action: str) -> None:
    session, _ = api.join(api.room())
    await api.data("POST", f"/room_sessions/{session}/actions/end")
    path = f"/room_sessions/{session}/actions/{action}"
    error = await api.error("POST", path, 422, json={"participants": "all"})
    assert error["detail"] == "No private_ip for room"


async def test_ending_a_session_sends_everyone_home(api: Driver) -> None:
    room = api.room()
    session, _ = api.join(room)
    api.join(room)
    assert await api.data("POST", f"/room_sessions/{session}/actions/end") == {"result": "ok"}
    people = await api.data("GET", "/room_participants")
    assert len(people) == 2
    assert all(p["left_at"] for p in people)


async def test_participants_come_along_only_when_asked_for(api: Driver) -> None:
    room = api.room()
    session, person = api.join(room)
    query = {"include_participants": "true"}
    assert "participants" not in await api.data("GET", f"/room_sessions/{session}")
    for path in (f"/rooms/{room}/sessions", "/room_sessions"):
        (listed,) = await api.data("GET", path, params=query)
        assert [p["id"] for p in listed["participants"]] == [person]


async def test_a_rooms_sessions_are_its_own(api: Driver) -> None:
    mine, _ = api.join(room := api.room())
    api.join(api.room())
    assert [s["id"] for s in await api.data("GET", f"/rooms/{room}/sessions")] == [mine]
    await api.error("GET", f"/rooms/{NOBODY}/sessions", 404)
    await api.error("GET", f"/room_sessions/{NOBODY}/participants", 404)
