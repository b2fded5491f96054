"""Participants as people: the name in their context, who is inside, and how to show them.

`context` is whatever the joiner's app sent, so both it and the name are text from outsiders.
"""

import json
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import Page, Room, RoomParticipant, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import LONGEST, NOTICE, folded, plain, visible
from telnyx_video_mcp.video.checks import EVERYONE, is_uuid

LONGEST_NAME = 60
_CANDIDATES = 10
_NAME_KEYS = ("name", "username", "displayName", "display_name")


def context_of(participant: RoomParticipant) -> str | None:
    """The context as text, also where Telnyx sends JSON in its place."""
    odd = (participant.unreadable or {}).get("context")
    return participant.context if odd is None else json.dumps(odd, ensure_ascii=False)


def display_name(context: str | None, longest: int = LONGEST_NAME) -> str | None:
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
    shown = (visible(text, longest)[0] for text in texts)
    return next((name for name in shown if name), None)


def called(participant: RoomParticipant) -> str:
    """How a person is named in a question: the name in quotes, or the id."""
    name = display_name(context_of(participant))
    return f'"{plain(name, LONGEST_NAME)}"' if name else f"participant {participant.id}"


async def inside(api: Api, session_id: str) -> list[RoomParticipant]:
    """Who is in a session now.

    Raises:
        Refusal: There are too many to look through.
    """
    path = f"/room_sessions/{session_id}/participants"
    present: list[RoomParticipant] = []
    async for page in api.pages(path, RoomParticipant):
        present += [each for each in page.items if each.left_at is None]
    if page.next_page:
        raise Refusal(f"Session {session_id} has too many participants to look through.")
    return present


async def chosen(
    api: Api, session_id: str, participants: list[str], exclude: list[str]
) -> tuple[list[str], list[str]]:
    """The ids that `participants` and `exclude` mean; names cost one read of who is inside.

    `["all"]` stays as it is.

    Raises:
        Refusal: A name fits nobody or several people, singles out somebody protected, or nobody
            is left.
    """
    named = [each for each in [*participants, *exclude] if each != EVERYONE and not is_uuid(each)]
    present = await inside(api, session_id) if named else []

    def ids(entries: list[str], *, spare: bool) -> list[str]:
        return [
            entry
            if entry == EVERYONE
            else entry.lower()
            if is_uuid(entry)
            else _the_one(api, entry, present, spare=spare)
            for entry in entries
        ]

    wanted, spared = ids(participants, spare=False), ids(exclude, spare=True)
    await api.check_people([each for each in [*wanted, *spared] if each != EVERYONE])
    if set(wanted) <= set(spared):
        raise Refusal("exclude names everybody in participants: nobody is left.")
    return wanted, spared


def _the_one(api: Api, name: str, present: list[RoomParticipant], *, spare: bool) -> str:
    """The id of the one person inside who has this name, whatever its case and accents."""
    found = [
        each for each in present if folded(display_name(context_of(each)) or "") == folded(name)
    ]
    if len(found) == 1 and found[0].id:
        if api.is_protected(found[0]) and not spare:
            raise protected_refusal([found[0].id])
        return found[0].id
    shown = visible(name, LONGEST_NAME)[0]
    candidates = found or present
    counted = f"{len(found)} people inside are" if found else "Nobody inside is"
    more = " (the first ten)" if len(candidates) > _CANDIDATES else ""
    raise Refusal(
        f"{counted} called {shown!r}, so nothing was sent. Use an id: `candidates` has who "
        f"{'they are' if found else 'is inside'}{more}.",
        kind="ambiguous" if found else "not_found",
        candidates=[person(each, "joined_at") for each in candidates[:_CANDIDATES]],
        notice=NOTICE,
    )


def protected_refusal(identifiers: list[str]) -> Refusal:
    """Why somebody is not kicked or muted."""
    return Refusal(
        "Protected by this server's settings, and so never kicked or muted: "
        f"{', '.join(identifiers)}. Nothing was sent; leave them out.",
        kind="protected",
    )


def person(participant: RoomParticipant, when: str) -> dict[str, Any]:
    """Somebody in a list of a result: id, what they call themselves, and one of their times."""
    name = display_name(context_of(participant))
    return {
        "id": participant.id,
        "participant_supplied": {"name": name} if name else None,
        when: getattr(participant, when),
    }


def mark(value: Any) -> dict[str, Any]:
    """Move what participants supplied into a marked field, wherever a result holds it.

    Returns the fields to add to the result: the notice, if anything was marked.
    """
    return {"notice": NOTICE} if _marked(value) else {}


def _marked(value: Any) -> bool:
    if isinstance(value, Page):
        return sum(map(_marked, value.items)) > 0
    if isinstance(value, Room):
        return sum(map(_marked, value.sessions or [])) > 0
    if isinstance(value, RoomSession):
        return sum(map(_marked, value.participants or [])) > 0
    return _mark_participant(value) if isinstance(value, RoomParticipant) else False


def _mark_participant(participant: RoomParticipant) -> bool:
    context = context_of(participant)
    if context is None:
        return False
    name = display_name(context)
    text, cut = visible(context)
    supplied: dict[str, Any] = {"name": name, "context": None if text == name else text}
    if cut:
        supplied["cut"] = f"the first {LONGEST} of {len(context)} characters"
    participant.participant_supplied = supplied
    participant.context = None
    others = {k: v for k, v in (participant.unreadable or {}).items() if k != "context"}
    participant.unreadable = others or None
    return True
