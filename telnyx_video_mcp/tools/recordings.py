"""Recordings: one file per participant and track, in rooms that record."""

from typing import TYPE_CHECKING

from telnyx_video_mcp.api.models import BulkDeletion, Page, RoomRecording
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.outcomes import FileDeleted, FilesDeleted
from telnyx_video_mcp.video.recording_filters import bulk_query, recordings_query

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api


@tool(Risk.READ, title="List recordings", look_with="list_recordings")
async def list_recordings(
    api: "Api",
    room: params.RoomFilter | None = None,
    session: params.SessionFilter | None = None,
    participant_id: params.ParticipantFilter | None = None,
    status: params.RecordingStatus | None = None,
    type: params.RecordingType | None = None,  # noqa: A002 - the API's word
    duration_secs: params.MinDuration | None = None,
    started_from: params.StartedFrom | None = None,
    started_to: params.StartedTo | None = None,
    ended_from: params.EndedFrom | None = None,
    ended_to: params.EndedTo | None = None,
    page: params.PageNumber | None = None,
    page_size: params.PageSize | None = None,
) -> Page[RoomRecording]:
    """Recordings, newest first: one audio and one video file per participant. `download_url` works
    for about an hour; get_recording brings a fresh one, and the times of bookkeeping that are left
    out here. create_composition makes one video of a session.
    """
    query = await recordings_query(
        api,
        room=room,
        session=session,
        participant_id=participant_id,
        status=status,
        type=type,
        duration_secs=duration_secs,
        started_from=started_from,
        started_to=started_to,
        ended_from=ended_from,
        ended_to=ended_to,
    )
    found = await api.page("/room_recordings", RoomRecording, query, page=page, page_size=page_size)
    for each in found.items:
        # A third of what a model would read of a page, and started_at and ended_at say enough.
        each.created_at = each.updated_at = each.completed_at = None
    return found


@tool(Risk.READ, title="Get a recording", look_with="list_recordings")
async def get_recording(api: "Api", recording_id: params.RecordingId) -> RoomRecording:
    """One recording with a fresh `download_url`, which works for about an hour and needs no key:
    share it with care.
    """
    return await api.get(f"/room_recordings/{recording_id}", RoomRecording)


@tool(Risk.DESTROY, title="Delete a recording", look_with="list_recordings")
async def delete_recording(api: "Api", recording_id: params.RecordingId) -> FileDeleted:
    """Deletes one recording for good. get_recording shows what it is."""
    await api.delete(f"/room_recordings/{recording_id}")
    return {"done": True, "recording_id": recording_id, "message": "The recording is deleted."}


@tool(
    Risk.DESTROY,
    title="Delete recordings in bulk",
    look_with="list_recordings",
    idempotent=False,  # later recordings may match the same filters
)
async def delete_recordings(
    api: "Api",
    room: params.RoomFilter | None = None,
    session: params.SessionFilter | None = None,
    participant_id: params.ParticipantFilter | None = None,
    status: params.RecordingStatus | None = None,
    type: params.RecordingType | None = None,  # noqa: A002 - the API's word
    duration_secs: params.MinDuration | None = None,
    started_from: params.StartedFrom | None = None,
    started_to: params.StartedTo | None = None,
    ended_from: params.EndedFrom | None = None,
    ended_to: params.EndedTo | None = None,
) -> FilesDeleted:
    """Deletes for good every recording that satisfies all filters given, and says how many. At
    least one filter is needed. list_recordings takes the same filters: look there first.
    """
    query = await bulk_query(
        api,
        room=room,
        session=session,
        participant_id=participant_id,
        status=status,
        type=type,
        duration_secs=duration_secs,
        started_from=started_from,
        started_to=started_to,
        ended_from=ended_from,
        ended_to=ended_to,
    )
    gone = await api.delete_many("/room_recordings", BulkDeletion, query)
    count = gone.room_recordings
    if count is None:
        message = "Telnyx accepted the deletion, but did not say how many; see list_recordings."
        return {"done": True, "message": message}
    message = f"{count} recording{'' if count == 1 else 's'} deleted."
    return {"done": count > 0, "deleted": count, "message": message}


TOOLS = (list_recordings, get_recording, delete_recording, delete_recordings)
