"""Participants as people: the name in their context, who is inside, and how to show them.

`context` is whatever the joiner's app sent, so both it and the name are text from outsiders.
"""

import json
from typing import Any

from telnyx_video_mcp.api.models import Page, Room, RoomParticipant, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import LONGEST, NOTICE, visible
from telnyx_video_mcp.tools.api import Api

LONGEST_NAME = 60
_NAME_KEYS = ("name", "username", "displayName", "display_name")


def display_name(context: str | None) -> str | None:
    """The name in a context: of its JSON, or the bare text itself; at most 60 characters."""
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
    shown = (visible(text, LONGEST_NAME)[0] for text in texts)
    return next((name for name in shown if name), None)


def called(participant: RoomParticipant) -> str:
    """How a person is named in a question: the name in quotes, or the id."""
    name = display_name(participant.context)
    return f'"{name}"' if name else f"participant {participant.id}"


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
    if participant.context is None:
        return False
    name = display_name(participant.context)
    text, cut = visible(participant.context)
    supplied: dict[str, Any] = {"name": name, "context": None if text == name else text}
    if cut:
        supplied["cut"] = f"the first {LONGEST} of {len(participant.context)} characters"
    participant.participant_supplied = supplied
    participant.context = None
    return True
