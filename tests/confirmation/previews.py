"""What a person is asked about, and recordings whose times a test chooses."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.confirmation.ways import NO, Way, content

FIRST_DAY = datetime(2025, 11, 2, 14, 30, tzinfo=UTC)


async def preview(host: Way, tool: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    """What a person is asked, and the facts that a host which cannot ask is shown."""
    host.answers.answer = lambda _: NO
    declined = content(await host.ask(tool, arguments))
    assert declined["done"] is False
    shown = await host.call(tool, arguments)
    assert shown["needs_confirmation"] is True, shown
    question, _, reference = host.answers.questions[-1].rpartition(" (ref ")
    assert reference.endswith(")")
    return question, shown["preview"]


def recorded(host: Way, room: str, *, secs: float = 90, days: int = 0) -> dict[str, str]:
    """Somebody was in a room that records; the ids of both tracks by their type."""
    session, participant = host.join(room)
    host.world.leave(participant)
    tracks = [r for r in host.world.recordings.values() if r.participant_id == participant]
    for track in tracks:
        track.started_at = FIRST_DAY + timedelta(days=days)
        track.ended_at = track.started_at + timedelta(seconds=secs)
    assert all(track.session_id == session for track in tracks)
    return {track.type: track.id for track in tracks}
