"""All tools, in the order in which they are published: the 25 operations, then the workflows."""

from telnyx_video_mcp.toolkit.risk import Mode, allowed
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools import (
    attendance,
    clean_up_recordings,
    compositions,
    host_meeting,
    moderation,
    participants,
    recordings,
    rooms,
    sessions,
    tokens,
    wait_for,
    watch_session,
    wrap_up_meeting,
)

OPERATIONS = 25
"""How many of the tools are operations of the API."""

CATALOGUE: tuple[ToolSpec, ...] = (
    *rooms.TOOLS,
    *tokens.TOOLS,
    *sessions.TOOLS,
    *moderation.TOOLS,
    *participants.TOOLS,
    *recordings.TOOLS,
    *compositions.TOOLS,
    *host_meeting.TOOLS,
    *watch_session.TOOLS,
    *attendance.TOOLS,
    *wrap_up_meeting.TOOLS,
    *clean_up_recordings.TOOLS,
    *wait_for.TOOLS,
)


def offered(mode: Mode, *, room_lock: bool = False) -> tuple[ToolSpec, ...]:
    """The tools of a mode, with or without a room lock; others can neither be seen nor called."""
    return tuple(
        spec
        for spec in CATALOGUE
        if allowed(spec.risk, mode) and (spec.under_room_lock or not room_lock)
    )
