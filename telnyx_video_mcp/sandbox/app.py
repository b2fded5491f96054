"""The sandbox as an ASGI app: the API under /v2, the controls under /sandbox."""

from starlette.applications import Starlette
from starlette.routing import Route

from telnyx_video_mcp.sandbox.controls import Controls, control_refused
from telnyx_video_mcp.sandbox.faults import ControlError, FaultQueue
from telnyx_video_mcp.sandbox.refusals import RefusedError
from telnyx_video_mcp.sandbox.request_log import RequestLog
from telnyx_video_mcp.sandbox.video_api import VideoApi
from telnyx_video_mcp.sandbox.world import World


def create_app(world: World | None = None) -> Starlette:
    """The sandbox over `world`, or over a fresh demo world. `app.state.world` is that world."""
    if world is None:
        world = World()
        world.reset("demo")
    faults, log = FaultQueue(), RequestLog()
    api = VideoApi(world, faults, log)
    app = Starlette(
        routes=[
            Route("/v2", api),
            Route("/v2/{path:path}", api),
            *Controls(world, faults, log).routes(),
        ],
        exception_handlers={ControlError: control_refused, RefusedError: control_refused},
    )
    app.state.world = world
    return app
