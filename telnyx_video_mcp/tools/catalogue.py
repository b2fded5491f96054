"""All tools, in the order in which they are published: the operations, then the workflows."""

from telnyx_video_mcp.toolkit.risk import Mode, allowed
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools import (
    attendance,
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
)
from telnyx_video_mcp.tools import clean_up_recordings as clean_up
from telnyx_video_mcp.tools import wrap_up_meeting as wrap_up

OPERATIONS: tuple[ToolSpec, ...] = (
    *rooms.TOOLS,
    *tokens.TOOLS,
    *sessions.TOOLS,
    *moderation.TOOLS,
    *participants.TOOLS,
    *recordings.TOOLS,
    *compositions.TOOLS,
)
"""One tool for each operation of the API."""

WORKFLOWS: tuple[ToolSpec, ...] = (
    *host_meeting.TOOLS,
    *watch_session.TOOLS,
    *attendance.TOOLS,
    *wrap_up.TOOLS,
    *clean_up.TOOLS,
    *wait_for.TOOLS,
)
"""Tools of several operations."""

CATALOGUE: tuple[ToolSpec, ...] = OPERATIONS + WORKFLOWS


def offered(mode: Mode) -> tuple[ToolSpec, ...]:
    """The tools of a mode; the others can neither be seen nor called."""
    return tuple(spec for spec in CATALOGUE if allowed(spec.risk, mode))
