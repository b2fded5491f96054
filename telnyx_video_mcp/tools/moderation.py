"""Kick, mute and unmute: one operation, three verbs."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field

from telnyx_video_mcp.api.errors import InvalidError
from telnyx_video_mcp.api.models import ActionResult
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.checks import EVERYONE
from telnyx_video_mcp.video.lookup import session_id
from telnyx_video_mcp.video.outcomes import Kicked, Moderated
from telnyx_video_mcp.video.people import chosen

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api


def _entries(entries: list[str]) -> list[str]:
    found = [entry.strip() for entry in entries]
    if EVERYONE in found and len(found) > 1:
        raise ValueError('must be ["all"] alone or people alone; to spare somebody use exclude')
    for entry in found:
        if not entry or not entry.isprintable():
            raise ValueError("must be ids or display names, without blanks and control characters")
    return found


Participants = Annotated[
    list[str],
    Field(description='Ids or display names of people inside, or ["all"].', min_length=1),
    AfterValidator(_entries),
]
Exclude = Annotated[
    list[str],
    Field(description='Ids or display names to spare; useful with ["all"].'),
    AfterValidator(_entries),
]

_DONE = {"kick": "Put out", "mute": "Muted", "unmute": "Unmuted"}
_AFTER = {
    "kick": (
        " Whoever was put out can come back until their client token expires, and nothing revokes "
        "one. To keep somebody out, meet in a new room (host_meeting) and invite all but them."
    )
}
_ENDED = "private_ip"
"""Telnyx's word for a session that has ended: 422 "No private_ip for room"."""


@tool(Risk.DISRUPT, title="Kick participants", look_with="list_sessions")
async def kick_participants(
    api: "Api",
    session: params.SessionRef,
    participants: Participants,
    exclude: Exclude | None = None,
) -> Kicked:
    """Puts participants out of a meeting, by id or by the display name of somebody inside. They
    can come back while their client token is valid, and nothing revokes it.
    list_session_participants shows who is inside.
    """
    return await _moderate(api, "kick", session, participants, exclude)


@tool(Risk.CHANGE, title="Mute participants", look_with="list_sessions")
async def mute_participants(
    api: "Api",
    session: params.SessionRef,
    participants: Participants,
    exclude: Exclude | None = None,
) -> Moderated:
    """Mutes participants, by id or display name, for everybody in the meeting, until
    unmute_participants. The API does not tell who is muted.
    """
    return await _moderate(api, "mute", session, participants, exclude)


@tool(Risk.CHANGE, title="Unmute participants", look_with="list_sessions")
async def unmute_participants(
    api: "Api",
    session: params.SessionRef,
    participants: Participants,
    exclude: Exclude | None = None,
) -> Moderated:
    """Takes back what mute_participants did. Who muted their own microphone stays silent."""
    return await _moderate(api, "unmute", session, participants, exclude)


async def _moderate(
    api: "Api",
    action: str,
    session: str,
    participants: list[str],
    exclude: list[str] | None,
) -> Kicked:
    found = await session_id(api, session)
    participants, spared = await chosen(api, found, participants, exclude or [])
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
    outcome: Kicked = {
        "done": True,
        "message": f"{_DONE[action]} {_whom(participants, spared)}.{_AFTER.get(action, '')}",
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
