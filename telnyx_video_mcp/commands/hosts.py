"""Host names of requests over HTTP, which are the same in capitals and in small letters."""

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOLD_A_HOST = {b"host", b"origin"}
# The names are not repeated: what a client sent is not to be trusted.
_SENTENCES = {
    421: "Invalid Host header: this server does not answer to that host. Start it with "
    "--allowed-host and the host that clients use.",
    403: "Invalid Origin header: this server does not answer web pages from there. Start it with "
    "--allowed-host and the host of the page.",
}


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


class Explained:
    """An app whose refusal of a host or origin says what to do; the SDK's are two words."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass one request on."""
        refused = None

        async def explained(message: "Message") -> None:
            nonlocal refused
            if message.get("status") in _SENTENCES:
                refused = message["status"]
            if refused is None:
                await send(message)

        await self._app(scope, receive, explained)
        if refused is not None:
            await PlainTextResponse(_SENTENCES[refused], refused)(scope, receive, send)
