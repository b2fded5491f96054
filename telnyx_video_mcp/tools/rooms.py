"""Rooms: places that persist and host many sessions."""

from typing import TYPE_CHECKING, Any

from telnyx_video_mcp.api.models import Page, Room
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.filters import days, given, matching
from telnyx_video_mcp.video.lookup import room_id
from telnyx_video_mcp.video.outcomes import RoomDeleted

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api


class ChangedRoom(Room):
    """A room, and what a change changed in it: old and new values by field."""

    changed: dict[str, Any] | None = None


@tool(Risk.READ, title="List rooms", look_with="list_rooms")
async def list_rooms(
    api: "Api",
    unique_name: params.NameFilter | None = None,
    created_from: params.CreatedFrom | None = None,
    created_to: params.CreatedTo | None = None,
    updated_from: params.UpdatedFrom | None = None,
    updated_to: params.UpdatedTo | None = None,
    include_sessions: params.IncludeSessions | None = None,
    page: params.PageNumber | None = None,
    page_size: params.PageSize | None = None,
) -> Page[Room]:
    """Rooms of the account, newest first. `active_session_id` is there while somebody is inside;
    get_session shows who. Read on with `next_page`.
    """
    query = {
        **matching(unique_name=unique_name),
        **days("created", created_from, created_to),
        **days("updated", updated_from, updated_to),
        **given(include_sessions=include_sessions),
    }
    return await api.page("/rooms", Room, query, page=page, page_size=page_size)


@tool(Risk.READ, title="Get a room", look_with="list_rooms")
async def get_room(
    api: "Api",
    room: params.RoomRef,
    include_sessions: params.IncludeSessions | None = None,
) -> Room:
    """One room: its settings and, while somebody is inside, `active_session_id`.
    list_room_sessions shows its meetings.
    """
    found = await room_id(api, room)
    return await api.get(f"/rooms/{found}", Room, given(include_sessions=include_sessions))


@tool(Risk.CREATE, title="Create a room", look_with="list_rooms")
async def create_room(
    api: "Api",
    unique_name: params.UniqueName | None = None,
    max_participants: params.MaxParticipants | None = None,
    enable_recording: params.EnableRecording | None = None,
    webhook_event_url: params.WebhookUrl | None = None,
    webhook_event_failover_url: params.WebhookFailoverUrl | None = None,
    webhook_timeout_secs: params.WebhookTimeout | None = None,
) -> Room:
    """Creates a room that stays until it is deleted, and returns it. Give it a name to find it
    again; a second room of that name is refused. People get in with create_client_token.
    """
    body = given(
        unique_name=unique_name,
        max_participants=max_participants,
        enable_recording=enable_recording,
        webhook_event_url=webhook_event_url,
        webhook_event_failover_url=webhook_event_failover_url,
        webhook_timeout_secs=webhook_timeout_secs,
    )
    return await api.post("/rooms", Room, body)


@tool(Risk.CHANGE, title="Change a room", look_with="get_room")
async def update_room(
    api: "Api",
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
            "update_room was given nothing to change. Give at least one of unique_name, "
            "max_participants, enable_recording, webhook_event_url, webhook_event_failover_url, "
            "webhook_timeout_secs."
        )
    path = f"/rooms/{await room_id(api, room)}"
    before = await api.get(path, Room)
    after = await api.patch(path, ChangedRoom, body)
    after.changed = {
        name: {"from": old, "to": new}
        for name in body
        if (old := getattr(before, name)) != (new := getattr(after, name))
    }
    return after


@tool(Risk.DESTROY, title="Delete a room", look_with="list_rooms")
async def delete_room(api: "Api", room: params.RoomRef) -> RoomDeleted:
    """Deletes a room for good. Everybody inside is put out and nobody can join again. To end only
    the present meeting use end_session.
    """
    found = await room_id(api, room)
    await api.delete(f"/rooms/{found}")
    return {"done": True, "room_id": found, "message": "The room is deleted."}


TOOLS = (list_rooms, get_room, create_room, update_room, delete_room)
