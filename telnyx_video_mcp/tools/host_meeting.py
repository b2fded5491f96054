"""A room that exists, and a join link or client token for each guest."""

from typing import Annotated, Any

import anyio
from pydantic import AfterValidator, Field

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError, InvalidError
from telnyx_video_mcp.api.models import ClientToken, Room
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.existing_room import differences
from telnyx_video_mcp.video.filters import given
from telnyx_video_mcp.video.rooms import room_meant, room_named
from telnyx_video_mcp.video.tokens import issued

_AT_ONCE = 10
_DEFAULT_CAPACITY = 10


def _different(names: list[str]) -> list[str]:
    if len({name.strip().casefold() for name in names}) < len(names):
        raise ValueError("must name each guest once")
    return [name.strip() for name in names]


Guests = Annotated[
    list[params.VisibleEntry],
    Field(description="A name for each guest, to tell the links apart.", max_length=50),
    AfterValidator(_different),
]


@result
class Guest:
    """A guest, and the join link or client token to give to them, or why there is none."""

    name: str
    join_url: str | None = None
    token: str | None = None
    expires_in_minutes: int | float | None = None
    expires_at: str | None = None
    problem: str | None = None


@result
class HostedMeeting:
    """The room as it is, whether it existed before, and the guests."""

    room_id: str
    room: str
    max_participants: int | None
    enable_recording: bool | None
    active_session_id: str | None
    created_at: str | None
    reused: bool
    differs: list[str]
    guests: list[Guest]
    message: str


@tool(Risk.CREATE, title="Host a meeting", verify_with="get_room")
async def host_meeting(
    api: Api,
    name: params.UniqueName,
    guests: Guests | None = None,
    max_participants: params.MaxParticipants | None = None,
    enable_recording: params.EnableRecording | None = None,
    token_ttl_secs: params.TokenTtl | None = None,
) -> HostedMeeting:
    """Makes sure that a room of this name exists, and issues a join link or a client token for
    each guest, with its expiry. Says whether the room existed and how it differs from what was
    asked for. Called again with the same name it only issues new tokens. watch_session then shows
    who joins.
    """
    names = guests or []
    wanted = given(max_participants=max_participants, enable_recording=enable_recording)
    _refuse_crowd(
        names, max_participants or _DEFAULT_CAPACITY, only_if=max_participants is not None
    )
    room = await room_meant(api, name)
    reused = room is not None
    if room is None:
        _refuse_crowd(names, max_participants or _DEFAULT_CAPACITY)
        room, reused = await _created(api, name, wanted)
    capacity = room.max_participants or _DEFAULT_CAPACITY
    _refuse_crowd(names, capacity)
    room_id = room.id or ""
    invited = await _invited(api, room_id, names, token_ttl_secs)
    return HostedMeeting(
        room_id=room_id,
        room=room.unique_name or name,
        max_participants=room.max_participants,
        enable_recording=room.enable_recording,
        active_session_id=room.active_session_id,
        created_at=room.created_at if reused else None,
        reused=reused,
        differs=differences(room, wanted) if reused else [],
        guests=invited,
        message=_message(room, invited, reused=reused),
    )


def _refuse_crowd(names: list[str], capacity: int, *, only_if: bool = True) -> None:
    if only_if and len(names) > capacity:
        raise Refusal(
            f"{len(names)} guests do not fit in a room for {capacity}. Set max_participants (at "
            "most 50), use update_room if the room exists, or invite fewer guests."
        )


async def _created(api: Api, name: str, wanted: dict[str, Any]) -> tuple[Room, bool]:
    """A new room, or the one that is there after all, and whether that is so."""
    try:
        return await api.post("/rooms", Room, {"unique_name": name, **wanted}), False
    except ApiError as error:
        # The reply may be lost, or somebody else was faster: what counts is whether it exists.
        if not (error.may_have_happened or isinstance(error, InvalidError)):
            raise
        found = await room_named(api, name)
        if found is None:
            raise
        return found, isinstance(error, InvalidError)


async def _invited(
    api: Api, room_id: str, names: list[str], token_ttl_secs: int | None
) -> list[Guest]:
    body = given(token_ttl_secs=token_ttl_secs)
    path = f"/rooms/{room_id}/actions/generate_join_client_token"
    found: dict[str, Guest] = {}
    limiter = anyio.CapacityLimiter(_AT_ONCE)

    async def invite(name: str) -> None:
        async with limiter:
            try:
                token = await api.post(path, ClientToken, body)
            except ApiError as error:
                problem = (
                    f"{error.sentence} No client token was received; call again for this guest."
                )
                found[name] = Guest(name, problem=problem)
                return
        made = issued(token, room_id, token_ttl_secs, api.limits)
        found[name] = Guest(
            name,
            join_url=made.join_url,
            token=None if made.join_url else token.token,
            expires_in_minutes=made.expires_in_minutes,
            expires_at=token.token_expires_at,
        )

    async with anyio.create_task_group() as tasks:
        for name in names:
            tasks.start_soon(invite, name)
    return [found[name] for name in names]


def _message(room: Room, guests: list[Guest], *, reused: bool) -> str:
    existed = "already existed, and nothing about it was changed" if reused else "was created"
    about = f"The room {existed}.{_settings(room)}"
    failed = sum(guest.problem is not None for guest in guests)
    if not guests:
        return f"{about} Nobody was invited yet."
    problem = f" For {failed} of the guests no client token was issued." if failed else ""
    return (
        f"{about}{problem} Each link or token lets anybody who has it join, and carries no name: "
        "send each to one person. When one has expired, call again for that guest."
    )


def _settings(room: Room) -> str:
    """For how many it is, and whether it records, as far as Telnyx says so."""
    if room.max_participants is None or room.enable_recording is None:
        return ""
    records = "records" if room.enable_recording else "does not record"
    going_on = " A meeting is going on in it." if room.active_session_id else ""
    return f" It is for {room.max_participants} people and {records}.{going_on}"


TOOLS = (host_meeting,)
