"""Sentences say what is known, and lead on to what helps."""

import pytest

from tests.hosting import NOBODY, hosting

pytestmark = pytest.mark.anyio

WEEKLY = "weekly"


async def test_deleted_recordings_are_not_told_as_never_made() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY, enable_recording=True)
        session, _ = host.join(WEEKLY, "Alice")
        host.world.end_session(session)
        host.world.advance(60)
        gone = await host.call("clean_up_recordings", room=WEEKLY)
        waited = await host.call("wait_for", session=session)
        wrapped = await host.call("wrap_up_meeting", session=session)
    assert f"{gone['freed_mb']} MB freed." in gone["message"]
    assert gone["freed_mb"] == gone["gone"]["size_mb"]
    assert f"({gone['freed_mb']} MB, " in host.questions[0]
    assert "or they were deleted" in waited["message"]
    assert "or they were deleted" in wrapped["message"]


async def test_a_video_of_the_two_longest_recordings_says_so() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY, enable_recording=True)
        for who in ("Ann", "Bob", "Cy", "Dee"):
            host.join(WEEKLY, who)
        host.world.advance(60)
        done = await host.call("wrap_up_meeting", session=WEEKLY, layout="side_by_side")
    assert "It shows the 2 longest of 4 video recordings." in done["message"]


async def test_waiting_for_an_unknown_composition_leads_to_the_compositions() -> None:
    async with hosting() as host:
        error = await host.refusal("wait_for", composition_id=NOBODY)
    assert error["kind"] == "not_found"
    assert "list_compositions" in error["message"]
    assert "list_recordings" not in error["message"]


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("end_session", {}), ("mute_participants", {"participants": ["all"]})],
)
async def test_what_acts_on_people_does_not_lead_to_past_sessions(
    tool: str, arguments: dict[str, list[str]]
) -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY)
        error = await host.refusal(tool, session=WEEKLY, **arguments)
    assert "past ones" not in error["message"]
    assert "active=true" in error["message"]


@pytest.mark.parametrize("tool", ["delete_recordings", "clean_up_recordings"])
async def test_what_deletes_leads_to_past_sessions(tool: str) -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY)
        error = await host.refusal(tool, session=WEEKLY)
    assert "list_room_sessions shows its past ones" in error["message"]


async def test_watching_a_room_after_its_meeting_says_when_that_ended() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY)
        never = await host.call("watch_session", session=WEEKLY, up_to_seconds=0)
        session, _ = host.join(WEEKLY, "Alice")
        host.world.end_session(session)
        ended = host.world.get_session(session)["ended_at"][:19]
        await host.forget()
        after = await host.call("watch_session", session=WEEKLY, up_to_seconds=0)
        assert len(await host.requests()) == 3
    assert never["message"].startswith("Nobody is in the room now. Call again")
    assert f"Nobody is in the room now. Its last meeting ended at {ended}Z." in after["message"]
