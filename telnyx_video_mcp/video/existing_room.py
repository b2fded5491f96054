"""A room that exists already: how it differs from what was asked for, and saying so. Pure."""

from collections.abc import Mapping
from typing import Any

from telnyx_video_mcp.api.errors import InvalidError
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.timestamps import to_the_second

_SWITCH = {True: "on", False: "off"}
_SHOWN = ("id", "unique_name", "created_at", "max_participants", "enable_recording")


def differences(room: Room, wanted: Mapping[str, Any]) -> list[str]:
    """What the room does not have as asked, in sentences without a full stop."""
    found = []
    if (recording := wanted.get("enable_recording")) not in (None, room.enable_recording):
        found.append(
            f"recording is {_SWITCH[not recording]} in the existing room, but you asked for "
            f"{_SWITCH[bool(recording)]}; update_room changes it"
        )
    if (capacity := wanted.get("max_participants")) not in (None, room.max_participants):
        found.append(
            f"the existing room is for {room.max_participants} people, not {capacity}; update_room "
            "changes it"
        )
    hooks = [name for name in wanted if name.startswith("webhook_")]
    found += [
        f"the existing room has another {name}; update_room changes it"
        for name in hooks
        if wanted[name] != getattr(room, name)
    ]
    return found


def name_is_taken(error: InvalidError, room: Room, wanted: Mapping[str, Any]) -> Refusal:
    """Telnyx's refusal of a second room of a name, with the room that has the name."""
    since = f", since {to_the_second(room.created_at)}" if room.created_at else ""
    how = differences(room, wanted) or ["it is as you asked for"]
    sentences = " ".join(f"{each[:1].upper()}{each[1:]}." for each in how)
    shown = {name: getattr(room, name) for name in _SHOWN}
    return Refusal(
        f"A room named {room.unique_name!r} already exists{since}. {sentences} Nothing was "
        "created. Use that room, or choose another name.",
        kind=error.kind,
        status=error.status,
        code=error.code,
        request_id=error.request_id,
        existing={name: value for name, value in shown.items() if value is not None},
    )
