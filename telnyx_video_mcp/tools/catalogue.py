"""All tools, in the order in which they are published: the 25 operations."""

from telnyx_video_mcp.toolkit.risk import Mode, allowed
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools import (
    compositions,
    moderation,
    participants,
    recordings,
    rooms,
    sessions,
    tokens,
)

CATALOGUE: tuple[ToolSpec, ...] = (
    *rooms.TOOLS,
    *tokens.TOOLS,
    *sessions.TOOLS,
    *moderation.TOOLS,
    *participants.TOOLS,
    *recordings.TOOLS,
    *compositions.TOOLS,
)


def offered(mode: Mode) -> tuple[ToolSpec, ...]:
    """The tools of a mode; the others can neither be seen nor called."""
    return tuple(spec for spec in CATALOGUE if allowed(spec.risk, mode))
