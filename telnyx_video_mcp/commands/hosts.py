"""Host names of requests over HTTP, which are the same in capitals and in small letters."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_HOLD_A_HOST = {b"host", b"origin"}


class AnyCase:
    """An app that gets `Host` and `Origin` in lower case: the SDK compares them as they come."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass one request on."""
        if scope["type"] == "http":
            headers = [
                (name, value.lower() if name in _HOLD_A_HOST else value)
                for name, value in scope["headers"]
            ]
            scope = {**scope, "headers": headers}
        await self._app(scope, receive, send)
