"""The sandbox as an ASGI app: the API under /v2, files under /media, controls under /sandbox."""

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route

from telnyx_video_mcp.sandbox.control_panel import ControlPanel
from telnyx_video_mcp.sandbox.controls import Sandbox
from telnyx_video_mcp.sandbox.dates import Dated
from telnyx_video_mcp.sandbox.downloads import Downloads
from telnyx_video_mcp.sandbox.links import MEDIA
from telnyx_video_mcp.sandbox.this_machine_only import ThisMachineOnly
from telnyx_video_mcp.sandbox.video_api import VideoApi
from telnyx_video_mcp.sandbox.world import World

if TYPE_CHECKING:
    from starlette.types import ASGIApp

_NOWHERE = JSONResponse(
    {"error": "Nothing is here: the API is under /v2, and GET /sandbox lists the controls."}, 404
)


def create_app(world: World | None = None, *, this_machine_only: bool = False) -> Starlette:
    """The sandbox over `world`, or over a fresh demo world. `app.state.world` is that world.

    With `this_machine_only` it answers only what is asked for by a name of this machine, as it
    must over HTTP; see `ThisMachineOnly`.
    """
    if world is None:
        world = World()
        world.reset("demo")
    sandbox = Sandbox(world)
    parts: dict[str, ASGIApp] = {
        "/v2": VideoApi(world, sandbox.faults, sandbox.requests),
        MEDIA: Downloads(world, sandbox.faults, sandbox.downloads),
        "/sandbox": ControlPanel(sandbox),
    }
    app = Starlette(
        routes=[
            *(
                Route(path, part)
                for prefix, part in parts.items()
                for path in (prefix, f"{prefix}/{{path:path}}")
            ),
            Route("/{path:path}", _NOWHERE),
        ],
        middleware=[
            Middleware(Dated, now=world.now),
            *([Middleware(ThisMachineOnly)] if this_machine_only else []),
        ],
    )
    app.state.world = world
    return app


def media_of(app: Starlette) -> "ASGIApp":
    """The files of a sandbox and nothing else of it, for this machine only."""
    return ThisMachineOnly(Starlette(routes=[Route(f"{MEDIA}/{{path:path}}", app)]))
