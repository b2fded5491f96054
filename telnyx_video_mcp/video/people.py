"""Participants as people: the name in their context, who is inside, and how to show them.

`context` is whatever the joiner's app sent, so both it and the name are text from outsiders.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import RoomParticipant
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.untrusted import LONGEST, Supplied, folded, plain, visible
from telnyx_video_mcp.video.reading import whole

LONGEST_NAME = 60
_NAME_KEYS = ("name", "username", "displayName", "display_name")


@result
class Person:
    """Somebody in a list of a result: their id and the name they show."""

    id: str | None
    name: Supplied | None


@result
class Joined(Person):
    """Somebody who is inside, since when."""

    joined_at: str | None


@result
class Left(Person):
    """Somebody who has left, and when."""

    left_at: str | None


def named(participants: Iterable[RoomParticipant]) -> list[Person]:
    """People for a list of a result."""
    return [Person(each.id, name_of(each)) for each in participants]


def joined(participants: Iterable[RoomParticipant]) -> list[Joined]:
    """The same with the time at which each joined."""
    return [Joined(each.id, name_of(each), each.joined_at) for each in participants]


def left(participants: Iterable[RoomParticipant]) -> list[Left]:
    """The same with the time at which each left."""
    return [Left(each.id, name_of(each), each.left_at) for each in participants]


def context_of(participant: RoomParticipant) -> str | None:
    """The context as text, also where Telnyx sends JSON in its place."""
    odd = (participant.unreadable or {}).get("context")
    return participant.context if odd is None else json.dumps(odd, ensure_ascii=False)


def name_in(context: str | None, longest: int = LONGEST_NAME) -> Supplied | None:
    """The name in a context: of its JSON, or the bare text itself; cut at `longest`."""
    if not context:
        return None
    try:
        document = json.loads(context)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict):
        texts = [text for key in _NAME_KEYS if isinstance(text := document.get(key), str)]
    else:
        texts = [document if isinstance(document, str) else context]
    shown = (Supplied(text, longest) for text in texts)
    return next((name for name in shown if name), None)


def says_more(context: str, name: Supplied | None) -> bool:
    """Whether a context holds anything besides this name, which was found in it."""
    try:
        document = json.loads(context)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        document = {"name": document if isinstance(document, str) else context}
    return any(
        not _is_empty(value) and not (key in _NAME_KEYS and _is(value, name))
        for key, value in document.items()
    )


def _is_empty(value: Any) -> bool:
    return value is None or value in ([], {}) or _is(value, "")


def _is(value: Any, name: str | None) -> bool:
    return isinstance(value, str) and visible(value, len(value))[0] == name


def name_of(participant: RoomParticipant, longest: int = LONGEST_NAME) -> Supplied | None:
    """The name that somebody shows."""
    return name_in(context_of(participant), longest)


def folded_name(participant: RoomParticipant) -> str:
    """The name for comparing; empty for none."""
    return folded(name_of(participant, LONGEST) or "")


def quoted(participant: RoomParticipant) -> str:
    """How a person is named in a question: the name in quotes, or the id."""
    name = name_of(participant)
    return f'"{plain(name, LONGEST_NAME)}"' if name else f"participant {participant.id}"


async def people_inside(api: Api, session_id: str) -> list[RoomParticipant]:
    """Who is in a session now.

    Raises:
        Refusal: There are too many to look through.
    """
    return [each for each in await everybody_of(api, session_id) if each.left_at is None]


async def everybody_of(api: Api, session_id: str) -> list[RoomParticipant]:
    """All participants of a session, those who have left among them.

    Raises:
        Refusal: There are too many to look through.
    """
    path = f"/room_sessions/{session_id}/participants"
    too_many = f"Session {session_id} has too many participants to look through."
    return await whole(api, path, RoomParticipant, too_many=too_many)


def is_protected(participant: RoomParticipant, protected: Sequence[str]) -> bool:
    """Whether somebody is one of the protected people, by id or by name.

    Names are compared without case and accents.
    """
    return bool(protecting(participant, protected))


def protecting(participant: RoomParticipant, protected: Sequence[str]) -> list[str]:
    """The entries that protect somebody, as the settings give them."""
    if not protected:
        return []
    known = {folded(participant.id or ""), folded_name(participant)} - {""}
    return [entry for entry in protected if folded(entry) in known]


def protected_refusal(entries: Iterable[str]) -> Refusal:
    """Why somebody is not kicked or muted; `entries` are as the caller gave them."""
    return Refusal(
        "Protected by this server's settings, so never kicked or muted: "
        f"{', '.join(entries)}. Nothing was sent; leave them out.",
        kind="protected",
    )
