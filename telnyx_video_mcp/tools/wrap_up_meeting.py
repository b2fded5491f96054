"""From a meeting that is going on to one video of it, stage by stage.

Nothing is remembered between calls: each reads where the meeting stands and goes on from there.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import InvalidError, NotFoundError
from telnyx_video_mcp.api.models import ActionResult, RoomRecording, RoomSession
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video import names, params, presence
from telnyx_video_mcp.video.attendance import attended
from telnyx_video_mcp.video.composing import (
    composed,
    finished_recordings,
    shown_in,
    whole_composition,
)
from telnyx_video_mcp.video.layouts import Layout, shown
from telnyx_video_mcp.video.media import (
    MediaFile,
    finished,
    media_file,
    megabytes,
    recordings_of,
)
from telnyx_video_mcp.video.people import Person, people_inside
from telnyx_video_mcp.video.questions import deletion_of_room, ending
from telnyx_video_mcp.video.room_deletion import refuse_outside_mode, why_kept
from telnyx_video_mcp.video.sessions import Meeting, latest_meeting
from telnyx_video_mcp.video.what_went import what_remains

_TIMEOUT_SECS = 45.0
_FILES_SHOWN = 20

LayoutName = Annotated[
    Layout, Field(description="How the video shows people; auto picks by their number.")
]
KeepRoom = Annotated[
    bool, Field(description="false: delete the room at the end; it is kept if unset.")
]


@result
class RecordingCount:
    """How many recordings there are, and how many of them are completed."""

    count: int
    finished: int
    size_mb: float


@result
class Presence:
    """Who was there, in two numbers; the tool `attendance` has the rest."""

    people: int
    person_minutes: float


@result
class WrappedUp:
    """The stage reached, and what there is.

    Stages: recordings (being finished), composing, room (still to be deleted), done.
    """

    stage: str
    done: bool
    message: str
    session_id: str
    recordings: RecordingCount
    attendance: Presence
    room_id: str | None = None
    room_name: str | None = None
    layout: str | None = None
    composition: MediaFile | None = None
    sound: bool | None = None
    shows: list[Person] | None = None
    files: list[MediaFile] | None = None


@tool(
    Risk.DISRUPT,
    title="Wrap up a meeting",
    verify_with="get_session",
    timeout_secs=_TIMEOUT_SECS,
)
async def wrap_up_meeting(
    api: Api,
    session: params.SessionRef,
    layout: LayoutName | None = None,
    keep_room: KeepRoom | None = None,
) -> Plan[WrappedUp]:
    """Ends a meeting, waits for its recordings, and makes one video of it with sound, never a
    second one; without video, lists the recordings themselves. Goes as far as it can and reports
    the stage: call again with the session's id until done is true. Returns fresh links.
    """
    meeting = await latest_meeting(api, session)
    if keep_room is False:
        await refuse_outside_mode(api, meeting.room)
    if not meeting.ended:
        people = await people_inside(api, meeting.id)

        async def end_and_go_on() -> WrappedUp:
            await _end(api, meeting.id)
            return await _go_on(api, meeting, layout or "auto", keep_room=keep_room)

        plan = ending(api, meeting, people, end_and_go_on)
        return plan if keep_room is not False else _room_goes_later(plan)

    async def go_on() -> WrappedUp:
        return await _go_on(api, meeting, layout or "auto", keep_room=keep_room)

    if (
        keep_room is not False
        or not await _all_done(api, meeting)
        or await why_kept(api, meeting.room)
    ):
        return Plan(question=None, apply=go_on)
    inside = meeting.room.active_session_id
    people = await people_inside(api, inside) if inside else []

    async def delete_room() -> WrappedUp:
        wrapped = await _go_on(api, meeting, layout or "auto", keep_room=True)
        await api.delete(f"/rooms/{meeting.room.id}")
        stays = f" {what_remains(None)}" if wrapped.recordings.count else ""
        return replace(wrapped, message=f"{wrapped.message} The room is deleted.{stays}")

    return deletion_of_room(api, meeting.room, people, delete_room)


def _room_goes_later(plan: Plan[WrappedUp]) -> Plan[WrappedUp]:
    later = " The room is to be deleted when the video is ready; that is asked again then."
    return replace(plan, question=f"{plan.question}{later}", brief=f"{plan.brief}{later}")


async def _end(api: Api, session: str) -> None:
    try:
        path = f"/room_sessions/{session}/actions/end"
        await api.post(path, ActionResult, None, repeatable=True)
    except (InvalidError, NotFoundError):
        known = await api.get(f"/room_sessions/{session}", RoomSession)
        if known.active is not False:  # it has not ended by itself in between
            raise


def _with_id(session: RoomSession, meeting: Meeting) -> RoomSession:
    return session.model_copy(update={"id": meeting.id})


async def _all_done(api: Api, meeting: Meeting) -> bool:
    """Whether nothing is left to wait for or to make."""
    recordings = await recordings_of(api, meeting.id)
    if finished(recordings) < len(recordings):
        return False
    if not any(each.type == "video" for each in recordings):
        return True
    video = await whole_composition(api, _with_id(meeting.session, meeting), recordings)
    return video is not None and video.status == "completed"


async def _go_on(
    api: Api, meeting: Meeting, layout: Layout, *, keep_room: bool | None
) -> WrappedUp:
    """As far as it goes in the time of a call, after the meeting has ended."""
    recordings = await finished_recordings(api, meeting.id)
    videos = [each for each in recordings if each.type == "video"]
    known = await api.get(f"/room_sessions/{meeting.id}", RoomSession)
    stays = (await attended(api, known)).stays
    persons = presence.people(stays)
    wrapped = WrappedUp(
        stage="recordings",
        done=False,
        message="The recordings are being finished; call again in a moment.",
        session_id=meeting.id,
        recordings=RecordingCount(len(recordings), finished(recordings), megabytes(recordings)),
        attendance=Presence(len(persons), presence.minutes(presence.seconds(persons))),
        room_id=meeting.session.room_id,
        room_name=meeting.room.unique_name,
    )
    if finished(recordings) < len(recordings):
        return wrapped
    fits: Layout | None = None
    if videos:
        video, fits = await composed(api, _with_id(known, meeting), recordings, layout)
        called = {each.id: Supplied(each.name) for each in stays if each.id and each.name}
        wrapped = replace(
            wrapped,
            layout=fits,
            composition=media_file(video),
            sound=None if fits is None else True,  # of one that was there, the API does not say
            shows=shown_in(video.video_layout, videos, called),
        )
        if video.status != "completed":
            message = f"The video is {video.status}; call again, or use wait_for."
            return replace(wrapped, stage="composing", message=message)
    else:
        shown_files = recordings[:_FILES_SHOWN]
        people = await names.of_people(api, shown_files)
        files = [media_file(each, people.get(each.participant_id or "")) for each in shown_files]
        wrapped = replace(wrapped, files=files)
    message = _summary(recordings, videos, fits)
    if keep_room is False:
        kept = await why_kept(api, meeting.room)
        if kept is None:
            message += " Call again to delete the room; the person is asked first."
            return replace(wrapped, stage="room", message=message)
        message += f" {kept}"
    return replace(wrapped, stage="done", done=True, message=message)


def _summary(
    recordings: Sequence[RoomRecording], videos: Sequence[RoomRecording], layout: Layout | None
) -> str:
    if not recordings:
        return (
            "The meeting is over. It has no recordings: its room did not record, or they were "
            "deleted."
        )
    if not videos:
        more = " list_recordings has the rest." if len(recordings) > _FILES_SHOWN else ""
        return f"The meeting is over. Nobody had video, so here are the recordings.{more}"
    number = shown(layout, len(videos)) if layout else len(videos)
    longest = "longest" if number == 1 else f"{number} longest"
    left_out = number < len(videos)
    spared = f" It shows the {longest} of {len(videos)} video recordings." if left_out else ""
    return f"The meeting is over and its video is ready.{spared} The links work for about an hour."


TOOLS = (wrap_up_meeting,)
