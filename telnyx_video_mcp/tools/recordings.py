"""Recordings: one file per participant and track, in rooms that record."""

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import BulkDeletion, Page, RoomRecording
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params, what_went, with_names, words
from telnyx_video_mcp.video.old_files import slim
from telnyx_video_mcp.video.questions import deletion_of_file, deletion_of_files, rooms_of_files
from telnyx_video_mcp.video.recording_filters import bulk_selection, recordings_query
from telnyx_video_mcp.video.shown import ListedRecording, ShownRecording
from telnyx_video_mcp.video.spans import Spans
from telnyx_video_mcp.video.what_went import Gone, described, size_and_days


@result
class RecordingDeleted:
    """Which recording is gone."""

    done: bool
    message: str
    recording_id: str
    gone: Gone


@result
class RecordingsDeleted:
    """How many recordings are gone, where Telnyx says so, and which, if they are those shown."""

    done: bool
    message: str
    deleted: int | None = None
    gone: Gone | None = None


@tool(Risk.READ, title="List recordings", verify_with="list_recordings")
async def list_recordings(
    api: Api,
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
    include_links: params.IncludeLinks | None = None,
    page: params.PageNumber | None = None,
    page_size: params.PageSize | None = None,
) -> Page[ListedRecording]:
    """Recordings, newest first: one audio and one video file per participant. get_recording brings
    a fresh link, and timestamps left out here. create_composition makes one video of a session.
    """
    spans = Spans.of(started=(started_from, started_to), ended=(ended_from, ended_to))
    query = await recordings_query(
        api,
        room=room,
        session=session,
        participant_id=participant_id,
        status=status,
        type=type,
        duration_secs=duration_secs,
        spans=spans,
    )
    found = await api.page("/room_recordings", RoomRecording, query, page=page, page_size=page_size)
    found = spans.cut(api, found)
    return found.holding(await with_names.recordings(api, found.items, links=include_links))


@tool(Risk.READ, title="Get a recording", verify_with="list_recordings")
async def get_recording(api: Api, recording_id: params.RecordingId) -> ShownRecording:
    """One recording with a fresh `download_url`, which works for about an hour and needs no key:
    share it with care.
    """
    found = await api.get(f"/room_recordings/{recording_id}", RoomRecording)
    return await with_names.recording(api, found)


@tool(Risk.DESTROY, title="Delete a recording", verify_with="list_recordings")
async def delete_recording(api: Api, recording_id: params.RecordingId) -> Plan[RecordingDeleted]:
    """Deletes one recording for good. get_recording shows what it is."""
    path = f"/room_recordings/{recording_id}"
    found = await api.get(path, RoomRecording)
    kind = f"{found.type} recording" if found.type else "recording"
    files = slim("room_recordings", [found.model_copy(update={"id": recording_id})])
    names = await rooms_of_files(api, files)

    async def apply() -> RecordingDeleted:
        await api.delete(path)
        message = f"The {kind}{described(found, names.get(found.room_id or ''))} is deleted."
        what = what_went.gone(files, names)
        return RecordingDeleted(done=True, message=message, recording_id=recording_id, gone=what)

    return deletion_of_file(kind, recording_id, found, names, apply)


@tool(
    Risk.DESTROY,
    title="Delete recordings in bulk",
    verify_with="list_recordings",
    idempotent=False,  # later recordings may match the same filters
)
async def delete_recordings(
    api: Api,
    room: params.RoomFilter | None = None,
    session: params.ActiveSessionFilter | None = None,
    participant_id: params.ParticipantFilter | None = None,
    status: params.RecordingStatus | None = None,
    type: params.RecordingType | None = None,  # noqa: A002 - the API's word
    duration_secs: params.MinDuration | None = None,
    started_from: params.StartedFromDay | None = None,
    started_to: params.StartedToDay | None = None,
    ended_from: params.EndedFromDay | None = None,
    ended_to: params.EndedToDay | None = None,
) -> Plan[RecordingsDeleted] | RecordingsDeleted:
    """Deletes for good every recording that satisfies all filters given, and says how many. At
    least one filter is needed. list_recordings takes the same filters: look there first.
    """
    spans = Spans.of(started=(started_from, started_to), ended=(ended_from, ended_to))
    chosen = await bulk_selection(
        api,
        room=room,
        session=session,
        participant_id=participant_id,
        status=status,
        type=type,
        duration_secs=duration_secs,
        spans=spans,
    )
    if not chosen.recordings:
        message = "No recording satisfies these filters."
        return RecordingsDeleted(done=False, message=message, deleted=0)
    files = slim("room_recordings", chosen.recordings)
    names = await rooms_of_files(api, files, chosen.room)

    async def apply() -> RecordingsDeleted:
        gone = await api.delete_many("/room_recordings", BulkDeletion, chosen.query)
        count, shown = gone.room_recordings, len(chosen.recordings)
        if count is None:
            message = "Telnyx accepted the deletion, but did not say how many; see list_recordings."
            return RecordingsDeleted(done=True, message=message)
        if count != shown:
            api.note(
                f"The preview showed {shown}, Telnyx deleted {count}. Recordings may have been "
                "made or deleted in between; list_recordings shows what is left."
            )
            message = f"{words.count(count, 'recording')} deleted."
            return RecordingsDeleted(done=count > 0, message=message, deleted=count)
        message = f"{words.count(count, 'recording')} deleted ({size_and_days(files)})."
        what = what_went.gone(files, names)
        return RecordingsDeleted(done=True, message=message, deleted=count, gone=what)

    return deletion_of_files(files, "recording", names, apply)


TOOLS = (list_recordings, get_recording, delete_recording, delete_recordings)
