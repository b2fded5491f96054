"""The `Date` of every reply: the sandbox's own time, unless a fault wants another.

A client learns from it what time it is where the records were made. It follows `advance`, which
the clock of the client's machine does not.
"""

from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATED_DATE = "date"
"""Where in a scope's `state` an app says what to send instead: a text, or None for no `Date`."""


def http_date(moment: datetime) -> str:
    """The form of RFC 9110, e.g. `Sun, 22 Nov 2026 12:00:00 GMT`, cut to whole seconds."""
    return format_datetime(moment, usegmt=True)


class Dated:
    """An app whose replies carry `Date` once; `now` gives the sandbox's time in UTC."""

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self._app = app
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. A `Date` that the reply already has stays."""
        state = scope.setdefault("state", {})

        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = state.get(STATED_DATE, http_date(self._now()))
                if date is not None:
                    MutableHeaders(scope=message).setdefault("date", date)
            await send(message)

        await self._app(scope, receive, send_dated)
