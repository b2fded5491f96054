"""The ways a host can reach the server, each over a sandbox whose world a test can change."""

import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
from mcp import StdioServerParameters
from mcp.client import Client
from mcp_types import CallToolResult, ElicitResult

from telnyx_video_mcp.connection import Clock
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.cases import Case
from tests.deadline import http_client, one_step
from tests.guards.worlds import Meeting
from tests.hosting import KEY, Answer, Era, says_yes
from tests.process.driver import COMMAND, Running, environment, sandbox

CONFIRM_KEY = "a key that several processes share"
NO: ElicitResult = ElicitResult(action="decline")
TRANSPORTS = ("memory", "stdio", "http")


@dataclass
class Way:
    """A host that can put questions to a person, one that cannot, and the world behind both."""

    world: World
    controls: httpx.AsyncClient
    asking: Client
    silent: Client
    answers: "Answers"

    async def reset(self) -> None:
        """An empty world, an empty request log, and a person who says yes."""
        (await self.controls.post("/sandbox/reset", json={"seed": "empty"})).raise_for_status()
        self.answers.questions.clear()
        self.answers.answer = says_yes

    async def ask(self, tool: str, arguments: dict[str, Any]) -> CallToolResult:
        """The answer to a call by the host that can ask."""
        with one_step():
            return await self.asking.call_tool(tool, arguments)

    async def call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What a call by the host that cannot ask answers; it must not be an error."""
        return content(await self.result(tool, arguments))

    async def result(self, tool: str, arguments: dict[str, Any]) -> CallToolResult:
        """The answer to a call by the host that cannot ask."""
        with one_step():
            return await self.silent.call_tool(tool, arguments)

    def room(self, **settings: Any) -> str:
        """Make a room behind the API's back; its id."""
        return str(self.world.create_room(settings)["id"])

    def join(self, room: str, context: str | None = None) -> tuple[str, str]:
        """Somebody enters; the ids of session and participant."""
        joined = self.world.join(room, context)
        return joined["session_id"], joined["participant_id"]

    async def refusal(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The error of a call by the host that cannot ask."""
        result = await self.result(tool, arguments)
        assert result.is_error, result.structured_content
        assert result.structured_content is not None
        return dict(result.structured_content["error"])

    async def requests(self) -> list[dict[str, Any]]:
        """What reached the sandbox."""
        log: list[dict[str, Any]] = (await self.controls.get("/sandbox/requests")).json()
        return log

    async def writes(self) -> list[tuple[str, str]]:
        """Method and path of whatever reached the sandbox and changes something."""
        log = await self.requests()
        return [(each["method"], each["path"]) for each in log if each["method"] != "GET"]


@dataclass
class Answers:
    """A person: how they answer now, and what they were asked."""

    answer: Answer = says_yes
    questions: list[str] = field(default_factory=list)

    async def __call__(self, _context: Any, parameters: Any) -> ElicitResult:
        self.questions.append(parameters.message)
        return self.answer(parameters.message)


def content(result: CallToolResult) -> dict[str, Any]:
    """The document of a result that is not an error."""
    assert not result.is_error, result.structured_content
    assert result.structured_content is not None
    return dict(result.structured_content)


@asynccontextmanager
async def way(transport: str, era: Era) -> AsyncIterator[Way]:
    """A way over an empty world; the processes of it end with the block."""
    world = World()
    async with AsyncExitStack() as stack:
        if transport == "memory":
            yield await stack.enter_async_context(over(SandboxTransport(world), era))
            return
        base_url = await stack.enter_async_context(sandbox(world))
        variables = environment(
            TELNYX_API_KEY=KEY, TELNYX_BASE_URL=base_url, TELNYX_VIDEO_CONFIRM_KEY=CONFIRM_KEY
        )
        server: Any = StdioServerParameters(command=sys.executable, args=COMMAND[1:], env=variables)
        if transport == "http":
            server = await stack.enter_async_context(_http_server(variables))
        controls = http_client(base_url.removesuffix("/v2"))
        yield await stack.enter_async_context(_reached(server, era, world, controls))


@asynccontextmanager
async def over(network: SandboxTransport, era: Era = "auto", **settings: Any) -> AsyncIterator[Way]:
    """A way of asking, in memory, with a server over this transport."""
    server = create_server(
        Settings(api_key=KEY, confirm_key=CONFIRM_KEY, **settings), transport=network
    )
    controls = httpx.AsyncClient(transport=network, base_url="http://sandbox")
    async with _reached(server, era, network.app.state.world, controls) as reached:
        yield reached


@asynccontextmanager
async def _reached(
    server: Any, era: Era, world: World, controls: httpx.AsyncClient
) -> AsyncIterator[Way]:
    answers = Answers()
    callback: Any = answers
    async with (
        controls,
        Client(server, mode=era, cache=None, elicitation_callback=callback) as asking,
        Client(server, mode=era, cache=None) as silent,
    ):
        yield Way(world, controls, asking, silent, answers)


@asynccontextmanager
async def _http_server(variables: dict[str, str]) -> AsyncIterator[str]:
    command = [*COMMAND, "serve", "--http", "127.0.0.1:0"]
    async with await anyio.open_process(command, env=variables) as process:
        try:
            with one_step():
                url = await Running(process).announced_url()
            yield url
        finally:
            process.kill()


async def code_made(
    case: Case, world: World, where: Meeting, *, key: str, age_secs: float = 0
) -> str:
    """The code that another process of that key would have given for a call, so long ago."""
    clock = Clock(wall=lambda: time.time() - age_secs)
    settings = Settings(api_key=KEY, confirm_key=key)
    server = create_server(settings, transport=SandboxTransport(world), clock=clock)
    async with Client(server, cache=None) as client:
        shown = content(await client.call_tool(case.tool, case.call(where)))
    return str(shown["confirm"])
