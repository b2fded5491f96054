"""Sessions with the stays in them, read from the API."""

from collections.abc import Sequence
from datetime import datetime

from telnyx_video_mcp.api.call import DEFAULT_PAGE_SIZE, LARGEST_PAGE, Api
from telnyx_video_mcp.api.models import RoomParticipant, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import Supplied, visible
from telnyx_video_mcp.video import presence, typed_names
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.people import LONGEST_NAME, everybody_of, name_of
from telnyx_video_mcp.video.people import Person as Someone
from telnyx_video_mcp.video.presence import Attended, Meeting, Stay

_CANDIDATES = 10
_A_PAGE = {DEFAULT_PAGE_SIZE, LARGEST_PAGE}
"""So many participants may be no more than the first page of them."""


async def attended(api: Api, session: RoomSession) -> Attended:
    """A session and who was in it.

    It costs one request for 250 participants, and none where the session came with them.
    """
    people = session.participants
    if people is None or len(people) in _A_PAGE:
        people = await everybody_of(api, session.id or "")
    return stays_of(session, people, await api.now())


def stays_of(session: RoomSession, people: list[RoomParticipant], now: datetime) -> Attended:
    """A session and the stays in it, as of a time. Pure."""
    meeting = Meeting(
        session.id or "",
        session.active is True,
        presence.parsed(session.created_at),
        presence.parsed(session.ended_at),
    )
    at = presence.microseconds(now)
    return Attended(meeting, [_stay(each, meeting, at) for each in people])


def _stay(participant: RoomParticipant, meeting: Meeting, now: int) -> Stay:
    return presence.stay(
        meeting,
        now,
        identifier=participant.id,
        name=name_of(participant),
        joined=presence.parsed(participant.joined_at),
        updated=presence.parsed(participant.updated_at),
        left=presence.parsed(participant.left_at),
        gone=participant.left_at is not None or "left_at" in (participant.unreadable or {}),
    )


def only(
    found: Sequence[Attended], persons: Sequence[presence.Person], wanted: str
) -> tuple[list[Attended], list[presence.Person]]:
    """The sessions in which one of these persons was, and that person. Pure.

    `wanted` is a participant's id, or the name that the person shows: case and accents do not
    matter, and a first name is enough where only one has it.

    Raises:
        Refusal: It is nobody, or several; `candidates` lists who it could be.
    """
    stays = [stay for each in found for stay in each.stays]
    if is_uuid(wanted):
        keys = {presence.key(stay.name, stay.id) for stay in stays if stay.id == wanted.lower()}
        meant = [each for each in persons if each.key in keys]
    else:
        named = [(each.name or "", each) for each in persons]
        meant = typed_names.same(wanted, named) or typed_names.beginning(wanted, named)
    if len(meant) != 1:
        raise _refusal(found, meant or persons, wanted, len(meant))
    key = meant[0].key
    there = [
        each
        for each in found
        if any(presence.key(stay.name, stay.id) == key for stay in each.stays)
    ]
    return there, meant


def _refusal(
    found: Sequence[Attended], persons: Sequence[presence.Person], wanted: str, meant: int
) -> Refusal:
    shown = visible(wanted, LONGEST_NAME)[0]
    nearest = typed_names.nearest_first(wanted, [(each.name or "", each) for each in persons])
    who = f"{meant} people are" if meant else "Nobody is"
    sessions = "this session" if len(found) == 1 else f"these {len(found)} sessions"
    return Refusal(
        f"{who} called {shown!r} in {sessions}. `candidates` lists who it could be.",
        kind="ambiguous" if meant else "not_found",
        candidates=[
            Someone(each.id, Supplied(each.name) if each.name else None)
            for each in nearest[:_CANDIDATES]
        ],
    )
