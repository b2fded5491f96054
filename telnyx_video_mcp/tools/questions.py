"""What a person is asked before people are put out or things are gone for good.

Each function takes the arguments of its tool, looks up what that would do, and never writes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import (
    Room,
    RoomComposition,
    RoomParticipant,
    RoomRecording,
    RoomSession,
)
from telnyx_video_mcp.toolkit.preview import Preview
from telnyx_video_mcp.toolkit.untrusted import NOTICE
from telnyx_video_mcp.tools.api import Api
from telnyx_video_mcp.tools.checks import EVERYONE
from telnyx_video_mcp.tools.lookup import room_id, session_id
from telnyx_video_mcp.tools.outcomes import Outcome
from telnyx_video_mcp.tools.people import called, inside
from telnyx_video_mcp.tools.selection import bulk_query, selected

_NAMED = 8
_MB_PER_GB = 1000


async def delete_room(api: Api, room: str) -> Preview:
    """The room, and who would be put out."""
    found = await api.get(f"/rooms/{await room_id(api, room)}", Room)
    identifier = found.id or room
    people = await inside(api, found.active_session_id) if found.active_session_id else []
    return Preview(
        question=f"Delete the room {_room_words(found)} for good? {_inside_words(people)}",
        facts={"room_id": identifier, "room": found.unique_name, **_people_facts(people)},
        targets=(identifier, *_ids(people)),
        arguments={"room": identifier},
    )


async def end_session(api: Api, session: str) -> Preview:
    """The room, and who would be put out."""
    found, known, room = await _session_and_room(api, session)
    people = await inside(api, found)
    ended = f" at {known.ended_at}" if known.ended_at else ""
    return Preview(
        nothing=f"This session had already ended{ended}." if known.active is False else None,
        question=f"End the meeting in {_room_words(room)}? {_inside_words(people)}",
        facts={"session_id": found, "room": room.unique_name, **_people_facts(people)},
        targets=(found, *_ids(people)),
        arguments={"session": found},
    )


async def kick_participants(
    api: Api, session: str, participants: list[str], exclude: list[str] | None = None
) -> Preview:
    """Who would be put out, of how many."""
    found, _, room = await _session_and_room(api, session)
    present = await inside(api, found)
    everyone = participants == [EVERYONE]
    chosen = [
        each
        for each in present
        if each.id not in (exclude or [])
        and (not api.is_protected(each) if everyone else each.id in participants)
    ]
    absent = [] if everyone else [each for each in participants if each not in _ids(present)]
    whom = _names(chosen) or "nobody who is inside now"
    also = f" {len(absent)} of those named are not inside." if absent else ""
    return Preview(
        nothing=None if chosen or absent else "Nobody whom this would put out is inside.",
        question=f"Put {whom} out of the meeting in {_room_words(room)}? "
        f"{_count(len(present), 'participant')} inside.{also}",
        facts={"session_id": found, "room": room.unique_name, **_people_facts(chosen)},
        targets=(found, *_ids(chosen), *absent),
        arguments={"session": found},
    )


async def delete_recording(api: Api, recording_id: str) -> Preview:
    """Kind, length, size and room of the recording."""
    found = await api.get(f"/room_recordings/{recording_id}", RoomRecording)
    kind = f"{found.type} recording" if found.type else "recording"
    return await _file_preview(api, kind, found, recording_id)


async def delete_composition(api: Api, composition_id: str) -> Preview:
    """Length, size and room of the composition."""
    found = await api.get(f"/room_compositions/{composition_id}", RoomComposition)
    return await _file_preview(api, "composition", found, composition_id)


async def delete_recordings(api: Api, **filters: Any) -> Preview:
    """Count, size, age and rooms of what the filters select."""
    query = await bulk_query(api, **filters)
    found = await selected(api, query)
    rooms = Counter([each.room_id or "unknown" for each in found])
    names = {each: await _room_name(api, each) for each, _ in rooms.most_common(_NAMED)}
    days = sorted(each.started_at[:10] for each in found if each.started_at)
    size = _size(sum(each.size_mb or 0 for each in found))
    where = ", ".join(f"{names[each]}: {count}" for each, count in rooms.most_common(_NAMED))
    when = f", from {days[0]} to {days[-1]}" if days else ""
    more = f" and {len(rooms) - _NAMED} more rooms" if len(rooms) > _NAMED else ""
    resolved = {
        argument: query[f"filter[{argument}_id]"]
        for argument in ("room", "session")
        if f"filter[{argument}_id]" in query
    }
    return Preview(
        nothing=None if found else "No recording satisfies these filters.",
        question=f"Delete {_count(len(found), 'recording')} for good, {size}{when}? "
        f"By room: {where or 'none'}{more}.",
        facts={
            "recordings": len(found),
            "size_mb": round(sum(each.size_mb or 0 for each in found), 1),
            "oldest": days[0] if days else None,
            "newest": days[-1] if days else None,
            "rooms": {names[each]: count for each, count in rooms.most_common(_NAMED)},
            "more_rooms": len(rooms) - _NAMED if len(rooms) > _NAMED else None,
        },
        targets=_ids(found),
        arguments=resolved,
        review=lambda outcome: _difference(outcome, len(found)),
    )


def _difference(outcome: Outcome, shown: int) -> str | None:
    """What to say when not as many were deleted as were shown."""
    deleted = outcome.get("deleted")
    if deleted is None or deleted == shown:
        return None
    return (
        f"The preview showed {shown}, Telnyx deleted {deleted}. Recordings may have been made or "
        "deleted in between; list_recordings shows what is left."
    )


async def _session_and_room(api: Api, session: str) -> tuple[str, RoomSession, Room]:
    found = await session_id(api, session)
    known = await api.get(f"/room_sessions/{found}", RoomSession)
    if known.room_id is None:
        return found, known, Room()
    try:
        return found, known, await api.get(f"/rooms/{known.room_id}", Room)
    except NotFoundError:  # the room is deleted, its sessions stay
        return found, known, Room(id=known.room_id)


async def _room_name(api: Api, identifier: str) -> str:
    try:
        return (await api.get(f"/rooms/{identifier}", Room)).unique_name or identifier
    except (NotFoundError, ValueError):
        return f"{identifier} (deleted)"


async def _file_preview(
    api: Api, kind: str, found: RoomRecording | RoomComposition, identifier: str
) -> Preview:
    room = await _room_name(api, found.room_id) if found.room_id else None
    length = f", {_length(found.duration_secs)}" if found.duration_secs is not None else ""
    size = f", {_size(found.size_mb)}" if found.size_mb is not None else ""
    where = f", of the room {room}" if room else ""
    began = f", of {found.started_at[:10]}" if found.started_at else ""
    return Preview(
        question=f"Delete this {kind}{length}{size}{where}{began} for good?",
        facts={
            "id": identifier,
            "kind": kind,
            "room": room,
            "duration_secs": found.duration_secs,
            "size_mb": found.size_mb,
            "started_at": found.started_at,
            "status": found.status,
        },
        targets=(identifier,),
    )


def _room_words(room: Room) -> str:
    return f'"{room.unique_name}"' if room.unique_name else f"without a name ({room.id})"


def _inside_words(people: Sequence[RoomParticipant]) -> str:
    if not people:
        return "Nobody is inside."
    return f"{_count(len(people), 'participant')} inside would be put out: {_names(people)}."


def _people_facts(people: Sequence[RoomParticipant]) -> dict[str, Any]:
    if not people:
        return {"participants": 0}
    names = [called(each) for each in people]
    return {"participants": len(people), "participant_supplied": names, "notice": NOTICE}


def _names(people: Sequence[RoomParticipant]) -> str:
    shown = ", ".join(called(each) for each in people[:_NAMED])
    return f"{shown} and {len(people) - _NAMED} more" if len(people) > _NAMED else shown


def _ids(things: Iterable[RoomParticipant | RoomRecording]) -> tuple[str, ...]:
    return tuple(each.id for each in things if each.id)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _size(megabytes: float) -> str:
    if megabytes >= _MB_PER_GB:
        return f"{megabytes / _MB_PER_GB:.1f} GB"
    return f"{megabytes:.1f} MB"


QUESTIONS = {
    each.__name__: each
    for each in (
        delete_room,
        end_session,
        kick_participants,
        delete_recording,
        delete_recordings,
        delete_composition,
    )
}
"""The question of each tool that asks, by the tool's name."""
