"""What a host that cannot ask is shown, and recordings whose times a test chooses."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.hosting import Host

FIRST_DAY = datetime(2025, 11, 2, 14, 30, tzinfo=UTC)


async def preview(host: Host, tool: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    """The question, and its facts."""
    answer = await host.call(tool, **arguments)
    assert answer["needs_confirmation"] is True, answer
    question, found, _ = answer["message"].partition(" Show this to the person; ")
    assert found
    return question.removeprefix("Nothing was sent yet. "), answer["preview"]


def recorded(host: Host, room: str, *, secs: float = 90, days: int = 0) -> dict[str, str]:
    """Somebody was in a room that records; the ids of both tracks by their type."""
    session, participant = host.join(room)
    host.world.leave(participant)
    tracks = [r for r in host.world.recordings.values() if r.participant_id == participant]
    for track in tracks:
        track.started_at = FIRST_DAY + timedelta(days=days)
        track.ended_at = track.started_at + timedelta(seconds=secs)
    assert all(track.session_id == session for track in tracks)
    return {track.type: track.id for track in tracks}
