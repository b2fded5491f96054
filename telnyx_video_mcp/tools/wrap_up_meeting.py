"""From a meeting that goes on to one video of it, rung by rung.

Nothing is remembered between calls: each reads where the meeting stands and goes on from there.
"""

from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from pydantic import Field

from telnyx_video_mcp.api.errors import ApiError, InvalidError, NotFoundError
from telnyx_video_mcp.api.models import ActionResult, RoomComposition, RoomRecording, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.tools.attendance import attendance
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.layouts import Layout, fitting, regions, shown
from telnyx_video_mcp.video.lookup import session_id
from telnyx_video_mcp.video.media import (
    POLL_SECS,
    composition_of,
    finished,
    link,
    megabytes,
    recordings_of,
)

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api

_PATIENCE_SECS = 40.0
_FILES_SHOWN = 20

LayoutName = Annotated[
    Layout, Field(description="How the video shows people; auto picks by their number.")
]
KeepRoom = Annotated[
    bool, Field(description="false: delete the room at the end; it is kept if unset.")
]


class WrappedUp(TypedDict, total=False):
    """The rung reached, and what there is on it.

    Rungs: recordings (being finished), composing, done.
    """

    rung: str
    done: bool
    session_id: str
    room_id: str
    layout: str
    composition: dict[str, Any]
    recordings: dict[str, Any]
    files: list[dict[str, Any]]
    attendance: dict[str, Any]
    message: str
    needs_confirmation: bool
    preview: dict[str, Any]
    confirm: str


@tool(
    Risk.DISRUPT,
    title="Wrap up a meeting",
    look_with="get_session",
    lasts_secs=_PATIENCE_SECS + 5,
)
async def wrap_up_meeting(
    api: "Api",
    session: params.SessionRef,
    layout: LayoutName | None = None,
    keep_room: KeepRoom | None = None,
    *,
    _delete_room: bool = False,
) -> WrappedUp:
    """Ends a meeting, waits for its recordings, and makes one video of it with sound, never a
    second one; without video, the recordings themselves. It goes as far as it can and says on which
    rung it stands: call again with the session's id until done is true. Brings fresh links.
    """
    del keep_room  # the question has looked at it, and says whether the room may go
    found = await session_id(api, session)
    known = await _ended(api, found)
    recordings = await _finished_recordings(api, found)
    told: WrappedUp = {
        "done": False,
        "session_id": found,
        "recordings": {
            "count": len(recordings),
            "finished": finished(recordings),
            "size_mb": megabytes(recordings),
        },
        "attendance": await _attendance(api, found),
    }
    if known.room_id:
        told["room_id"] = known.room_id
    if finished(recordings) < len(recordings):
        told["rung"] = "recordings"
        told["message"] = "The recordings are being finished; call again in a moment."
        return told
    videos = [each for each in recordings if each.type == "video"]
    told["rung"] = "done"
    if videos:
        video = await _composed(api, found, videos, layout or "auto", told)
        told["composition"] = link(video)
        if video.status != "completed":
            told["rung"] = "composing"
            told["message"] = f"The video is {video.status}; call again, or use wait_for."
            return told
    else:
        told["files"] = [link(each) for each in recordings[:_FILES_SHOWN]]
    told["done"] = True
    told["message"] = _summary(recordings, videos, told)
    if _delete_room and known.room_id:
        try:
            await api.delete(f"/rooms/{known.room_id}")
            told["message"] += " The room is deleted."
        except Refusal as refusal:  # of the mode: the rest is done all the same
            told["message"] += f" The room is still there. {refusal.message}"
    return told


async def _ended(api: "Api", session: str) -> RoomSession:
    known = await api.get(f"/room_sessions/{session}", RoomSession)
    if known.active is False:
        return known
    path = f"/room_sessions/{session}/actions/end"
    try:
        await api.post(path, ActionResult, None, repeatable=True)
    except (InvalidError, NotFoundError):
        known = await api.get(f"/room_sessions/{session}", RoomSession)
        if known.active is not False:  # it has not ended by itself in between
            raise
    return known


async def _finished_recordings(api: "Api", session: str) -> list[RoomRecording]:
    """The recordings, once they are finished or patience ends."""
    while True:
        found = await recordings_of(api, session)
        if finished(found) == len(found) or api.seconds_left() < POLL_SECS * 3:
            return found
        await api.progress(finished(found), len(found), "recordings are being finished")
        await api.sleep(POLL_SECS)


async def _composed(
    api: "Api", session: str, videos: list[RoomRecording], layout: Layout, told: WrappedUp
) -> RoomComposition:
    """The session's one composition, completed or as far as it is when patience ends."""
    video = await composition_of(api, session)
    if video is None:
        fits = fitting(layout, len(videos))
        told["layout"] = fits
        video = await _new_composition(api, session, regions(fits, videos))
    while video.status != "completed" and api.seconds_left() > POLL_SECS * 3:
        await api.progress(0, 1, f"the video is {video.status}")
        await api.sleep(POLL_SECS)
        video = await api.get(f"/room_compositions/{video.id}", RoomComposition)
    if video.status == "completed" and video.download_url is None:
        video = await api.get(f"/room_compositions/{video.id}", RoomComposition)
    return video


async def _new_composition(api: "Api", session: str, layout: dict[str, Any]) -> RoomComposition:
    body = {"session_id": session, "audio_sources": ["*"], "video_layout": layout}
    try:
        return await api.post("/room_compositions", RoomComposition, body)
    except ApiError as error:
        if not error.may_have_happened:
            raise
        made = await composition_of(api, session)
        if made is None:
            raise
        return made


async def _attendance(api: "Api", session: str) -> dict[str, Any]:
    """Who was there, in two numbers; the tool `attendance` has the rest."""
    report = await attendance.function(api, session=session)
    return {"people": report["total"], "person_minutes": round(report["person_seconds"] / 60, 1)}


def _summary(recordings: list[RoomRecording], videos: list[RoomRecording], told: WrappedUp) -> str:
    if not recordings:
        return "The meeting is over. Its room did not record, so there is no video."
    if not videos:
        more = " list_recordings has the rest." if len(recordings) > _FILES_SHOWN else ""
        return f"The meeting is over. Nobody had video, so here are the recordings.{more}"
    layout = told.get("layout")
    left_out = len(videos) - shown(layout, len(videos)) if layout else 0  # type: ignore[arg-type]  # a Layout, kept as text
    spared = f" It shows the longest of {len(videos)} tracks." if left_out > 0 else ""
    return f"The meeting is over and its video is ready.{spared} The links work for about an hour."


TOOLS = (wrap_up_meeting,)
