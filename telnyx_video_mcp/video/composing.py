"""From a session's recordings to its one composition, as far as the time of a call goes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import RoomComposition, RoomRecording, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video import names
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.layouts import Layout, fitting, regions
from telnyx_video_mcp.video.media import POLL_SECS, compositions_of, finished, recordings_of
from telnyx_video_mcp.video.people import Person
from telnyx_video_mcp.video.sessions import latest_meeting
from telnyx_video_mcp.video.timestamps import timestamp


async def finished_recordings(api: Api, session: str) -> list[RoomRecording]:
    """The recordings, once they are finished or the time is nearly up."""
    while True:
        found = await recordings_of(api, session)
        if finished(found) == len(found) or api.seconds_left() < POLL_SECS * 3:
            return found
        await api.progress(finished(found), len(found), "recordings are being finished")
        await api.sleep(POLL_SECS)


async def what_to_compose(api: Api, session: str) -> tuple[str, list[RoomRecording]]:
    """The id of a session that can be composed, and its recordings, which are all finished.

    A name costs up to three reads, an id two.

    Raises:
        Refusal: The meeting is going on or recordings are unfinished: the video would lack a part.
    """
    if is_uuid(session):
        found, active = session, (await api.get(f"/room_sessions/{session}", RoomSession)).active
    else:
        meeting = await latest_meeting(api, session)
        found, active = meeting.id, meeting.session.active
    if active:
        raise Refusal(
            "The meeting is still going on, so a video of it would lack the rest. wrap_up_meeting "
            "ends it and makes the video; or call again when it is over and wait_for says that "
            "its recordings are completed.",
            kind="session_active",
            session_id=found,
        )
    recordings = await recordings_of(api, found)
    if left := sum(each.status == "processing" for each in recordings):
        raise Refusal(
            f"{left} of {len(recordings)} recordings are not completed, so a video of them would "
            "be incomplete. Call again when wait_for, given the session, says that they are.",
            kind="recordings_unfinished",
            session_id=found,
        )
    return found, recordings


async def whole_composition(
    api: Api, session: RoomSession, recordings: Sequence[RoomRecording]
) -> RoomComposition | None:
    """The newest composition made after the session and its recordings were finished, if any.

    A note tells of one that was made too early to show all of the meeting. One whose times are not
    known is taken, so that there is never a second one.
    """
    ends = [session.ended_at, *(each.completed_at or each.ended_at for each in recordings)]
    finished_at = max((when for each in ends if (when := _second(each))), default=None)
    for each in await compositions_of(api, str(session.id)):
        made_at = _second(each.created_at)
        if made_at is None or finished_at is None or made_at >= finished_at:
            return each
        api.note(
            f"Composition {each.id} was made before the meeting and its recordings were finished, "
            "so it may lack a part; it was not used."
        )
    return None


def _second(text: str | None) -> datetime | None:
    """A time without the parts of a second, which not all records have."""
    when = timestamp(text)
    return when and when.replace(microsecond=0)


async def composed(
    api: Api, session: RoomSession, recordings: Sequence[RoomRecording], layout: Layout
) -> tuple[RoomComposition, Layout | None]:
    """The one composition of a whole session, and its layout if it was made now.

    It is completed, or as far as it is when the time is nearly up. The session has its id, and the
    recordings are finished; at least one is a video.
    """
    fits = None
    video = await whole_composition(api, session, recordings)
    if video is None:
        videos = [each for each in recordings if each.type == "video"]
        fits = fitting(layout, len(videos))
        video = await _new_composition(api, session, recordings, regions(fits, videos))
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
    api: Api, recordings: Sequence[RoomRecording], layout: Mapping[str, Any] | None
) -> list[Person]:
    """As `shown_in`; the names cost one request."""
    videos = [each for each in recordings if each.type == "video"]
    return shown_in(layout, videos, await names.of_people(api, videos))


async def _new_composition(
    api: Api,
    session: RoomSession,
    recordings: Sequence[RoomRecording],
    layout: dict[str, Any],
) -> RoomComposition:
    body = {"session_id": session.id, "audio_sources": ["*"], "video_layout": layout}
    try:
        return await api.post("/room_compositions", RoomComposition, body)
    except ApiError as error:
        if not error.may_have_happened:
            raise
        made = await whole_composition(api, session, recordings)
        if made is None:
            raise
        return made
