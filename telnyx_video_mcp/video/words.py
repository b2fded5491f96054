"""How rooms, people and files are put into words. Pure.

Participants' names are text from outsiders: a person sees them quoted, a model only in
`participant_supplied`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from telnyx_video_mcp.api.models import Room, RoomParticipant, RoomRecording
from telnyx_video_mcp.toolkit.untrusted import NOTICE, plain
from telnyx_video_mcp.video.people import LONGEST_NAME, called

NAMED = 8
_MB_PER_GB = 1000


def room_words(room: Room) -> str:
    """A room by its name in quotes, or by its id."""
    name = plain(room.unique_name or "", LONGEST_NAME)
    return f'"{name}"' if name else f"without a name ({room.id})"


def place(room: Room) -> str:
    """Where a meeting is; a room that was not found has nothing but its id."""
    if room.created_at is None and room.unique_name is None:
        return f"a deleted room ({room.id})" if room.id else "an unknown room"
    return room_words(room) if room.unique_name else f"the room {room_words(room)}"


def inside_words(people: Sequence[RoomParticipant], protected: int, *, named: bool) -> str:
    """How many would be put out, how many of them protected and, for a person, who."""
    if not people:
        return "Nobody is inside."
    who = f": {names(people)}" if named else ""
    also = f" {protected} of them protected by the settings." if protected else ""
    return f"{count(len(people), 'participant')} inside would be put out{who}.{also}"


def people_facts(people: Sequence[RoomParticipant]) -> dict[str, Any]:
    """The same as fields, with the names marked."""
    if not people:
        return {"participants": 0}
    listed = [called(each) for each in people]
    return {"participants": len(people), "participant_supplied": listed, "notice": NOTICE}


def names(people: Sequence[RoomParticipant]) -> str:
    """The names of the first, and how many more."""
    shown = ", ".join(called(each) for each in people[:NAMED])
    return f"{shown} and {len(people) - NAMED} more" if len(people) > NAMED else shown


def ids(things: Iterable[RoomParticipant | RoomRecording]) -> tuple[str, ...]:
    """Their ids."""
    return tuple(each.id for each in things if each.id)


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def length(seconds: float) -> str:
    """A duration as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def size(megabytes: float) -> str:
    """A size as people say it."""
    if megabytes >= _MB_PER_GB:
        return f"{megabytes / _MB_PER_GB:.1f} GB"
    return f"{megabytes:.1f} MB"
