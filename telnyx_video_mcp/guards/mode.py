"""The mode once more, where requests are sent: no step of a tool can go further than it."""

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.guard import Guard
from telnyx_video_mcp.api.messages import Request
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Mode

_METHODS = {
    Mode.READ: {"GET"},
    Mode.OPERATE: {"GET", "POST", "PATCH"},
    Mode.FULL: {"GET", "POST", "PATCH", "DELETE"},
}


class ModeGuard(Guard):
    """Lets only those requests pass that the mode has tools for."""

    def __init__(self, mode: Mode) -> None:
        self._mode = mode

    async def request(self, request: Request, api: Api) -> Request:
        """Refuse what needs a broader mode."""
        del api
        if request.method not in _METHODS[self._mode]:
            raise Refusal(
                f"This server is in {self._mode.value} mode, which does not allow this. The "
                "server's administrator can change TELNYX_VIDEO_MODE.",
                kind="not_in_mode",
            )
        return request
