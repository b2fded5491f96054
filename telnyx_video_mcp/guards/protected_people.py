"""Protected people are never kicked or muted, whoever asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from telnyx_video_mcp.api.call import Verbs
from telnyx_video_mcp.api.models import RecordT, RoomParticipant
from telnyx_video_mcp.guards.guard import Guard
from telnyx_video_mcp.toolkit.untrusted import LONGEST, folded
from telnyx_video_mcp.video.checks import EVERYONE
from telnyx_video_mcp.video.people import context_of, display_name, inside, protected_refusal


class Protection(Guard):
    """Watches kick and mute for ids, and for names as in a participant's context."""

    def __init__(self, api: Verbs, protected: Sequence[str]) -> None:
        super().__init__(api)
        self._protected = {folded(entry) for entry in protected}

    def is_protected(self, participant: RoomParticipant) -> bool:
        """By id or by name, without regard to case and accents."""
        name = display_name(context_of(participant), LONGEST)
        known = {folded(text) for text in (participant.id, name) if text}
        return bool(known & self._protected)

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Spare the protected among everybody; refuse to single one out."""
        if path.endswith(("/actions/kick", "/actions/mute")) and body:
            body = await self._spared(path.split("/")[2], body)
        return await super().post(path, record, body, repeatable=repeatable)

    async def _spared(self, session_id: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        excluded = list(body.get("exclude", []))
        protected = [
            each.id
            for each in await inside(self, session_id)
            if each.id and each.id not in excluded and self.is_protected(each)
        ]
        if not protected:
            return body
        if body["participants"] == EVERYONE:
            self.notes.append(f"Protected, and so spared: {', '.join(protected)}.")
            return {**body, "exclude": [*excluded, *protected]}
        singled_out = [each for each in body["participants"] if each in protected]
        if singled_out:
            raise protected_refusal(singled_out)
        return body
