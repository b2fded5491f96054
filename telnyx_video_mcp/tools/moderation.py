"""Kick, mute and unmute: one operation, three verbs."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import InvalidError
from telnyx_video_mcp.api.messages import Request
from telnyx_video_mcp.api.models import ActionResult, RoomParticipant, RoomSession
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params, words
from telnyx_video_mcp.video.checks import EVERYONE
from telnyx_video_mcp.video.choice import Choice, chosen, refuse_nobody
from telnyx_video_mcp.video.people import (
    Person,
    everybody_of,
    named,
    people_inside,
    protecting,
)
from telnyx_video_mcp.video.questions import Apply
from telnyx_video_mcp.video.sessions import Meeting, already_ended, find_meeting, session_id


def _entries(entries: list[str]) -> list[str]:
    found = [entry.strip() for entry in entries]
    if EVERYONE in found and len(found) > 1:
        raise ValueError('must be ["all"] or a list of people, not both; exclude leaves people out')
    return found


Participants = Annotated[
    list[params.VisibleEntry],
    Field(description='Ids or display names of people inside, or ["all"].', min_length=1),
    AfterValidator(_entries),
]
Exclude = Annotated[
    list[params.VisibleEntry],
    Field(description='Ids or display names to leave out of ["all"].'),
    AfterValidator(_entries),
]

Action = Literal["kick", "mute", "unmute"]

_DONE: dict[Action, str] = {"kick": "Removed", "mute": "Muted", "unmute": "Unmuted"}
_COME_BACK = (
    "They can come back until their client token expires, because tokens cannot be revoked. To "
    "keep somebody out, meet in a new room (host_meeting) and invite everybody else."
)
_ENDED = "private_ip"
"""Telnyx's word for a session that has ended: 422 "No private_ip for room"."""


@result
class Moderated:
    """What was done to whom; `excluded` are people inside who were left out."""

    done: bool
    message: str
    session_id: str
    participants: list[Person] | None = None
    excluded: list[Person] | None = None
    joined_since: list[Person] | None = None


@tool(Risk.DISRUPT, title="Kick participants", verify_with="list_sessions")
async def kick_participants(
    api: Api,
    session: params.ActiveSessionRef,
    participants: Participants,
    exclude: Exclude | None = None,
) -> Plan[Moderated] | Moderated:
    """Removes participants from a meeting, by id or by the display name of somebody inside. They
    can come back while their client token is valid; it cannot be revoked.
    list_session_participants shows who is inside.
    """
    refuse_nobody(participants, exclude or [])
    meeting = await find_meeting(api, session)
    if meeting.ended:
        return _nothing(meeting.id, already_ended(meeting.session))
    everybody = await everybody_of(api, meeting.id)
    choice = chosen(everybody, participants, exclude or [], api.limits.protected)
    _note_parts(api, choice)
    present = [each for each in everybody if each.left_at is None]
    if not choice.ids:
        return _nothing(meeting.id, "Nobody inside would be removed, so nothing was sent.")
    request = _request("kick", meeting.id, choice)
    await api.rehearse(request)

    async def apply() -> Moderated:
        await _send(api, request, choice)
        since: list[RoomParticipant] = []
        if participants == [EVERYONE]:
            seen = {each.id for each in present}
            inside = await people_inside(api, meeting.id)
            since = [each for each in inside if each.id not in seen]
        return _moderated("kick", meeting.id, choice, since)

    return _question(meeting, present, choice, apply)


@tool(Risk.CHANGE, title="Mute participants", verify_with="list_sessions")
async def mute_participants(
    api: Api,
    session: params.ActiveSessionRef,
    participants: Participants,
    exclude: Exclude | None = None,
) -> Moderated:
    """Mutes participants, by id or display name, for everybody in the meeting, until
    unmute_participants. The API does not say who is muted.
    """
    return await _muting(api, "mute", session, participants, exclude or [])


@tool(Risk.CHANGE, title="Unmute participants", verify_with="list_sessions")
async def unmute_participants(
    api: Api,
    session: params.ActiveSessionRef,
    participants: Participants,
    exclude: Exclude | None = None,
) -> Moderated:
    """Undoes mute_participants. People who muted their own microphone stay silent."""
    return await _muting(api, "unmute", session, participants, exclude or [])


async def _muting(
    api: Api, action: Action, session: str, participants: list[str], exclude: list[str]
) -> Moderated:
    refuse_nobody(participants, exclude)
    found = await session_id(api, session)
    everybody = await everybody_of(api, found)
    protected = api.limits.protected if action == "mute" else ()
    choice = chosen(everybody, participants, exclude, protected)
    _note_parts(api, choice)
    if not choice.ids:
        known = await api.get(f"/room_sessions/{found}", RoomSession)
        if known.active is False:
            raise _session_ended(found)
        return _nothing(found, f"Nobody inside would be {action}d, so nothing was sent.")
    await _send(api, _request(action, found, choice), choice)
    return _moderated(action, found, choice)


def _request(action: Action, session: str, choice: Choice) -> Request:
    """The request for exactly these people: never "all", which may have become more."""
    path = f"/room_sessions/{session}/actions/{action}"
    body: dict[str, Any] = {"participants": choice.ids}
    if choice.excluded:
        body["exclude"] = list(choice.excluded)
    return Request("POST", path, body=body, repeatable=True)


async def _send(api: Api, request: Request, choice: Choice) -> None:
    if choice.protected:
        # As the settings name them: what people call themselves is text from outsiders.
        entries = [
            entry for each in choice.protected for entry in protecting(each, api.limits.protected)
        ]
        spared = ", ".join(dict.fromkeys(entries))
        api.note(f"Protected by this server's settings, and so left alone: {spared}.")
    try:
        await api.post(request.path, ActionResult, request.body, repeatable=True)
    except InvalidError as refused:
        if _ENDED not in refused.sentence:
            raise
        raise _session_ended(str(request.identifier)) from None


def _note_parts(api: Api, choice: Choice) -> None:
    for entry in choice.parts:
        api.note(f"{entry!r} was taken to mean the only person inside whose name begins with it.")


def _session_ended(session: str) -> Refusal:
    return Refusal(
        f"Session {session} has ended: nobody is inside. get_session shows it.",
        kind="session_ended",
    )


def _question(
    meeting: Meeting, present: list[RoomParticipant], choice: Choice, apply: Apply[Moderated]
) -> Plan[Moderated]:
    absent = len(choice.absent)
    also = f" {absent} of those named {words.are(absent)} not inside." if absent else ""
    where = (
        f"from the meeting in {words.place(meeting.room)}? "
        f"{words.count(len(present), 'participant')} {words.are(len(present))} inside.{also}"
    )
    return Plan(
        question=f"Remove {words.names(choice.people) or 'nobody who is inside now'} {where}",
        brief=f"Remove {words.count(len(choice.people), 'participant')} {where}",
        facts={
            "session_id": meeting.id,
            "room": meeting.room.unique_name,
            **words.people_facts(choice.people),
        },
        targets=(meeting.id, *choice.ids),
        apply=apply,
    )


def _moderated(
    action: Action, session: str, choice: Choice, since: Sequence[RoomParticipant] = ()
) -> Moderated:
    message = f"{_DONE[action]} {words.count(len(choice.ids), 'participant')}"
    message += f"; {_were(len(choice.spared))} excluded." if choice.spared else "."
    if absent := len(choice.absent):
        message += f" Of those named, {_were(absent)} not inside."
    if since:
        message += (
            f" {len(since)} joined since and {'was' if len(since) == 1 else 'were'} not removed."
        )
    if action == "kick":
        message += f" {_COME_BACK}"
    absentees = [Person(each, None) for each in choice.absent]
    return Moderated(
        done=True,
        message=message,
        session_id=session,
        participants=[*named(choice.people), *absentees],
        excluded=named(choice.spared) or None,
        joined_since=named(since) or None,
    )


def _nothing(session: str, message: str) -> Moderated:
    return Moderated(done=False, message=message, session_id=session)


def _were(number: int) -> str:
    return f"{number} {'was' if number == 1 else 'were'}"


TOOLS = (kick_participants, mute_participants, unmute_participants)
