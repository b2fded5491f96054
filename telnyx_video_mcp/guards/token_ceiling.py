"""Client tokens within a ceiling, with their expiry in minutes and, if wanted, as a link."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from telnyx_video_mcp.api.call import Verbs
from telnyx_video_mcp.api.models import ClientToken, RecordT
from telnyx_video_mcp.guards.guard import Guard
from telnyx_video_mcp.toolkit.refusal import Refusal

DEFAULT_TTL_SECS = 600
"""What the API takes when nothing is given (CreateRoomClientTokenRequest)."""


class TokenPolicy(Guard):
    """Watches the two operations that issue client tokens."""

    def __init__(self, api: Verbs, ceiling: int | None, join_url: str | None) -> None:
        super().__init__(api)
        self._ceiling = ceiling
        self._join_url = join_url

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Hold the lifetime to the ceiling, and say when the token expires."""
        if not issubclass(record, ClientToken):
            return await super().post(path, record, body, repeatable=repeatable)
        body = self._held(body or {})
        issued = await super().post(path, record, body, repeatable=repeatable)
        seconds = body.get("token_ttl_secs", DEFAULT_TTL_SECS)
        issued.expires_in_minutes = seconds // 60 if seconds % 60 == 0 else round(seconds / 60, 1)
        if self._join_url and issued.token:
            room_id = path.split("/")[2]
            link = self._join_url.replace("{room_id}", quote(room_id, safe=""))
            issued.join_url = link.replace("{token}", quote(issued.token, safe=""))
        return issued

    def check_token_ttl(self, seconds: int | None) -> None:
        """Refuse more than the ceiling."""
        if self._ceiling is not None and seconds is not None and seconds > self._ceiling:
            raise Refusal(
                f"token_ttl_secs is {seconds}, but this server issues tokens of at most "
                f"{self._ceiling} seconds. Ask for that or less."
            )

    def _held(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        asked = body.get("token_ttl_secs")
        self.check_token_ttl(asked)
        if asked or self._ceiling is None or self._ceiling >= DEFAULT_TTL_SECS:
            return body
        self._note(f"The token lasts {self._ceiling} seconds, the most this server allows.")
        return {**body, "token_ttl_secs": self._ceiling}

    def _note(self, text: str) -> None:
        if text not in self.notes:  # several tokens of one call need it said once
            self.notes.append(text)
