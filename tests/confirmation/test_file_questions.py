"""What a person is asked before files are gone: how many, how long, how large, how old, of whom."""

import pytest

from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from tests.confirmation.previews import preview, recorded
from tests.confirmation.ways import over

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("secs", "described"),
    [
        (0, "0 s, 0.0 MB"),
        (45, "45 s, 4.5 MB"),
        (90, "1 min 30 s, 9.0 MB"),
        (5_000, "83 min 20 s, 500.0 MB"),
        (20_000, "333 min 20 s, 2.0 GB"),
    ],
)
async def test_a_recording_is_described_by_length_size_room_and_day(
    secs: int, described: str
) -> None:
    async with over(SandboxTransport(World())) as host:
        tracks = recorded(host, host.room(unique_name="weekly", enable_recording=True), secs=secs)
        question, facts = await preview(host, "delete_recording", recording_id=tracks["video"])
    assert question.startswith(f"Delete this video recording ({described}, room ")
    assert "weekly" in question
    assert question.endswith(", 2025-11-02) for good?")
    assert (facts["duration_secs"], facts["status"]) == (secs, "completed")
    assert facts["id"] == tracks["video"]


async def test_a_recording_that_still_runs_has_no_length_and_that_of_a_gone_room_says_so() -> None:
    async with over(SandboxTransport(World())) as host:
        room = host.room(unique_name="weekly", enable_recording=True)
        host.join(room)
        del host.world.rooms[room]
        (track, _) = host.world.list_recordings()
        question, facts = await preview(host, "delete_recording", recording_id=track["id"])
    assert question.startswith(f"Delete this {track['type']} recording (room {room} (del")
    assert facts["status"] == "processing"
    assert "duration_secs" not in facts


async def test_a_composition_is_described_by_length_size_and_room() -> None:
    async with over(SandboxTransport(World())) as host:
        recorded(host, host.room(unique_name="weekly", enable_recording=True), secs=80)
        (session,) = host.world.sessions
        film = host.world.create_composition({"session_id": session})["id"]
        host.world.advance(60)
        question, facts = await preview(host, "delete_composition", composition_id=film)
    assert question.startswith("Delete this composition (1 min 20 s, 10.0 MB, room ")
    assert "weekly" in question
    assert (facts["kind"], facts["id"], facts["size_mb"]) == ("composition", film, 10)


async def test_a_bulk_deletion_is_described_by_count_size_days_and_rooms() -> None:
    async with over(SandboxTransport(World())) as host:
        for name, day in (("weekly", 3), ("weekly", 0), ("quiz", 9)):
            if name not in {room.unique_name for room in host.world.rooms.values()}:
                host.room(unique_name=name, enable_recording=True)
            recorded(host, name, secs=5_000, days=day)
        question, facts = await preview(host, "delete_recordings", status="completed")
        one, _ = await preview(host, "delete_recordings", room="quiz", type="audio")
    assert question == (
        "Delete 6 recordings for good (1.6 GB, from 2025-11-02 to 2025-11-11)? "
        "By room: weekly: 4, quiz: 2."
    )
    assert facts == {
        "recordings": 6,
        "size_mb": 1590.0,
        "oldest": "2025-11-02",
        "newest": "2025-11-11",
        "rooms": {"weekly": 4, "quiz": 2},
    }
    assert one.startswith("Delete 1 recording for good (30.0 MB, from 2025-11-11)?")


async def test_of_many_rooms_eight_are_named() -> None:
    async with over(SandboxTransport(World())) as host:
        for number in range(11):
            name = f"room {number}"
            host.room(unique_name=name, enable_recording=True)
            recorded(host, name)
        question, facts = await preview(host, "delete_recordings", type="video")
    assert question.startswith("Delete 11 recordings for good (")
    assert question.endswith(" and 3 more rooms.")
    assert (len(facts["rooms"]), facts["more_rooms"]) == (8, 3)
