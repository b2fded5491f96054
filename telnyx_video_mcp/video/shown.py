"""Records as results show them: with what people supplied marked as such."""

import json
from datetime import datetime

from telnyx_video_mcp.api.models import (
    Room,
    RoomComposition,
    RoomParticipant,
    RoomRecording,
    RoomSession,
)
from telnyx_video_mcp.toolkit.results import record, result, without_nulls
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video.links import expires_at
from telnyx_video_mcp.video.people import context_of, name_in, says_more
from telnyx_video_mcp.video.timestamps import timestamp


@result
class ShownParticipant:
    """One stay of one person; fields that the API does not document may be theirs, too."""

    id: str | None
    session_id: str | None
    room_name: str | None
    name: Supplied | None
    context: Supplied | None
    undocumented: Supplied | None
    joined_at: str | None
    updated_at: str | None
    left_at: str | None


@result
class ShownSession:
    """One meeting, with its participants where they were asked for.

    `duration_secs` of a meeting that goes on is how long it has lasted so far.
    """

    session: RoomSession = record()
    room_name: str | None = None
    duration_secs: int | None = None
    participants: list[ShownParticipant] | None = None


@result
class ShownRoom:
    """A room, with its sessions where they were asked for."""

    room: Room = record()
    sessions: list[ShownSession] | None = None


@result
class ShownRecording:
    """A recording, and who is on it; `expires_at` is when its link stops working."""

    recording: RoomRecording = record()
    room_name: str | None = None
    name: Supplied | None = None
    download_url: str | None = None
    expires_at: str | None = None


@result
class ListedRecording(ShownRecording):
    """A recording without the timestamps that only Telnyx needs, and mostly without its link.

    They are more than half of what a model would read of a page.
    """

    created_at: None = None
    updated_at: None = None
    completed_at: None = None


@result
class ShownComposition:
    """A composition; `expires_at` is when its link stops working."""

    composition: RoomComposition = record()
    room_name: str | None = None
    download_url: str | None = None
    expires_at: str | None = None


def participant(found: RoomParticipant, room_name: str | None = None) -> ShownParticipant:
    """A participant as a result shows it."""
    context = context_of(found)
    name = name_in(context)
    more = context is not None and says_more(context, name)
    odd = {name: value for name, value in (found.unreadable or {}).items() if name != "context"}
    undocumented = without_nulls({**odd, **(found.model_extra or {})})
    return ShownParticipant(
        id=found.id,
        session_id=found.session_id,
        room_name=room_name,
        name=name,
        context=Supplied(context) if context and more else None,
        undocumented=(
            Supplied(json.dumps(undocumented, ensure_ascii=False)) if undocumented else None
        ),
        joined_at=found.joined_at,
        updated_at=found.updated_at,
        left_at=found.left_at,
    )


def session(
    found: RoomSession, now: datetime | None = None, room_name: str | None = None
) -> ShownSession:
    """A session as a result shows it; one that goes on has a length only if `now` is known."""
    people = found.participants
    return ShownSession(
        found,
        room_name,
        _seconds(found, now),
        None if people is None else [participant(each) for each in people],
    )


def room(found: Room, now: datetime | None = None) -> ShownRoom:
    """A room as a result shows it; its sessions are as in `session`."""
    meetings = found.sessions
    return ShownRoom(found, None if meetings is None else [session(each, now) for each in meetings])


def recording(
    found: RoomRecording, room_name: str | None = None, name: Supplied | None = None
) -> ShownRecording:
    """A recording as a result shows it, with its link."""
    link = found.download_url
    return ShownRecording(found, room_name, name, link, expires_at(link))


def composition(
    found: RoomComposition, room_name: str | None = None, *, link: bool = True
) -> ShownComposition:
    """A composition as a result shows it, with its link or without."""
    shown_link = found.download_url if link else None
    return ShownComposition(found, room_name, shown_link, expires_at(shown_link))


def listed_recording(
    found: RoomRecording,
    room_name: str | None = None,
    name: Supplied | None = None,
    *,
    link: bool = False,
) -> ListedRecording:
    """A recording as a list shows it, with its link or without."""
    shown_link = found.download_url if link else None
    return ListedRecording(found, room_name, name, shown_link, expires_at(shown_link))


def _seconds(found: RoomSession, now: datetime | None) -> int | None:
    began, ended = timestamp(found.created_at), timestamp(found.ended_at)
    until = ended or (now if found.active else None)
    return max(0, int((until - began).total_seconds())) if began and until else None
