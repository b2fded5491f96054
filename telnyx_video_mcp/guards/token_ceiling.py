"""No client token lives longer than the ceiling."""

from dataclasses import replace

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.guard import Guard
from telnyx_video_mcp.api.messages import Request
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.tokens import DEFAULT_TTL_SECS

_ISSUES_TOKENS = ("/actions/generate_join_client_token", "/actions/refresh_client_token")


class TokenCeiling(Guard):
    """Watches the two operations that issue client tokens."""

    def __init__(self, ceiling: int) -> None:
        self._ceiling = ceiling

    async def request(self, request: Request, api: Api) -> Request:
        """Refuse a longer lifetime, and ask for the ceiling where the API's default is longer."""
        if not request.path.endswith(_ISSUES_TOKENS):
            return request
        body = request.body or {}
        wanted = body.get("token_ttl_secs")
        if wanted is None and self._ceiling < DEFAULT_TTL_SECS:
            api.note(f"The token lasts {self._ceiling} seconds, the most this server allows.")
            return replace(request, body={**body, "token_ttl_secs": self._ceiling})
        if wanted is not None and wanted > self._ceiling:
            raise Refusal(
                f"token_ttl_secs is {wanted}, but this server issues tokens of at most "
                f"{self._ceiling} seconds. Ask for that or less."
            )
        return request
