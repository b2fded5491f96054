"""The requests to the MCP endpoint that are open over HTTP, and which ones are turned away."""

import json
import math
from collections.abc import Mapping
from typing import Any

import anyio
from mcp_types import INTERNAL_ERROR
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from telnyx_video_mcp.toolkit.in_flight import CallsInFlight, Pending

PATH = "/mcp"
_UNAVAILABLE = 503
_START_NOTHING = ("ping", "tools/list")
"""Requests that a client may need to make use of a result that it has got."""
_LARGEST_ANSWER = 100_000
_SESSIONS_RETRY_SECS = 30


class OpenRequests:
    """ASGI middleware around the SDK's app: it knows what is open, and says what cannot be had.

    While the server is shutting down, requests are answered with 503, a JSON-RPC error and
    `Retry-After`; notifications and answers to questions still reach the calls in flight, and the
    tools are still listed, because the SDK's client checks its first result by that list.

    Args:
        app: The SDK's app.
        calls: They are closed as soon as the server shuts down.
        shutdown_secs: How long that takes at most.
        max_sessions: How many sessions `app` admits; it answers 503 beyond.
    """

    def __init__(
        self, app: ASGIApp, calls: CallsInFlight, *, shutdown_secs: float, max_sessions: int
    ) -> None:
        self._app = app
        self._calls = calls
        self._shutdown_secs = shutdown_secs
        self._max_sessions = max_sessions
        self._unanswered = Pending()
        self._streams: set[anyio.CancelScope] = set()

    async def answered(self) -> None:
        """Return once every request is answered; open streams are none."""
        await self._unanswered.emptied()

    def close_streams(self) -> None:
        """End the streams on which clients wait for what a server may want to say."""
        for stream in tuple(self._streams):
            stream.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
        elif self._calls.closed:
            await self._while_shutting_down(scope, receive, send)
        elif scope["method"] == "GET":
            await self._stream(scope, receive, send)
        else:
            await self._exchange(scope, receive, send)

    async def _exchange(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = object()
        self._unanswered.add(exchange)
        try:
            await self._within_the_sessions(scope, receive, send)
        finally:
            self._unanswered.discard(exchange)

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        sending = False

        async def watched(message: Message) -> None:
            nonlocal sending
            sending = message["type"] == "http.response.start" or message.get("more_body", False)
            await send(message)

        with anyio.CancelScope() as stream:
            self._streams.add(stream)
            try:
                await self._within_the_sessions(scope, receive, watched)
            finally:
                self._streams.discard(stream)
        if stream.cancelled_caught and sending:
            await send({"type": "http.response.body", "body": b""})

    async def _within_the_sessions(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = False

        async def explained(message: Message) -> None:
            nonlocal refused
            refused = refused or message.get("status") == _UNAVAILABLE
            if not refused:
                await send(message)

        await self._app(scope, receive, explained)
        if refused:
            sentence = (
                f"This server has {self._max_sessions} sessions open and admits no more "
                "(TELNYX_VIDEO_HTTP_MAX_SESSIONS). Close a session, or try again later."
            )
            response = _unavailable(sentence, _SESSIONS_RETRY_SECS)
            await response(scope, receive, send)

    async def _while_shutting_down(self, scope: Scope, receive: Receive, send: Send) -> None:
        messages, content = await _read(receive)

        async def again() -> Message:
            return messages.pop(0) if messages else await receive()

        if scope["method"] == "DELETE" or (
            scope["method"] == "POST" and content and _starts_nothing(content)
        ):
            await self._exchange(scope, again, send)
            return
        sentence = "This server is shutting down and takes no more requests. Try again later."
        response = _unavailable(sentence, self._shutdown_secs, content.get("id"))
        await response(scope, again, send)


async def _read(receive: Receive) -> tuple[list[Message], Mapping[str, Any]]:
    """The messages of a request's body, and the object in it; empty when there is none."""
    messages, body = [await receive()], b""
    while True:
        body += messages[-1].get("body", b"")
        if not messages[-1].get("more_body") or len(body) > _LARGEST_ANSWER:
            break
        messages.append(await receive())
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    return messages, content if isinstance(content, dict) else {}


def _starts_nothing(message: Mapping[str, Any]) -> bool:
    """Whether it is a notification, an answer, or a request that starts no call and no session."""
    return not {"id", "method"} <= message.keys() or message["method"] in _START_NOTHING


def _unavailable(sentence: str, retry_secs: float, request_id: Any = None) -> JSONResponse:
    error = {"code": INTERNAL_ERROR, "message": sentence}
    document = {"jsonrpc": "2.0", "id": request_id, "error": error}
    return JSONResponse(document, _UNAVAILABLE, {"Retry-After": str(max(1, math.ceil(retry_secs)))})
