"""What every /v2 reply carries besides its content: a request id and the rate limit."""

import time
from collections.abc import Callable
from uuid import uuid4

from starlette.responses import JSONResponse, Response

from telnyx_video_mcp.sandbox.refusals import RefusedError

LIMIT = 2000
WINDOW_SECS = 60


class RateWindow:
    """Counts requests per minute of real time. It tells, it never refuses: a fault can do that."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._used = 0

    def count(self) -> dict[str, str]:
        """Count one request; the headers as they stand after it (`reset` is in seconds)."""
        now = self._clock()
        if now - self._began >= WINDOW_SECS:
            self._began, self._used = now, 0
        self._used += 1
        return {
            "x-ratelimit-limit": str(LIMIT),
            "x-ratelimit-remaining": str(max(0, LIMIT - self._used)),
            "x-ratelimit-reset": str(max(1, round(self._began + WINDOW_SECS - now))),
        }


def refusal_reply(refusal: RefusedError) -> Response:
    """The platform's error envelope with its status."""
    return JSONResponse(refusal.body(), refusal.status)


def add_headers(reply: Response, headers: dict[str, str]) -> None:
    """Add `headers` and a fresh `x-request-id`; what a fault has set stays."""
    for name, value in (headers | {"x-request-id": str(uuid4())}).items():
        reply.headers.setdefault(name, value)
