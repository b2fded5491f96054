"""The guards of one server, in the order in which a request meets them."""

from telnyx_video_mcp.api.guard import Guard
from telnyx_video_mcp.api.limits import Limits
from telnyx_video_mcp.guards.mode import ModeGuard
from telnyx_video_mcp.guards.protected_people import ProtectedPeople
from telnyx_video_mcp.guards.room_lock import RoomLock
from telnyx_video_mcp.guards.token_ceiling import TokenCeiling
from telnyx_video_mcp.toolkit.risk import Mode


def guards(mode: Mode, limits: Limits) -> tuple[Guard, ...]:
    """Those that these limits need; they are shared by all calls of a server."""
    return (
        *([RoomLock(limits.rooms)] if limits.rooms else []),
        *([ProtectedPeople(limits.protected)] if limits.protected else []),
        *([TokenCeiling(limits.max_token_ttl_secs)] if limits.max_token_ttl_secs else []),
        ModeGuard(mode),
    )
