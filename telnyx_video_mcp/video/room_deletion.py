"""Whether the room of a meeting can be deleted when the meeting is wrapped up."""

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.messages import Request
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.rooms import is_deleted


async def refuse_outside_mode(api: Api, room: Room) -> None:
    """Refuse to begin what the mode would not let end with the room's deletion."""
    refusal = await _refusal(api, room)
    if refusal and refusal.kind == "not_in_mode":
        raise Refusal(
            f"keep_room=false deletes the room. {refusal.message} Leave keep_room out to wrap up "
            "the meeting and keep its room.",
            kind=refusal.kind,
        )


async def why_kept(api: Api, room: Room) -> str | None:
    """Why the room stays, although it should be deleted; None when it can be deleted."""
    if is_deleted(room):
        return "The room was already deleted."
    refusal = await _refusal(api, room)
    return f"The room is still there. {refusal.message}" if refusal else None


async def _refusal(api: Api, room: Room) -> Refusal | None:
    """What a guard would say to the deletion; nothing is sent."""
    try:
        await api.rehearse(Request("DELETE", f"/rooms/{room.id}"))
    except Refusal as refusal:
        return refusal
    return None
