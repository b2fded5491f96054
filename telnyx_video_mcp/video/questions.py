"""The plans that several tools share: what a person is asked before it is done.

A question names people as they call themselves; its brief form, which a model may read, does not.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import Room, RoomComposition, RoomParticipant, RoomRecording
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.video import words
from telnyx_video_mcp.video.old_files import UNKNOWN, OldFile
from telnyx_video_mcp.video.people import is_protected
from telnyx_video_mcp.video.rooms import names_of_rooms, shown_name
from telnyx_video_mcp.video.sessions import Meeting
from telnyx_video_mcp.video.what_went import described, size_and_days, summary

ResultT = TypeVar("ResultT")
Apply = Callable[[], Awaitable[ResultT]]


def ending(
    api: Api, meeting: Meeting, people: Sequence[RoomParticipant], apply: Apply[ResultT]
) -> Plan[ResultT]:
    """To end a meeting with these people inside."""
    asked = f"End the meeting in {words.place(meeting.room)}?"
    facts = {"session_id": meeting.id, "room": meeting.room.unique_name}
    return _removal(api, asked, people, apply, facts=facts, target=meeting.id)


def deletion_of_room(
    api: Api, room: Room, people: Sequence[RoomParticipant], apply: Apply[ResultT]
) -> Plan[ResultT]:
    """To delete a room with these people inside."""
    asked = f"Delete {_the_room(room)} for good?"
    facts = {"room_id": room.id, "room": room.unique_name}
    return _removal(api, asked, people, apply, facts=facts, target=str(room.id))


def _the_room(room: Room) -> str:
    place = words.place(room)
    return f"the room {place}" if place.startswith('"') else place


def _removal(
    api: Api,
    asked: str,
    people: Sequence[RoomParticipant],
    apply: Apply[ResultT],
    *,
    facts: dict[str, Any],
    target: str,
) -> Plan[ResultT]:
    protected = sum(is_protected(each, api.limits.protected) for each in people)
    return Plan(
        question=f"{asked} {words.removed(people, protected, named=True)}",
        brief=f"{asked} {words.removed(people, protected, named=False)}",
        facts={**facts, **words.people_facts(people)},
        targets=(target, *words.ids(people)),
        apply=apply,
    )


async def rooms_of_files(
    api: Api, files: Sequence[OldFile], room: Room | None = None
) -> dict[str, str]:
    """The names of the rooms that most of the files are of, by their ids.

    `room` is the one that all are of, if there is one and it was read already.
    """
    most = Counter(each.room_id for each in files).most_common(words.NAMED)
    names = {str(room.id): shown_name(room)} if room else {}
    unnamed = [each for each, _ in most if each not in names and each != UNKNOWN]
    return names | await names_of_rooms(api, unnamed)


def deletion_of_file(
    kind: str,
    identifier: str,
    found: RoomRecording | RoomComposition,
    names: Mapping[str, str],
    apply: Apply[ResultT],
) -> Plan[ResultT]:
    """To delete one recording or composition; `names` are of rooms, by their ids."""
    room = names.get(found.room_id or "")
    return Plan(
        question=f"Delete this {kind}{described(found, room)} for good?",
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
        apply=apply,
    )


def deletion_of_files(
    files: Sequence[OldFile],
    noun: str,
    names: Mapping[str, str],
    apply: Apply[ResultT],
    *,
    examples: int = 0,
) -> Plan[ResultT]:
    """To delete many files, with their number, size, days and rooms (see `rooms_of_files`)."""
    shared = summary(files, names)
    where = ", ".join(f"{name}: {number}" for name, number in shared["rooms"].items()) or "none"
    others = shared.get("more_rooms", 0)
    more = f" and {words.count(others, 'more room')}" if others else ""
    shown = [{"id": each.id, "day": each.day, "size_mb": each.size_mb} for each in files[:examples]]
    return Plan(
        question=(
            f"Delete {words.count(len(files), noun)} for good ({size_and_days(files)})? "
            f"By room: {where}{more}."
        ),
        facts={f"{noun}s": len(files), **shared, "examples": shown or None},
        targets=tuple(each.id for each in files),
        apply=apply,
    )
