"""Rooms: places that persist and host many sessions."""

from dataclasses import field
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError, InvalidError
from telnyx_video_mcp.api.models import Page, Room
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.results import record, result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params, shown, with_names
from telnyx_video_mcp.video.existing_room import name_is_taken
from telnyx_video_mcp.video.filters import given, matching
from telnyx_video_mcp.video.media import count_of_recordings
from telnyx_video_mcp.video.people import people_inside
from telnyx_video_mcp.video.questions import deletion_of_room
from telnyx_video_mcp.video.room_twins import note_twin
from telnyx_video_mcp.video.rooms import find_room, note_similar_names, room_id, room_named
from telnyx_video_mcp.video.shown import ShownRoom
from telnyx_video_mcp.video.spans import Spans
from telnyx_video_mcp.video.what_went import what_remains


@result
class ChangedRoom:
    """A room, and what a change changed in it: old and new values by field."""

    room: Room = record()
    changed: dict[str, Any] = field(default_factory=dict)


@result
class RoomDeleted:
    """Which room is gone, and how many of its recordings are still there, where that is known."""

    done: bool
    message: str
    room_id: str
    room: str | None = None
    recordings_left: int | None = None


@tool(Risk.READ, title="List rooms", verify_with="list_rooms")
async def list_rooms(
    api: Api,
    unique_name: params.NameFilter | None = None,
    created_from: params.CreatedFrom | None = None,
    created_to: params.CreatedTo | None = None,
    updated_from: params.UpdatedFrom | None = None,
    updated_to: params.UpdatedTo | None = None,
    include_sessions: params.IncludeSessions | None = None,
    page: params.PageNumber | None = None,
    page_size: params.PageSize | None = None,
) -> Page[ShownRoom]:
    """Rooms of the account, newest first. `active_session_id` is present while somebody is inside;
    get_session shows who.
    """
    spans = Spans.of(
        created=(created_from, created_to),
        updated=(updated_from, updated_to),
    )
    query = {
        **matching(unique_name=unique_name),
        **spans.query(),
        **given(include_sessions=include_sessions),
    }
    found = await api.page("/rooms", Room, query, page=page, page_size=page_size)
    if unique_name and not found.items and page in {None, 1}:
        await note_similar_names(api, unique_name)
    found = spans.cut(api, found)
    return found.holding(await with_names.rooms(api, found.items))


@tool(Risk.READ, title="Get a room", verify_with="list_rooms")
async def get_room(
    api: Api,
    room: params.RoomRef,
    include_sessions: params.IncludeSessions | None = None,
) -> ShownRoom:
    """One room: its settings and, while somebody is inside, `active_session_id`.
    list_room_sessions shows its meetings.
    """
    if include_sessions is None:
        return shown.room(await find_room(api, room))
    found = await room_id(api, room)
    query = given(include_sessions=include_sessions)
    (known,) = await with_names.rooms(api, [await api.get(f"/rooms/{found}", Room, query)])
    return known


@tool(Risk.CREATE, title="Create a room", verify_with="list_rooms", under_room_lock=False)
async def create_room(
    api: Api,
    unique_name: params.UniqueName | None = None,
    max_participants: params.MaxParticipants | None = None,
    enable_recording: params.EnableRecording | None = None,
    webhook_event_url: params.WebhookUrl | None = None,
    webhook_event_failover_url: params.WebhookFailoverUrl | None = None,
    webhook_timeout_secs: params.WebhookTimeout | None = None,
) -> Room:
    """Creates a room that stays until it is deleted, and returns it. Give it a name to find it
    again; a second room of that name is refused. create_client_token lets people join.
    """
    body = given(
        unique_name=unique_name,
        max_participants=max_participants,
        enable_recording=enable_recording,
        webhook_event_url=webhook_event_url,
        webhook_event_failover_url=webhook_event_failover_url,
        webhook_timeout_secs=webhook_timeout_secs,
    )
    try:
        created = await api.post("/rooms", Room, body)
    except InvalidError as error:
        taken = await _that_has_it(api, unique_name)
        if taken is None:
            raise
        raise name_is_taken(error, taken, body) from None
    await note_twin(api, created)
    return created


async def _that_has_it(api: Api, name: str | None) -> Room | None:
    """The room that has a name; None where there is none, or it cannot be read."""
    try:
        return await room_named(api, name) if name else None
    except (ApiError, Refusal):
        return None


@tool(Risk.CHANGE, title="Change a room", verify_with="get_room")
async def update_room(
    api: Api,
    room: params.RoomRef,
    unique_name: params.UniqueName | None = None,
    max_participants: params.MaxParticipants | None = None,
    enable_recording: params.EnableRecording | None = None,
    webhook_event_url: params.NewWebhookUrl | None = None,
    webhook_event_failover_url: params.NewWebhookFailoverUrl | None = None,
    webhook_timeout_secs: params.WebhookTimeout | None = None,
) -> ChangedRoom:
    """Changes the settings given, leaves the others as they are, and returns the room, with old and
    new values in `changed`. Recording starts or stops with the room's next session.
    """
    body = given(
        unique_name=unique_name,
        max_participants=max_participants,
        enable_recording=enable_recording,
        webhook_event_url=webhook_event_url,
        webhook_event_failover_url=webhook_event_failover_url,
        webhook_timeout_secs=webhook_timeout_secs,
    )
    if not body:
        raise Refusal(
            "update_room has nothing to change. Set at least one of unique_name, "
            "max_participants, enable_recording, webhook_event_url, webhook_event_failover_url, "
            "webhook_timeout_secs."
        )
    before = await find_room(api, room)
    after = await api.patch(f"/rooms/{before.id}", Room, body)
    if after.unique_name != before.unique_name:
        await note_twin(api, after)
    changed = {
        name: {"from": old, "to": new}
        for name in body
        if (old := getattr(before, name)) != (new := getattr(after, name))
    }
    return ChangedRoom(after, changed)


@tool(Risk.DESTROY, title="Delete a room", verify_with="list_rooms")
async def delete_room(api: Api, room: params.RoomRef) -> Plan[RoomDeleted]:
    """Deletes a room for good. Everybody inside is removed and nobody can join again. To end only
    the current meeting use end_session.
    """
    found = await find_room(api, room)
    inside = found.active_session_id
    people = await people_inside(api, inside) if inside else []

    async def apply() -> RoomDeleted:
        await api.delete(f"/rooms/{found.id}")
        # While a meeting goes on, its recordings are not there yet to be counted.
        left = None if inside else await count_of_recordings(api, str(found.id))
        return RoomDeleted(
            done=True,
            message=f"The room is deleted. {what_remains(left)}",
            room_id=str(found.id),
            room=found.unique_name,
            recordings_left=left,
        )

    return deletion_of_room(api, found, people, apply)


TOOLS = (list_rooms, get_room, create_room, update_room, delete_room)
