"""The /v2 half of the sandbox: what happens to a request from arrival to reply."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from telnyx_video_mcp.sandbox.bodies import parse_json
from telnyx_video_mcp.sandbox.connections import before_reply
from telnyx_video_mcp.sandbox.faults import FaultQueue
from telnyx_video_mcp.sandbox.operations import Call, find_operation
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import RefusedError, unauthenticated, unreadable_body
from telnyx_video_mcp.sandbox.replies import RateWindow, add_headers, refusal_reply
from telnyx_video_mcp.sandbox.request_log import RequestLog
from telnyx_video_mcp.sandbox.world import World

PREFIX = "/v2"


class VideoApi:
    """An ASGI app that answers everything under `/v2`.

    It is an app rather than a set of routes because the log must hold, and faults must reach, the
    requests that no route would see. See `connections` for what it needs to drop one.
    """

    def __init__(self, world: World, faults: FaultQueue, log: RequestLog) -> None:
        self._world = world
        self._faults = faults
        self._log = log
        self._window = RateWindow(world.now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        body = await request.body()
        path: str = scope["path"]
        entry = self._log.open(request.method, path, request.query_params, body)
        limits = self._window.count()
        fault = self._faults.take(request.method, path)
        reply = None
        if fault:
            if fault.applied:
                reply = self._answer(request, body)
            if not await before_reply(fault, scope, receive, self._world.now):
                return
            reply = fault.reply() or reply
        reply = reply or self._answer(request, body)
        add_headers(reply, limits)
        entry.status = reply.status_code
        await reply(scope, receive, send)

    def _answer(self, request: Request, body: bytes) -> Response:
        path = request.scope["path"].removeprefix(PREFIX)
        try:
            _check_key(request.headers.get("authorization"), path)
            operation, record_id = find_operation(request.method, path)
            sent = _json_object(body) if request.method in ("POST", "PATCH") else {}
            return operation.handler(self._world, Call(record_id, request.query_params, sent))
        except RefusedError as refusal:
            return refusal_reply(refusal)


def _check_key(header: str | None, path: str) -> None:
    """Any bearer key will do, except `invalid`.

    Refreshing needs none: there the refresh token is the credential. The document says the same
    of end, kick, mute and unmute, but that is a mistake of the document.
    """
    if header is None and path.endswith("/actions/refresh_client_token"):
        return
    scheme, _, key = (header or "").partition(" ")
    if scheme.lower() != "bearer" or key.strip() in ("", "invalid"):
        raise unauthenticated()


def _json_object(body: bytes) -> Json:
    try:
        value: Any = parse_json(body or b"{}")
    except ValueError:
        raise unreadable_body("The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise unreadable_body("The body must be a JSON object.")
    return value
