"""What every /v2 reply carries besides its content: a request id and the rate limit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from starlette.responses import JSONResponse, Response

from telnyx_video_mcp.sandbox.refusals import RefusedError

LIMIT = 2000
WINDOW = timedelta(minutes=1)
TOO_MANY_REQUESTS = 429


class RateWindow:
    """Counts requests per minute of the sandbox's clock.

    It tells, it never refuses: a fault can do that.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._began = now()
        self._used = 0

    def count(self) -> dict[str, str]:
        """Count one request; the headers as they stand after it (`reset` is in seconds)."""
        now = self._now()
        # A reset of the world takes its clock back.
        if not self._began <= now < self._began + WINDOW:
            self._began, self._used = now, 0
        self._used += 1
        return {
            "x-ratelimit-limit": str(LIMIT),
            "x-ratelimit-remaining": str(max(0, LIMIT - self._used)),
            "x-ratelimit-reset": str(max(1, round((self._began + WINDOW - now).total_seconds()))),
        }


def refusal_reply(refusal: RefusedError) -> Response:
    """The platform's error envelope with its status."""
    return JSONResponse(refusal.body(), refusal.status)


def add_headers(reply: Response, headers: dict[str, str]) -> None:
    """Add `headers` and a fresh `x-request-id`; what a fault has set stays.

    A reply with "too many requests" does not say that there are some left.
    """
    if reply.status_code == TOO_MANY_REQUESTS:
        headers = headers | {"x-ratelimit-remaining": "0"}
    for name, value in (headers | {"x-request-id": str(uuid4())}).items():
        reply.headers.setdefault(name, value)
