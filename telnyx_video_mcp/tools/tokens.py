"""Client tokens: what lets somebody's browser or app join one room."""

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import ClientToken
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.filters import given
from telnyx_video_mcp.video.rooms import room_id
from telnyx_video_mcp.video.tokens import IssuedToken, issued


@tool(Risk.CREATE, title="Create a client token", verify_with="get_room")
async def create_client_token(
    api: Api,
    room: params.RoomRef,
    token_ttl_secs: params.TokenTtl | None = None,
    refresh_token_ttl_secs: params.RefreshTokenTtl | None = None,
    include_refresh_token: params.IncludeRefreshToken | None = None,
) -> IssuedToken:
    """Issues a token that lets its holder join this room, and says when it expires. It is a
    credential, carries no name and cannot be revoked: keep it short-lived, one per person.
    list_session_participants shows who came in.
    """
    if refresh_token_ttl_secs is not None and not include_refresh_token:
        raise Refusal(
            "refresh_token_ttl_secs has no effect while the refresh token is not returned: set "
            "include_refresh_token to true, or leave refresh_token_ttl_secs out."
        )
    found = await room_id(api, room)
    body = given(token_ttl_secs=token_ttl_secs, refresh_token_ttl_secs=refresh_token_ttl_secs)
    path = f"/rooms/{found}/actions/generate_join_client_token"
    token = await api.post(path, ClientToken, body)
    if not include_refresh_token:
        left_out = {"refresh_token": None, "refresh_token_expires_at": None}
        token = token.model_copy(update=left_out)
    return issued(token, found, token_ttl_secs, api.limits)


@tool(Risk.CREATE, title="Refresh a client token", verify_with="get_room")
async def refresh_client_token(
    api: Api,
    room: params.RoomRef,
    refresh_token: params.RefreshToken,
    token_ttl_secs: params.TokenTtl | None = None,
) -> IssuedToken:
    """Issues a new client token for a refresh token of the same room. The refresh token stays the
    same; when it has expired, use create_client_token.
    """
    found = await room_id(api, room)
    body = {"refresh_token": refresh_token, **given(token_ttl_secs=token_ttl_secs)}
    token = await api.post(f"/rooms/{found}/actions/refresh_client_token", ClientToken, body)
    return issued(token, found, token_ttl_secs, api.limits)


TOOLS = (create_client_token, refresh_client_token)
