"""Sessions with the stays in them, read from the API."""

from datetime import datetime

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import RoomParticipant, RoomSession
from telnyx_video_mcp.video import presence
from telnyx_video_mcp.video.people import everybody_of, name_of
from telnyx_video_mcp.video.presence import Attended, Meeting, Stay


async def attended(api: Api, session: RoomSession) -> Attended:
    """A session and who was in it; costs one request for 250 participants."""
    people = await everybody_of(api, session.id or "")
    return stays_of(session, people, await api.now())


def stays_of(session: RoomSession, people: list[RoomParticipant], now: datetime) -> Attended:
    """A session and the stays in it, as of a time. Pure."""
    meeting = Meeting(
        session.id or "",
        session.active is True,
        presence.parsed(session.created_at),
        presence.parsed(session.ended_at),
    )
    at = presence.microseconds(now)
    return Attended(meeting, [_stay(each, meeting, at) for each in people])


def _stay(participant: RoomParticipant, meeting: Meeting, now: int) -> Stay:
    return presence.stay(
        meeting,
        now,
        identifier=participant.id,
        name=name_of(participant),
        joined=presence.parsed(participant.joined_at),
        updated=presence.parsed(participant.updated_at),
        left=presence.parsed(participant.left_at),
        gone=participant.left_at is not None or "left_at" in (participant.unreadable or {}),
    )
