"""The recordings and compositions of a session, read whole. Used by several workflows."""

from collections.abc import Sequence

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import RoomComposition, RoomRecording
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video.filters import matching
from telnyx_video_mcp.video.links import expires_at
from telnyx_video_mcp.video.reading import whole

POLL_SECS = 3.0


async def recordings_of(api: Api, session_id: str) -> list[RoomRecording]:
    """All recordings of a session, one request for 250."""
    query = matching(session_id=session_id)
    too_many = f"Session {session_id} has more than {{count}} recordings."
    found = await whole(api, "/room_recordings", RoomRecording, query, too_many=too_many)
    return [each for each in found if each.session_id in (session_id, None)]


async def count_of_recordings(api: Api, room_id: str) -> int | None:
    """How many recordings there are of a room, for one request; None where that fails."""
    try:
        query = matching(room_id=room_id)
        found = await api.page("/room_recordings", RoomRecording, query, page_size=1)
    except ApiError:
        return None
    # A filter that was ignored counts the recordings of all rooms.
    return found.total if all(each.room_id == room_id for each in found.items) else None


async def compositions_of(api: Api, session_id: str) -> list[RoomComposition]:
    """The newest compositions of a session, one request."""
    query = matching(session_id=session_id)
    found = await api.page("/room_compositions", RoomComposition, query)
    return [each for each in found.items if each.session_id in (session_id, None)]


def finished(media: Sequence[RoomRecording | RoomComposition]) -> int:
    """How many are completed. Pure."""
    return sum(each.status == "completed" for each in media)


def megabytes(media: Sequence[RoomRecording | RoomComposition]) -> float:
    """Their size. Pure."""
    return round(sum(each.size_mb or 0 for each in media), 1)


@result
class MediaFile:
    """A recording or composition, and who is on it; `expires_at` is when its link stops working."""

    id: str | None
    type: str | None
    participant_id: str | None
    name: Supplied | None
    status: str | None
    duration_secs: int | float | None
    size_mb: int | float | None
    download_url: str | None
    expires_at: str | None


def media_file(
    each: RoomRecording | RoomComposition, name: Supplied | None = None, *, link: bool = True
) -> MediaFile:
    """One file as a result shows it, with its link or without. Pure."""
    own = each if isinstance(each, RoomRecording) else RoomRecording()
    shown_link = each.download_url if link else None
    return MediaFile(
        id=each.id,
        type=own.type,
        participant_id=own.participant_id,
        name=name,
        status=each.status,
        duration_secs=each.duration_secs,
        size_mb=each.size_mb,
        download_url=shown_link,
        expires_at=expires_at(shown_link),
    )
