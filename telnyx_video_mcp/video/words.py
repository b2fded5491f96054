"""How rooms, people and files are put into words. Pure.

Participants' names are text from outsiders: a person sees them quoted in a question, a model only
in `participant_supplied`.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from telnyx_video_mcp.api.models import Room, RoomParticipant, RoomRecording
from telnyx_video_mcp.toolkit.untrusted import Supplied, plain
from telnyx_video_mcp.video.people import name_of, quoted
from telnyx_video_mcp.video.rooms import LONGEST_NAME, is_deleted

NAMED = 8
"""At most this many people or rooms are named in a question; the rest are only counted."""

_MB_PER_GB = 1000


def place(room: Room) -> str:
    """A room by its name in quotes, or by its id."""
    name = plain(room.unique_name or "", LONGEST_NAME)
    if name:
        return f'"{name}"'
    if is_deleted(room):
        return f"a deleted room ({room.id})" if room.id else "an unknown room"
    return f"the room without a name ({room.id})"


def removed(people: Sequence[RoomParticipant], protected: int, *, named: bool) -> str:
    """How many would be removed, how many of them protected and, for a person, who."""
    if not people:
        return "Nobody is inside."
    who = f": {names(people)}" if named else ""
    also = f" {protected} of them {are(protected)} protected by the settings." if protected else ""
    number = len(people)
    inside = f"{count(number, 'participant')} {are(number)} inside"
    return f"{inside} and would be removed{who}.{also}"


def people_facts(people: Sequence[RoomParticipant]) -> dict[str, Any]:
    """The same as fields, with the names marked."""
    if not people:
        return {"participants": 0}
    shown = [name_of(each) or Supplied(f"participant {each.id}") for each in people]
    return {"participants": len(people), "names": shown}


def names(people: Sequence[RoomParticipant]) -> str:
    """The names of the first, and how many more."""
    shown = ", ".join(quoted(each) for each in people[:NAMED])
    return f"{shown} and {len(people) - NAMED} more" if len(people) > NAMED else shown


def ids(things: Iterable[RoomParticipant | RoomRecording]) -> tuple[str, ...]:
    """Their ids."""
    return tuple(each.id for each in things if each.id)


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def people(number: int) -> str:
    """So many people."""
    return {0: "nobody", 1: "1 person"}.get(number, f"{number} people")


def are(number: int) -> str:
    """The verb for so many."""
    return "is" if number == 1 else "are"


def length(seconds: float) -> str:
    """A duration as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def size(megabytes: float) -> str:
    """A size as people say it."""
    if megabytes >= _MB_PER_GB:
        return f"{megabytes / _MB_PER_GB:.1f} GB"
    return f"{megabytes:.1f} MB"
