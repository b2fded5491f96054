"""A room's name where a session is taken: the meeting going on there, or its latest one."""

import re
from typing import Any

import pytest

from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio

WEEKLY = "weekly"
READ: list[tuple[str, dict[str, Any]]] = [
    ("get_session", {}),
    ("list_session_participants", {}),
    ("list_participants", {}),
    ("list_recordings", {}),
    ("list_compositions", {}),
    ("attendance", {}),
    ("wait_for", {}),
    ("create_composition", {}),
    ("wrap_up_meeting", {}),
]
ACT: list[tuple[str, dict[str, Any]]] = [
    ("end_session", {}),
    ("kick_participants", {"participants": ["all"]}),
    ("mute_participants", {"participants": ["all"]}),
    ("unmute_participants", {"participants": ["all"]}),
    ("delete_recordings", {}),
    ("clean_up_recordings", {}),
]


def two_meetings_that_are_over(host: Host) -> tuple[str, str]:
    """The sessions of a room where nobody is inside, the older one first."""
    host.room(unique_name=WEEKLY, enable_recording=True)
    sessions = []
    for name in ("Alice", "Bob"):
        session, participant = host.join(WEEKLY, name)
        host.world.advance(120)
        host.world.leave(participant)
        host.world.advance(3600)
        sessions.append(session)
    return sessions[0], sessions[1]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(("tool", "arguments"), READ)
async def test_what_reads_or_composes_takes_the_latest_session_and_says_which_and_when(
    tool: str, arguments: dict[str, Any], era: Era
) -> None:
    async with hosting(era) as host:
        older, latest = two_meetings_that_are_over(host)
        by_name = await host.call(tool, session=WEEKLY.upper(), **arguments)
        known = host.world.get_session(latest)
    (note,) = (each for each in by_name.pop("notes") if "latest session" in each)
    assert latest in note
    assert f"began {known['created_at'][:19]}Z, ended {known['ended_at'][:19]}Z." in note
    assert f"the room '{WEEKLY}'" in note
    assert latest in str(by_name) or by_name["items"] == []
    assert older not in str(by_name)


@pytest.mark.parametrize(
    ("tool", "arguments"), [each for each in READ if each[0] != "create_composition"]
)
async def test_the_meeting_going_on_comes_first_and_needs_no_words(
    tool: str, arguments: dict[str, Any]
) -> None:
    async with hosting() as host:
        two_meetings_that_are_over(host)
        session, _ = host.join(WEEKLY, "Carol")
        found = await host.call(tool, session=WEEKLY, **arguments)
    assert "notes" not in found
    assert session in str(found) or found["items"] == []


@pytest.mark.parametrize(("tool", "arguments"), ACT)
async def test_what_acts_on_people_or_deletes_never_takes_a_past_session(
    tool: str, arguments: dict[str, Any]
) -> None:
    async with hosting() as host:
        two_meetings_that_are_over(host)
        error = await host.refusal(tool, session=WEEKLY, **arguments)
        assert await host.writes() == []
    assert error["kind"] == "no_active_session"


async def test_the_latest_session_costs_one_read_more() -> None:
    async with hosting() as host:
        _, latest = two_meetings_that_are_over(host)
        await host.call("list_session_participants", session=WEEKLY)
        room, sessions, people = [each["path"] for each in await host.requests()]
    assert room == "/v2/rooms"
    assert re.fullmatch(r"/v2/rooms/[^/]+/sessions", sessions)
    assert people == f"/v2/room_sessions/{latest}/participants"


async def test_a_room_that_never_had_a_session_says_so() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY)
        error = await host.refusal("attendance", session=WEEKLY)
    assert error["kind"] == "not_found"
    assert "has had no session yet" in error["message"]


@pytest.mark.parametrize("tool", ["get_session", "end_session", "list_session_participants"])
async def test_the_id_of_a_room_in_place_of_a_session_is_told_apart(tool: str) -> None:
    async with hosting() as host:
        room = host.room(unique_name=WEEKLY)
        error = await host.refusal(tool, session=room)
    assert (error["kind"], error["status"]) == ("not_found", 404)
    assert "If this is a room's id, use the room's name." in error["message"]
