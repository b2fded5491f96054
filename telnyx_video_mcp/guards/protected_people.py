"""Protected people are never kicked or muted, whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.guard import Guard
from telnyx_video_mcp.api.messages import Request
from telnyx_video_mcp.video.checks import EVERYONE
from telnyx_video_mcp.video.people import is_protected, people_inside, protected_refusal

_WATCHED = ("/actions/kick", "/actions/mute")


class ProtectedPeople(Guard):
    """Looks at who is inside before anybody is kicked or muted."""

    def __init__(self, protected: Sequence[str]) -> None:
        self._protected = protected

    async def request(self, request: Request, api: Api) -> Request:
        """Spare the protected among everybody; refuse to single one out."""
        if not request.path.endswith(_WATCHED) or not request.body or not request.identifier:
            return request
        body = await self._spared(request.identifier, request.body, api)
        return replace(request, body=body)

    async def _spared(
        self, session_id: str, body: Mapping[str, Any], api: Api
    ) -> Mapping[str, Any]:
        excluded = list(body.get("exclude", []))
        protected = [
            each.id
            for each in await people_inside(api, session_id)
            if each.id and each.id not in excluded and is_protected(each, self._protected)
        ]
        if body["participants"] == EVERYONE:
            return {**body, "exclude": [*excluded, *protected]} if protected else body
        singled_out = [each for each in body["participants"] if each in protected]
        if singled_out:
            raise protected_refusal(singled_out)
        return body
