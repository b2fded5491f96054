"""Questions about people who would be put out."""

from dataclasses import replace

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import NotFoundError
from telnyx_video_mcp.api.models import Room, RoomSession
from telnyx_video_mcp.toolkit.preview import Preview
from telnyx_video_mcp.video import words
from telnyx_video_mcp.video.checks import EVERYONE
from telnyx_video_mcp.video.lookup import room_id, session_id
from telnyx_video_mcp.video.media import composition_of, finished, recordings_of
from telnyx_video_mcp.video.people import chosen, inside, protected_refusal


async def delete_room(api: Api, room: str) -> Preview:
    """The room, and who would be put out."""
    found = await api.get(f"/rooms/{await room_id(api, room)}", Room)
    identifier = found.id or room
    people = await inside(api, found.active_session_id) if found.active_session_id else []
    guarded = sum(map(api.is_protected, people))
    asked = f"Delete the room {words.room_words(found)} for good?"
    return Preview(
        question=f"{asked} {words.inside_words(people, guarded, named=True)}",
        brief=f"{asked} {words.inside_words(people, guarded, named=False)}",
        facts={"room_id": identifier, "room": found.unique_name, **words.people_facts(people)},
        targets=(identifier, *words.ids(people)),
        arguments={"room": identifier},
    )


async def end_session(api: Api, session: str) -> Preview:
    """The room, and who would be put out."""
    known, room = await _session_and_room(api, session)
    identifier = str(known.id)
    people = await inside(api, identifier)
    guarded = sum(map(api.is_protected, people))
    asked = f"End the meeting in {words.place(room)}?"
    return Preview(
        nothing=_over(known),
        question=f"{asked} {words.inside_words(people, guarded, named=True)}",
        brief=f"{asked} {words.inside_words(people, guarded, named=False)}",
        facts={"session_id": identifier, "room": room.unique_name, **words.people_facts(people)},
        targets=(identifier, *words.ids(people)),
        arguments={"session": identifier},
    )


async def kick_participants(
    api: Api, session: str, participants: list[str], exclude: list[str] | None = None
) -> Preview:
    """Who would be put out, of how many."""
    known, room = await _session_and_room(api, session)
    identifier = str(known.id)
    if over := _over(known):
        return Preview(question="", facts={}, targets=(identifier,), nothing=over)
    wanted, spared = await chosen(api, identifier, participants, exclude or [])
    present = await inside(api, identifier)
    everyone = wanted == [EVERYONE]
    out = [
        each
        for each in present
        if each.id not in spared and (not api.is_protected(each) if everyone else each.id in wanted)
    ]
    if protected := [str(each.id) for each in out if api.is_protected(each)]:
        raise protected_refusal(protected)
    absent = [] if everyone else [each for each in wanted if each not in words.ids(present)]
    also = f" {len(absent)} of those named are not inside." if absent else ""
    where = (
        f"out of the meeting in {words.place(room)}? "
        f"{words.count(len(present), 'participant')} inside.{also}"
    )
    return Preview(
        nothing=None if out or absent else "Nobody whom this would put out is inside.",
        question=f"Put {words.names(out) or 'nobody who is inside now'} {where}",
        brief=f"Put {words.count(len(out), 'participant')} {where}",
        facts={"session_id": identifier, "room": room.unique_name, **words.people_facts(out)},
        targets=(identifier, *words.ids(out), *absent),
        arguments={"session": identifier, "participants": wanted, "exclude": spared},
    )


async def wrap_up_meeting(
    api: Api, session: str, layout: str | None = None, *, keep_room: bool | None = None
) -> Preview | None:
    """Ending, while it goes on; deleting the room, when all else is done; nothing in between."""
    del layout
    known, room = await _session_and_room(api, session)
    identifier = str(known.id)
    if known.active is not False:
        return await end_session(api, identifier)
    if keep_room is not False or room.created_at is None:
        return None
    recordings = await recordings_of(api, identifier)
    if finished(recordings) < len(recordings):
        return None
    if any(each.type == "video" for each in recordings):
        video = await composition_of(api, identifier)
        if video is None or video.status != "completed":
            return None
    asked = await delete_room(api, str(room.id))
    return replace(asked, arguments={"session": identifier, "_delete_room": True})


def _over(session: RoomSession) -> str | None:
    ended = f" at {session.ended_at}" if session.ended_at else ""
    return f"This session had already ended{ended}." if session.active is False else None


async def _session_and_room(api: Api, session: str) -> tuple[RoomSession, Room]:
    """A session with its id, and its room: as much of it as there still is."""
    identifier = await session_id(api, session)
    known = await api.get(f"/room_sessions/{identifier}", RoomSession)
    known.id = identifier
    if known.room_id is None:
        return known, Room()
    try:
        return known, await api.get(f"/rooms/{known.room_id}", Room)
    except NotFoundError:  # the room is deleted, its sessions stay
        return known, Room(id=known.room_id)
