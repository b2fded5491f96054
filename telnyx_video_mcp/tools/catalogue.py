"""All tools, in the order in which they are published: the 25 operations."""

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
