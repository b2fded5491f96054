"""The mode once more, where requests are sent: no step of a tool can go further than it."""

from collections.abc import Callable, Mapping
from typing import Any

from telnyx_video_mcp.api.call import Params, Verbs
from telnyx_video_mcp.api.models import RecordT
from telnyx_video_mcp.guards.guard import Guard
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Mode


class ModeGuard(Guard):
    """Lets only those verbs through that the mode has tools for; knows the time of day, too."""

    def __init__(self, api: Verbs, mode: Mode, wall: Callable[[], float]) -> None:
        super().__init__(api)
        self._mode = mode
        self._wall = wall

    def wall(self) -> float:
        """The time of day, in seconds since 1970."""
        return self._wall()

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Not in read mode."""
        self._refuse_in(Mode.READ)
        return await super().post(path, record, body, repeatable=repeatable)

    async def patch(self, path: str, record: type[RecordT], body: Mapping[str, Any]) -> RecordT:
        """Not in read mode."""
        self._refuse_in(Mode.READ)
        return await super().patch(path, record, body)

    async def delete(self, path: str) -> None:
        """In full mode only."""
        self._refuse_in(Mode.READ, Mode.OPERATE)
        await super().delete(path)

    async def delete_many(self, path: str, record: type[RecordT], params: Params) -> RecordT:
        """In full mode only."""
        self._refuse_in(Mode.READ, Mode.OPERATE)
        return await super().delete_many(path, record, params)

    def _refuse_in(self, *modes: Mode) -> None:
        if self._mode in modes:
            raise Refusal(
                f"This needs more than the mode {self._mode.value} of this server. Whoever "
                "configures the server can change TELNYX_VIDEO_MODE.",
                kind="not_in_mode",
            )
