"""Which files at Telnyx are meant to be saved: those of a room, of a session, or by their ids."""

from collections.abc import Sequence

from telnyx_video_mcp.api.archive import Original
from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import RecordT, Room, RoomComposition, RoomRecording
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import Query, matching
from telnyx_video_mcp.video.reading import whole
from telnyx_video_mcp.video.rooms import find_room
from telnyx_video_mcp.video.sessions import latest_meeting

RECORDINGS, COMPOSITIONS = "room_recordings", "room_compositions"
_COMPLETED = "completed"


def original(record: RoomRecording | RoomComposition, room: Room | None = None) -> Original:
    """What is needed of a record to save its file. Pure."""
    recording = record if isinstance(record, RoomRecording) else None
    return Original(
        collection=RECORDINGS if recording else COMPOSITIONS,
        id=record.id or "",
        kind=(recording.type or "recording") if recording else "composition",
        room_id=record.room_id or (room.id if room else None),
        session_id=record.session_id,
        participant_id=recording.participant_id if recording else None,
        started_at=record.started_at,
        ended_at=record.ended_at,
        duration_secs=record.duration_secs,
        size_mb=record.size_mb,
        url=record.download_url,
        room=room.unique_name if room and room.id == record.room_id else None,
    )


async def of_room(
    api: Api, room: str, *, recordings: bool, compositions: bool
) -> tuple[list[Original], int]:
    """All finished files of a room, and how many are not finished yet."""
    found = await find_room(api, room)
    query = matching(room_id=found.id)
    kept: list[RoomRecording | RoomComposition] = []
    if recordings:
        kept += await _all(api, RECORDINGS, RoomRecording, query)
    if compositions:  # the API cannot filter them by room
        kept += await _all(api, COMPOSITIONS, RoomComposition, {})
    return _finished([each for each in kept if each.room_id == found.id], found)


async def of_session(
    api: Api, session: str, *, recordings: bool, compositions: bool
) -> tuple[list[Original], int]:
    """All finished files of a session, or of the latest one in a room given by name."""
    meeting = None if is_uuid(session) else await latest_meeting(api, session)
    session_id, room = (session, None) if meeting is None else (meeting.id, meeting.room)
    query = matching(session_id=session_id)
    kept: list[RoomRecording | RoomComposition] = []
    if recordings:
        kept += await _all(api, RECORDINGS, RoomRecording, query)
    if compositions:
        kept += await _all(api, COMPOSITIONS, RoomComposition, query)
    return _finished([each for each in kept if each.session_id == session_id], room)


async def by_ids(api: Api, ids: Sequence[str]) -> tuple[list[Original], int]:
    """These recordings and compositions; one that is neither is refused."""
    kept: list[RoomRecording | RoomComposition] = []
    for each in dict.fromkeys(ids):
        record: RoomRecording | RoomComposition
        try:
            record = await api.get(f"/{RECORDINGS}/{each}", RoomRecording)
        except NotFoundError:
            record = await api.get(f"/{COMPOSITIONS}/{each}", RoomComposition)
        kept.append(record.model_copy(update={"id": each}))
    return _finished(kept, None)


async def _all(api: Api, collection: str, record: type[RecordT], query: Query) -> list[RecordT]:
    too_many = (
        "There are more than {count} files to look through. Narrow it down by session, or give ids."
    )
    return await whole(api, f"/{collection}", record, query, too_many=too_many)


def _finished(
    records: Sequence[RoomRecording | RoomComposition], room: Room | None
) -> tuple[list[Original], int]:
    done = [each for each in records if each.status == _COMPLETED and each.id]
    return [original(each, room) for each in done], len(records) - len(done)
