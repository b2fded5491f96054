"""From a session's recordings to its one composition, as far as the time of a call goes."""

from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import RoomComposition, RoomRecording
from telnyx_video_mcp.video.layouts import Layout, fitting, regions
from telnyx_video_mcp.video.media import POLL_SECS, composition_of, finished, recordings_of


async def finished_recordings(api: Api, session: str) -> list[RoomRecording]:
    """The recordings, once they are finished or the time is nearly up."""
    while True:
        found = await recordings_of(api, session)
        if finished(found) == len(found) or api.seconds_left() < POLL_SECS * 3:
            return found
        await api.progress(finished(found), len(found), "recordings are being finished")
        await api.sleep(POLL_SECS)


async def composed(
    api: Api, session: str, videos: list[RoomRecording], layout: Layout
) -> tuple[RoomComposition, Layout | None]:
    """The session's one composition, and its layout if it was made now.

    It is completed, or as far as it is when the time is nearly up.
    """
    fits = None
    video = await composition_of(api, session)
    if video is None:
        fits = fitting(layout, len(videos))
        video = await _new_composition(api, session, regions(fits, videos))
    while video.status != "completed" and api.seconds_left() > POLL_SECS * 3:
        await api.progress(0, 1, f"the video is {video.status}")
        await api.sleep(POLL_SECS)
        video = await api.get(f"/room_compositions/{video.id}", RoomComposition)
    if video.status == "completed" and video.download_url is None:
        video = await api.get(f"/room_compositions/{video.id}", RoomComposition)
    return video, fits


async def _new_composition(api: Api, session: str, layout: dict[str, Any]) -> RoomComposition:
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
