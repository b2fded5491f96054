"""The sandbox as an ASGI app: the API under /v2, the controls under /sandbox."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from telnyx_video_mcp.sandbox.controls import Controls, control_refused
from telnyx_video_mcp.sandbox.dates import Dated
from telnyx_video_mcp.sandbox.doorway import ThisMachineOnly
from telnyx_video_mcp.sandbox.faults import FaultQueue
from telnyx_video_mcp.sandbox.orders import ControlError
from telnyx_video_mcp.sandbox.refusals import RefusedError
from telnyx_video_mcp.sandbox.request_log import RequestLog
from telnyx_video_mcp.sandbox.video_api import VideoApi
from telnyx_video_mcp.sandbox.world import World


def create_app(world: World | None = None, *, this_machine_only: bool = False) -> Starlette:
    """The sandbox over `world`, or over a fresh demo world. `app.state.world` is that world.

    With `this_machine_only` it answers only what is asked for by a name of this machine, as it
    must over HTTP; see `ThisMachineOnly`.
    """
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
        middleware=[
            Middleware(Dated, now=world.now),
            *([Middleware(ThisMachineOnly)] if this_machine_only else []),
        ],
        exception_handlers={ControlError: control_refused, RefusedError: control_refused},
    )
    app.state.world = world
    return app
