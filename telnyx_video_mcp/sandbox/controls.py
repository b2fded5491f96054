"""The /sandbox half: the levers that no real account has. No key is needed.

Every control answers JSON; one that makes no sense answers 422 `{"error": "..."}` naming the field.
"""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from telnyx_video_mcp.sandbox.bodies import parse_json
from telnyx_video_mcp.sandbox.faults import FaultQueue, parse_fault
from telnyx_video_mcp.sandbox.orders import (
    TEXT,
    TEXT_OR_NULL,
    Field,
    checked,
    seconds,
)
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import RefusedError
from telnyx_video_mcp.sandbox.request_log import RequestLog
from telnyx_video_mcp.sandbox.world import World

SEED: Field = (lambda value: value in ("demo", "empty"), '"demo" or "empty"')


class Controls:
    """The controls over one world, its faults and its request log."""

    def __init__(self, world: World, faults: FaultQueue, log: RequestLog) -> None:
        self._world = world
        self._faults = faults
        self._log = log

    def routes(self) -> list[Route]:
        """One route for each control."""
        return [
            Route("/sandbox/reset", self.reset, methods=["POST"]),
            Route("/sandbox/join", self.join, methods=["POST"]),
            Route("/sandbox/leave", self.leave, methods=["POST"]),
            Route("/sandbox/advance", self.advance, methods=["POST"]),
            Route("/sandbox/faults", self.order_fault, methods=["POST"]),
            Route("/sandbox/requests", self.requests, methods=["GET", "DELETE"]),
            Route("/sandbox/state", self.state, methods=["GET"]),
        ]

    async def reset(self, request: Request) -> Response:
        """Start over: world, clock, faults and request log. Answers `{"seed"}`."""
        order = await _order(request, {"seed": SEED}, required="seed")
        self._world.reset(order["seed"])
        self._faults.waiting.clear()
        self._log.entries.clear()
        return JSONResponse(order)

    async def join(self, request: Request) -> Response:
        """Somebody enters. Answers `{"session_id", "participant_id"}`; 404 no room, 409 full."""
        order = await _order(request, {"room": TEXT, "context": TEXT_OR_NULL}, required="room")
        return JSONResponse(self._world.join(order["room"], order.get("context")))

    async def leave(self, request: Request) -> Response:
        """Somebody leaves. Answers both ids and `session_active`; 404 unknown, 409 left before."""
        order = await _order(request, {"participant_id": TEXT}, required="participant_id")
        return JSONResponse(self._world.leave(order["participant_id"]))

    async def advance(self, request: Request) -> Response:
        """Move the clock forward. Answers `{"now"}`, the world's time in ISO 8601."""
        order = await _order(request, {"seconds": seconds(0)}, required="seconds")
        self._world.advance(order["seconds"])
        return JSONResponse({"now": self._world.now().isoformat()})

    async def order_fault(self, request: Request) -> Response:
        """Queue a fault. Answers `{"waiting": n}`, the number of faults in the queue."""
        self._faults.waiting.append(parse_fault(await _body(request)))
        return JSONResponse({"waiting": len(self._faults.waiting)})

    async def requests(self, request: Request) -> Response:
        """GET: the log as a list. DELETE: clear it; answers `{"cleared": n}`."""
        shown = self._log.shown()
        if request.method != "DELETE":
            return JSONResponse(shown)
        self._log.entries.clear()
        return JSONResponse({"cleared": len(shown)})

    async def state(self, _request: Request) -> Response:
        """The whole world; see `World.state`."""
        return JSONResponse(self._world.state())


async def control_refused(_request: Request, error: Exception) -> Response:
    """`ControlError` as 422, `RefusedError` with its own status; both `{"error": "..."}`."""
    if isinstance(error, RefusedError):
        return JSONResponse({"error": error.detail}, error.status)
    return JSONResponse({"error": str(error)}, 422)


async def _body(request: Request) -> Any:
    try:
        return parse_json(await request.body())
    except ValueError:
        return None


async def _order(request: Request, known: dict[str, Field], required: str) -> Json:
    return checked(await _body(request), known, required=required)
