"""The archive of a server, put together from its settings."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.guard import Guard
from telnyx_video_mcp.connection import Clock, Connection
from telnyx_video_mcp.settings.declared import Settings

if TYPE_CHECKING:
    from telnyx_video_mcp.archive.keeper import Keeper


def archive_of(
    settings: Settings, connection: Connection, chain: Sequence[Guard], clock: Clock
) -> "Keeper | None":
    """What saves files, where the settings say so; it opens nothing before the first call."""
    if settings.archive is None:
        return None
    from telnyx_video_mcp.archive.keeper import Keeper  # noqa: PLC0415 - most servers have none
    from telnyx_video_mcp.archive.store import Store  # noqa: PLC0415 - as above

    def api() -> Api:
        return Api(connection.client(), chain)

    return Keeper(
        Store(settings.archive), api, connection.downloads, sleep=clock.sleep, wall=clock.wall
    )


def while_serving(
    connection: Connection, archive: "Keeper"
) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """The time in which clients are served, and files saved."""

    @asynccontextmanager
    async def lifespan(server: Any) -> AsyncIterator[None]:
        async with connection.lifespan(server), archive.lifespan():
            yield

    return lifespan
