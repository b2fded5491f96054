"""Records as results show them: with what people supplied marked as such."""

import json
from dataclasses import dataclass

from telnyx_video_mcp.api.models import Room, RoomParticipant, RoomSession
from telnyx_video_mcp.toolkit.results import record, without_nulls
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video.people import context_of, name_in, says_more


@dataclass(frozen=True)
class ShownParticipant:
    """One stay of one person; fields that the API does not document may be theirs, too."""

    id: str | None
    session_id: str | None
    name: Supplied | None
    context: Supplied | None
    undocumented: Supplied | None
    joined_at: str | None
    updated_at: str | None
    left_at: str | None


@dataclass(frozen=True)
class ShownSession:
    """One meeting, with its participants where they were asked for."""

    session: RoomSession = record()
    participants: list[ShownParticipant] | None = None


@dataclass(frozen=True)
class ShownRoom:
    """A room, with its sessions where they were asked for."""

    room: Room = record()
    sessions: list[ShownSession] | None = None


def participant(found: RoomParticipant) -> ShownParticipant:
    """A participant as a result shows it."""
    context = context_of(found)
    name = name_in(context)
    more = context is not None and says_more(context, name)
    odd = {name: value for name, value in (found.unreadable or {}).items() if name != "context"}
    undocumented = without_nulls({**odd, **(found.model_extra or {})})
    return ShownParticipant(
        id=found.id,
        session_id=found.session_id,
        name=name,
        context=Supplied(context) if context and more else None,
        undocumented=(
            Supplied(json.dumps(undocumented, ensure_ascii=False)) if undocumented else None
        ),
        joined_at=found.joined_at,
        updated_at=found.updated_at,
        left_at=found.left_at,
    )


def session(found: RoomSession) -> ShownSession:
    """A session as a result shows it."""
    people = found.participants
    return ShownSession(found, None if people is None else [participant(each) for each in people])


def room(found: Room) -> ShownRoom:
    """A room as a result shows it."""
    meetings = found.sessions
    return ShownRoom(found, None if meetings is None else [session(each) for each in meetings])
