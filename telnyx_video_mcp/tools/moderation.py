"""Kick, mute and unmute: one operation, three verbs."""

from typing import TYPE_CHECKING, Any

from telnyx_video_mcp.api.errors import InvalidError
from telnyx_video_mcp.api.models import ActionResult
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.tools import params
from telnyx_video_mcp.tools.checks import EVERYONE
from telnyx_video_mcp.tools.lookup import session_id
from telnyx_video_mcp.tools.outcomes import AskedOutcome, Outcome

if TYPE_CHECKING:
    from telnyx_video_mcp.tools.api import Api

_DONE = {"kick": "Put out", "mute": "Muted", "unmute": "Unmuted"}
_ENDED = "private_ip"
"""Telnyx's word for a session that has ended: 422 "No private_ip for room"."""


@tool(Risk.DISRUPT, title="Kick participants", look_with="list_session_participants")
async def kick_participants(
    api: "Api",
    session: params.SessionRef,
    participants: params.Participants,
    exclude: params.Exclude | None = None,
) -> AskedOutcome:
    """Puts participants out of a meeting. They can come back while their client token is valid,
    and nothing revokes it. list_session_participants shows who is inside.
    """
    return await _moderate(api, "kick", session, participants, exclude)


@tool(Risk.CHANGE, title="Mute participants", look_with="list_session_participants")
async def mute_participants(
    api: "Api",
    session: params.SessionRef,
    participants: params.Participants,
    exclude: params.Exclude | None = None,
) -> Outcome:
    """Mutes participants for everybody in the meeting, until unmute_participants."""
    return await _moderate(api, "mute", session, participants, exclude)


@tool(Risk.CHANGE, title="Unmute participants", look_with="list_session_participants")
async def unmute_participants(
    api: "Api",
    session: params.SessionRef,
    participants: params.Participants,
    exclude: params.Exclude | None = None,
) -> Outcome:
    """Takes back what mute_participants did. Who muted their own microphone stays silent."""
    return await _moderate(api, "unmute", session, participants, exclude)


async def _moderate(
    api: "Api",
    action: str,
    session: str,
    participants: list[str],
    exclude: list[str] | None,
) -> AskedOutcome:
    spared = exclude or []
    if set(participants) <= set(spared):
        raise Refusal("exclude names everybody in participants: nobody is left.")
    found = await session_id(api, session)
    everyone = participants == [EVERYONE]
    body: dict[str, Any] = {"participants": EVERYONE if everyone else participants}
    if spared:
        body["exclude"] = spared
    path = f"/room_sessions/{found}/actions/{action}"
    try:
        await api.post(path, ActionResult, body, repeatable=True)
    except InvalidError as refused:
        if _ENDED not in refused.sentence:
            raise
        raise Refusal(
            f"Session {found} has ended: nobody is inside to {action}. get_session shows it.",
            kind="session_ended",
        ) from None
    outcome: AskedOutcome = {
        "done": True,
        "message": f"{_DONE[action]} {_whom(participants, spared)}.",
        "session_id": found,
        "participants": participants,
    }
    if spared:
        outcome["exclude"] = spared
    return outcome


def _whom(participants: list[str], spared: list[str]) -> str:
    if participants == [EVERYONE]:
        return f"everybody but {_count(set(spared))}" if spared else "everybody"
    return _count(set(participants) - set(spared))


def _count(people: set[str]) -> str:
    return f"{len(people)} participant{'' if len(people) == 1 else 's'}"


TOOLS = (kick_participants, mute_participants, unmute_participants)
