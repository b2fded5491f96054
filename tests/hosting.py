"""A host as tests see it: a real client, the real server, the real sandbox behind it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import httpx
from mcp.client import Client
from mcp_types import CallToolResult, ElicitResult, TextContent

from telnyx_video_mcp.connection import Clock
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings

Era = Literal["auto", "legacy"]
ERAS: tuple[Era, ...] = ("auto", "legacy")
KEY = "KEY0123456789-test"
NOBODY = "00000000-0000-4000-8000-000000000000"
WEEKLY = "weekly"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def world_at_noon() -> World:
    """An empty world whose clock stands at noon unless moved, however long a test takes."""
    return World(now=lambda: NOON)


class Time:
    """Time that passes only when somebody waits; then it passes in the sandbox, too.

    `meanwhile` is what happens during the next waits, one entry for each; it may take its time.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._seconds = 0.0
        self.waits: list[float] = []
        self.meanwhile: list[Callable[[], object]] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._seconds += seconds
        self._world.advance(seconds)
        happening = self.meanwhile.pop(0)() if self.meanwhile else None
        if isinstance(happening, Awaitable):
            await happening

    @property
    def clock(self) -> Clock:
        return Clock(self.sleep, lambda: self._seconds, lambda: self._world.now().timestamp())


class Host:
    """Calls tools, and looks behind the scenes."""

    def __init__(
        self,
        client: Client,
        transport: SandboxTransport,
        questions: list[str],
        time: Time | None = None,
    ) -> None:
        self.client = client
        self.questions = questions
        self.world: World = transport.app.state.world
        self.time = time or Time(self.world)
        self._controls = httpx.AsyncClient(transport=transport, base_url="http://sandbox")

    async def result(self, tool: str, **arguments: Any) -> CallToolResult:
        """The result as it came, with both channels compared; a table may stand beside it."""
        result = await self.client.call_tool(tool, arguments)
        text, *_ = result.content
        assert isinstance(text, TextContent)
        assert json.loads(text.text) == result.structured_content
        return result

    async def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """What a call that succeeds answers."""
        result = await self.result(tool, **arguments)
        assert not result.is_error, result.structured_content
        assert result.structured_content is not None
        return dict(result.structured_content)

    async def refusal(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """The error of a call that fails."""
        result = await self.result(tool, **arguments)
        assert result.is_error, result.structured_content
        assert result.structured_content is not None
        error: dict[str, Any] = result.structured_content["error"]
        return error

    async def requests(self) -> list[dict[str, Any]]:
        """What reached the API since the last `forget`."""
        log: list[dict[str, Any]] = (await self._controls.get("/sandbox/requests")).json()
        return log

    async def writes(self) -> list[dict[str, Any]]:
        """The requests among them that change something."""
        return [request for request in await self.requests() if request["method"] != "GET"]

    async def fetch(self, url: str) -> httpx.Response:
        """What a download link brings."""
        return await self._controls.get(url)

    async def downloads(self) -> list[dict[str, Any]]:
        """The downloads so far, each with its status and the bytes sent."""
        log: list[dict[str, Any]] = (await self._controls.get("/sandbox/downloads")).json()
        return log

    async def forget(self) -> None:
        """Clear the request log."""
        await self._controls.delete("/sandbox/requests")

    async def fault(self, **order: Any) -> None:
        """Make the next matching requests fail."""
        reply = await self._controls.post("/sandbox/faults", json=order)
        assert reply.status_code < 300, reply.text

    def room(self, **settings: Any) -> str:
        """Make a room behind the API's back; its id."""
        room_id: str = self.world.create_room(settings)["id"]
        return room_id

    def join(self, room: str, context: str | None = None) -> tuple[str, str]:
        """Somebody enters; the ids of session and participant."""
        joined = self.world.join(room, context)
        return joined["session_id"], joined["participant_id"]


def a_meeting(host: Host) -> str:
    """Alice and Bob for two minutes in a room that records, named "weekly"; the session's id."""
    host.room(unique_name=WEEKLY, enable_recording=True)
    session, _ = host.join(WEEKLY, "Alice")
    host.join(WEEKLY, "Bob")
    host.world.advance(120)
    return session


Answer = Callable[[str], ElicitResult]
"""How a person answers a question."""


def says_yes(_question: str) -> ElicitResult:
    return ElicitResult(action="accept", content={"approve": True})


@asynccontextmanager
async def hosting(
    era: Era = "auto", *, answer: Answer | None = says_yes, **settings: Any
) -> AsyncIterator[Host]:
    """A host with a server over an empty sandbox; without an answer, the host cannot ask.

    The archive is an empty folder that goes with it.
    """
    world = world_at_noon()
    transport, time = SandboxTransport(world), Time(world)
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
