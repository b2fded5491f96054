"""From a session's recordings to its one composition, as far as the time of a call goes."""

from collections.abc import Mapping, Sequence
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import RoomComposition, RoomRecording
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video import names
from telnyx_video_mcp.video.layouts import Layout, fitting, regions
from telnyx_video_mcp.video.media import POLL_SECS, composition_of, finished, recordings_of
from telnyx_video_mcp.video.people import Person


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


def shown_in(
    layout: Mapping[str, Any] | None,
    recordings: Sequence[RoomRecording],
    called: Mapping[str, Supplied],
) -> list[Person]:
    """Whom a composition shows: those of its regions' video recordings; of all, without regions.

    Args:
        layout: A `video_layout` of the API, or what came in its place.
        recordings: Those of the session.
        called: What people are called, by their ids.
    """
    regions = [each for each in (layout or {}).values() if isinstance(each, dict)]
    listed = [each.get("video_sources") for each in regions]
    sources = {each for some in listed if isinstance(some, list) for each in some if each}
    everybody = not layout or "*" in sources
    people = dict.fromkeys(
        each.participant_id
        for each in recordings
        if each.type == "video" and (everybody or each.id in sources) and each.participant_id
    )
    return [Person(each, called.get(each)) for each in people]


async def people_on(
    api: Api, session: str, layout: Mapping[str, Any] | None
) -> list[Person] | None:
    """As `shown_in`, read after composing with two requests; None where that fails."""
    try:
        found = await recordings_of(api, session)
    except (ApiError, Refusal):
        return None
    videos = [each for each in found if each.type == "video" and each.status == "completed"]
    return shown_in(layout, videos, await names.of_people(api, videos))


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
