"""A host whose server comes after the world: so it can be set up for what is there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from mcp.client import Client
from mcp_types import ElicitResult

from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.hosting import KEY, Answer, Era, Host, Time, says_yes


@asynccontextmanager
async def serving(
    world: World,
    era: Era = "auto",
    *,
    answer: Answer | None = says_yes,
    deaf_to: tuple[str, ...] = (),
    **settings: Any,
) -> AsyncIterator[Host]:
    """A new server over a world; `deaf_to` are filters that the API behind it ignores."""
    transport, time = Deaf(world, deaf_to), Time(world)
    questions: list[str] = []

    async def asked(_context: Any, parameters: Any) -> ElicitResult:
        assert answer is not None
        questions.append(parameters.message)
        return answer(parameters.message)

    callback: Any = asked if answer else None
    with TemporaryDirectory() as archive:
        given = Settings(**{"api_key": KEY, "archive": Path(archive), **settings})
        server = create_server(given, transport=transport, clock=time.clock)
        async with Client(server, mode=era, cache=None, elicitation_callback=callback) as client:
            yield Host(client, transport, questions, time)


class Deaf(SandboxTransport):
    """The sandbox, were it to ignore some filters."""

    def __init__(self, world: World, ignored: tuple[str, ...]) -> None:
        super().__init__(world)
        self._ignored = ignored

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for name in self._ignored:
            request.url = request.url.copy_remove_param(name)
        return await super().handle_async_request(request)
