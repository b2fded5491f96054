"""A room that is there, and a way in for each guest."""

from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import anyio
from pydantic import AfterValidator, Field

from telnyx_video_mcp.api.errors import ApiError, InvalidError
from telnyx_video_mcp.api.models import ClientToken, Room
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import checks, params
from telnyx_video_mcp.video.filters import given
from telnyx_video_mcp.video.lookup import room_named

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api

_AT_ONCE = 10
_DEFAULT_CAPACITY = 10


def _different(names: list[str]) -> list[str]:
    if len({checks.name(name).strip().casefold() for name in names}) < len(names):
        raise ValueError("must name each guest once")
    return [name.strip() for name in names]


Guests = Annotated[
    list[str],
    Field(description="A name for each guest, to tell the links apart.", max_length=50),
    AfterValidator(_different),
]


class HostedMeeting(TypedDict, total=False):
    """The room, what was found instead of made, and a way in for each guest."""

    room_id: str
    room: str
    reused: bool
    differs: list[str]
    guests: list[dict[str, Any]]
    message: str


@tool(Risk.CREATE, title="Host a meeting", look_with="get_room")
async def host_meeting(
    api: "Api",
    name: params.UniqueName,
    guests: Guests | None = None,
    max_participants: params.MaxParticipants | None = None,
    enable_recording: params.EnableRecording | None = None,
    token_ttl_secs: params.TokenTtl | None = None,
) -> HostedMeeting:
    """Makes sure that a room of this name exists, and gives each guest a way in: a link, or a
    client token, with its expiry. Says what it reused and what differs from what was asked. Again
    for the same name it makes only new tokens. watch_session then shows who comes.
    """
    api.check_token_ttl(token_ttl_secs)
    names = guests or []
    wanted = given(max_participants=max_participants, enable_recording=enable_recording)
    _refuse_crowd(
        names, max_participants or _DEFAULT_CAPACITY, only_if=max_participants is not None
    )
    room = await room_named(api, name)
    reused = room is not None
    if room is None:
        _refuse_crowd(names, max_participants or _DEFAULT_CAPACITY)
        room, reused = await _created(api, name, wanted)
    capacity = room.max_participants or _DEFAULT_CAPACITY
    _refuse_crowd(names, capacity)
    room_id = room.id or ""
    ways_in = await _ways_in(api, room_id, names, token_ttl_secs)
    return {
        "room_id": room_id,
        "room": name,
        "reused": reused,
        "differs": _differences(room, wanted) if reused else [],
        "guests": ways_in,
        "message": _message(ways_in, reused=reused),
    }


def _refuse_crowd(names: list[str], capacity: int, *, only_if: bool = True) -> None:
    if only_if and len(names) > capacity:
        raise Refusal(
            f"{len(names)} guests do not fit into a room for {capacity}. Give max_participants (at "
            "most 50), or update_room if the room exists, or invite fewer."
        )


async def _created(api: "Api", name: str, wanted: dict[str, Any]) -> tuple[Room, bool]:
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


async def _ways_in(
    api: "Api", room_id: str, names: list[str], token_ttl_secs: int | None
) -> list[dict[str, Any]]:
    body = given(token_ttl_secs=token_ttl_secs)
    path = f"/rooms/{room_id}/actions/generate_join_client_token"
    found: dict[str, dict[str, Any]] = {}
    gate = anyio.CapacityLimiter(_AT_ONCE)

    async def issue(name: str) -> None:
        async with gate:
            try:
                issued = await api.post(path, ClientToken, body)
            except ApiError as error:
                problem = f"{error.sentence} No way in was received; call again for this guest."
                found[name] = {"name": name, "problem": problem}
                return
        found[name] = {
            "name": name,
            **({"join_url": issued.join_url} if issued.join_url else {"token": issued.token}),
            "expires_in_minutes": issued.expires_in_minutes,
            "expires_at": issued.token_expires_at,
        }

    async with anyio.create_task_group() as tasks:
        for name in names:
            tasks.start_soon(issue, name)
    return [found[name] for name in names]


def _differences(room: Room, wanted: dict[str, Any]) -> list[str]:
    """What the existing room does not have as asked. Pure."""
    switch = {True: "on", False: "off"}
    found = []
    if (recording := wanted.get("enable_recording")) not in (None, room.enable_recording):
        found.append(
            f"recording is {switch[not recording]} in the existing room, asked was "
            f"{switch[bool(recording)]}; update_room changes it"
        )
    if (capacity := wanted.get("max_participants")) not in (None, room.max_participants):
        found.append(
            f"the existing room is for {room.max_participants}, asked was {capacity}; update_room "
            "changes it"
        )
    return found


def _message(ways_in: list[dict[str, Any]], *, reused: bool) -> str:
    room = "The room was there already." if reused else "The room is made."
    failed = sum("problem" in each for each in ways_in)
    if not ways_in:
        return f"{room} Nobody was invited yet."
    problem = f" {failed} of them failed." if failed else ""
    return (
        f"{room}{problem} Each way in is a credential for whoever holds it: a token names nobody, "
        "so the guests' names stay here. When one has expired, call again for that guest."
    )


TOOLS = (host_meeting,)
