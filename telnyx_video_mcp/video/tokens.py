"""Client tokens as results show them: with their room, their minutes and, if set, a join link."""

from urllib.parse import quote

from telnyx_video_mcp.api.limits import Limits
from telnyx_video_mcp.api.models import ClientToken
from telnyx_video_mcp.toolkit.results import record, result

DEFAULT_TTL_SECS = 600
"""What the API takes when nothing is given (CreateRoomClientTokenRequest)."""


@result
class IssuedToken:
    """What lets a browser or app join one room, and how long."""

    token: ClientToken = record()
    room_id: str | None = None
    expires_in_minutes: int | float | None = None
    join_url: str | None = None


def issued(
    token: ClientToken, room_id: str, token_ttl_secs: int | None, limits: Limits
) -> IssuedToken:
    """A token as a result shows it; `token_ttl_secs` is what was asked for."""
    seconds = token_ttl_secs or min(DEFAULT_TTL_SECS, limits.max_token_ttl_secs or DEFAULT_TTL_SECS)
    link = None
    if limits.join_url and token.token:
        link = limits.join_url.replace("{room_id}", quote(room_id, safe=""))
        link = link.replace("{token}", quote(token.token, safe=""))
    return IssuedToken(
        token=token,
        room_id=room_id,
        expires_in_minutes=seconds // 60 if seconds % 60 == 0 else round(seconds / 60, 1),
        join_url=link,
    )
