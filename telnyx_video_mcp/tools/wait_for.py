"""Waiting until Telnyx has made recordings or a composition."""

from typing import Annotated

from pydantic import Field

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import RoomComposition
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import names, params
from telnyx_video_mcp.video.media import (
    POLL_SECS,
    MediaFile,
    finished,
    media_file,
    megabytes,
    recordings_of,
)
from telnyx_video_mcp.video.sessions import latest_session

_FILES_SHOWN = 20

UpTo = Annotated[int, Field(description="Seconds to wait at most; 30 if unset.", ge=0, le=45)]


@result
class Waited:
    """Whether it is ready, and what there is."""

    ready: bool
    message: str
    room_name: str | None = None
    composition: MediaFile | None = None
    session_id: str | None = None
    recordings: int | None = None
    finished: int | None = None
    size_mb: float | None = None
    files: list[MediaFile] | None = None


@tool(Risk.READ, title="Wait for files", verify_with="list_recordings", timeout_secs=50)
async def wait_for(
    api: Api,
    composition_id: params.CompositionId | None = None,
    session: params.SessionRef | None = None,
    up_to_seconds: UpTo | None = None,
    include_links: params.IncludeLinks | None = None,
) -> Waited:
    """Waits until a composition, or the recordings of a session, are completed. When the time is
    up it says how far they are: call again. Takes either composition_id or session.
    """
    if (composition_id is None) == (session is None):
        raise Refusal("wait_for takes either composition_id or session.")
    limit = 30 if up_to_seconds is None else up_to_seconds
    found = await latest_session(api, session) if session else None
    began = api.seconds_left()
    while True:
        if found:
            waited = await _recordings(api, found, link=bool(include_links))
        else:
            waited = await _composition(api, str(composition_id), link=bool(include_links))
        elapsed = began - api.seconds_left()
        if waited.ready or elapsed >= limit:
            return waited
        await api.progress(elapsed, limit, waited.message)
        await api.sleep(min(POLL_SECS, limit - elapsed))


async def _composition(api: Api, composition_id: str, *, link: bool) -> Waited:
    try:
        found = await api.get(f"/room_compositions/{composition_id}", RoomComposition)
    except NotFoundError as error:
        raise Refusal(**error.explain("list_compositions")) from None
    ready = found.status == "completed"
    message = (
        "The composition is completed."
        if ready
        else f"The composition is {found.status}; call again."
    )
    rooms = await names.of_rooms(api, [found.room_id] if ready else [])
    room = rooms.get(found.room_id or "")
    return Waited(ready, message, room, composition=media_file(found, link=link))


async def _recordings(api: Api, session: str, *, link: bool) -> Waited:
    found = await recordings_of(api, session)
    done = finished(found)
    ready = done == len(found)
    shown = found[:_FILES_SHOWN] if ready else []
    rooms = await names.of_rooms_of(api, [session] if shown else [])
    people = await names.of_people(api, shown)
    return Waited(
        ready=ready,
        message=_all_there(len(found))
        if ready
        else f"{done} of {len(found)} recordings are completed; call again.",
        room_name=rooms.get(session),
        session_id=session,
        recordings=len(found),
        finished=done,
        size_mb=megabytes(found),
        files=[media_file(each, people.get(each.participant_id or ""), link=link) for each in shown]
        if ready
        else None,
    )


def _all_there(count: int) -> str:
    if not count:
        return "This session has no recordings: its room did not record, or they were deleted."
    more = f" The first {_FILES_SHOWN} are here; list_recordings lists all."
    return f"All {count} recordings are completed.{more if count > _FILES_SHOWN else ''}"


TOOLS = (wait_for,)
