"""The /sandbox half: the controls over HTTP. No key is needed."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from telnyx_video_mcp.sandbox.bodies import parse_json
from telnyx_video_mcp.sandbox.controls import CONTROLS, Control, Sandbox
from telnyx_video_mcp.sandbox.orders import ControlError, checked
from telnyx_video_mcp.sandbox.refusals import RefusedError, shown

PREFIX = "/sandbox"


class ControlPanel:
    """An ASGI app that answers everything under `/sandbox`, always in JSON.

    `{"error": "..."}` comes with 404 for an unknown control, 405 for a wrong method, 422 for an
    order that makes no sense, and the status that the control itself chose.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        reply = self._answer(request, await request.body())
        await reply(scope, receive, send)

    def _answer(self, request: Request, body: bytes) -> Response:
        path = request.scope["path"].rstrip("/")
        if path == PREFIX and request.method == "GET":
            return JSONResponse({"controls": [control.shown() for control in CONTROLS]})
        here = {control.method: control for control in CONTROLS if control.path == path}
        if not here and path != PREFIX:
            paths = ", ".join(dict.fromkeys(control.path for control in CONTROLS))
            listed = f"GET {PREFIX} describes them"
            return _error(404, f"No control {shown(path)}; there are {paths}. {listed}.")
        control = here.get(request.method)
        if control is None:
            allowed = ", ".join(here or ("GET",))
            return _error(405, f"{path} takes {allowed}.", {"allow": allowed})
        try:
            order = _order(control, request, body)
            return JSONResponse(control.action(self._sandbox, order))
        except ControlError as error:
            return _error(422, str(error))
        except RefusedError as error:
            return _error(error.status, error.detail)


def _order(control: Control, request: Request, body: bytes) -> Any:
    if request.url.query:
        raise ControlError("A control takes no query; its fields go into the body, as JSON.")
    if not control.fields:
        if body:
            raise ControlError(f"{control.method} {control.path} takes no body.")
        return {}
    try:
        order = parse_json(body)
    except ValueError:
        order = None
    return checked(order, control.fields, required=control.required)


def _error(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": sentence}, status, headers)
