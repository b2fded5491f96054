"""Waiting for what Telnyx makes in its own time."""

from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from pydantic import Field

from telnyx_video_mcp.api.models import RoomComposition
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.lookup import session_id
from telnyx_video_mcp.video.media import POLL_SECS, finished, link, megabytes, recordings_of

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api

_LINKS_SHOWN = 20

UpTo = Annotated[int, Field(description="Seconds to wait at most; 30 if unset.", ge=0, le=45)]


class Waited(TypedDict, total=False):
    """Whether it is ready, and what there is."""

    ready: bool
    session_id: str
    composition: dict[str, Any]
    recordings: int
    finished: int
    size_mb: float
    files: list[dict[str, Any]]
    message: str


@tool(Risk.READ, title="Wait for files", look_with="list_recordings", lasts_secs=50)
async def wait_for(
    api: "Api",
    composition_id: params.CompositionId | None = None,
    session: params.SessionRef | None = None,
    up_to_seconds: UpTo | None = None,
) -> Waited:
    """Waits until a composition, or the recordings of a session, are completed, and returns fresh
    download links. When the time is over it returns how far they are: then call again. Give either
    composition_id or session.
    """
    if (composition_id is None) == (session is None):
        raise Refusal("wait_for takes either composition_id or session.")
    limit = 30 if up_to_seconds is None else up_to_seconds
    found = await session_id(api, session) if session else None
    began = api.seconds_left()
    while True:
        if found:
            waited = await _recordings(api, found)
        else:
            waited = await _composition(api, str(composition_id))
        elapsed = began - api.seconds_left()
        if waited["ready"] or elapsed + POLL_SECS > limit:
            return waited
        await api.progress(elapsed, limit, waited["message"])
        await api.sleep(POLL_SECS)


async def _composition(api: "Api", composition_id: str) -> Waited:
    found = await api.get(f"/room_compositions/{composition_id}", RoomComposition)
    ready = found.status == "completed"
    message = "It is completed." if ready else f"It is {found.status}; call again."
    return {"ready": ready, "composition": link(found), "message": message}


async def _recordings(api: "Api", session: str) -> Waited:
    found = await recordings_of(api, session)
    done = finished(found)
    waited: Waited = {
        "ready": done == len(found),
        "session_id": session,
        "recordings": len(found),
        "finished": done,
        "size_mb": megabytes(found),
        "message": f"{done} of {len(found)} recordings are completed; call again.",
    }
    if waited["ready"]:
        waited["files"] = [link(each) for each in found[:_LINKS_SHOWN]]
        more = len(found) > _LINKS_SHOWN
        rest = f" The first {_LINKS_SHOWN} are here, list_recordings has all." if more else ""
        waited["message"] = (
            f"All {len(found)} recordings are completed.{rest}"
            if found
            else "This session has no recordings; its room did not record."
        )
    return waited


TOOLS = (wait_for,)
