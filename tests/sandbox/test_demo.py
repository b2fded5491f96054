import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.sandbox.driver import NOON


@pytest.fixture
def demo() -> World:
    world = World(now=lambda: NOON)
    world.reset("demo")
    return world


def named(world: World, name: str | None) -> Any:
    return next(room for room in world.list_rooms() if room["unique_name"] == name)


def test_four_people_are_in_the_standup_right_now(demo: World) -> None:
    session = named(demo, "weekly-standup")["active_session_id"]
    people = demo.list_participants(session_id=session)
    assert len(people) == 4
    assert all(person["left_at"] is None for person in people)
    parsed = [json.loads(p["context"]) for p in people if p["context"].startswith("{")]
    assert {tuple(sorted(context)) for context in parsed} == {
        ("id", "username"),
        ("id", "name"),
        ("name", "role"),
    }


def test_the_support_room_has_finished_recordings_and_somebody_who_came_back(demo: World) -> None:
    room = named(demo, "support-desk")
    assert room["active_session_id"] is None
    sessions = demo.list_sessions(room_id=room["id"])
    recordings = [r for r in demo.list_recordings() if r["room_id"] == room["id"]]
    assert {r["session_id"] for r in recordings} == {s["id"] for s in sessions}
    assert {r["status"] for r in recordings} == {"completed"}
    for session in sessions:
        people = demo.list_participants(session_id=session["id"])
        assert max(Counter(p["context"] for p in people).values()) == 2


def test_the_standup_is_being_recorded_and_was_the_times_before(demo: World) -> None:
    room = named(demo, "weekly-standup")
    assert room["enable_recording"] is True
    tracks = [r for r in demo.list_recordings() if r["room_id"] == room["id"]]
    sessions = [s["id"] for s in demo.list_sessions(room_id=room["id"])]
    assert {
        session: {r["status"] for r in tracks if r["session_id"] == session} for session in sessions
    } == {
        sessions[0]: {"processing"},
        sessions[1]: {"completed"},
        sessions[2]: {"completed"},
    }


def test_recordings_of_two_rooms_are_older_than_two_weeks_and_none_is_nearly_so(
    demo: World,
) -> None:
    limit = NOON - timedelta(days=14)
    ended = [
        (r["room_id"], datetime.fromisoformat(r["ended_at"]))
        for r in demo.list_recordings()
        if r["ended_at"]
    ]
    assert {room for room, when in ended if when < limit} == {
        named(demo, "weekly-standup")["id"],
        named(demo, "board-review")["id"],
    }
    assert all(abs(when - limit) > timedelta(hours=1) for _, when in ended)


def test_one_composition_with_sound_is_ready(demo: World) -> None:
    (composition,) = demo.state()["compositions"]
    assert composition["status"] == "completed"
    assert composition["has_audio"]


def test_there_is_a_nameless_room_an_unused_one_and_weeks_of_history(demo: World) -> None:
    assert named(demo, None)
    assert demo.list_sessions(room_id=named(demo, "onboarding")["id"]) == []
    ages = [NOON - datetime.fromisoformat(s["created_at"]) for s in demo.list_sessions()]
    assert max(ages) > timedelta(days=14)
    assert min(ages) < timedelta(hours=1)


def test_nothing_in_the_demo_lies_in_the_future(demo: World) -> None:
    times = [
        value
        for rows in demo.state().values()
        for row in rows
        for name, value in row.items()
        if name.endswith("_at") and value
    ]
    assert max(times) <= "2026-11-22T12:00:00.000000Z"
