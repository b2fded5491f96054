"""The ways a host can reach the server, each over a sandbox whose world a test can change."""

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
from mcp import StdioServerParameters
from mcp.client import Client
from mcp_types import CallToolResult, ElicitResult

from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings import Settings
from telnyx_video_mcp.toolkit.codes import LIFETIME_SECS, Codes
from telnyx_video_mcp.tools.policy import Policy
from telnyx_video_mcp.tools.questions import QUESTIONS
from tests.hosting import KEY, Answer, Era, says_yes
from tests.process.driver import COMMAND, Running, environment, sandbox

TEN_MINUTES_AND_A_SECOND = LIFETIME_SECS + 1
CONFIRM_KEY = "a key that several processes share"
AT_MOST_SECS = 25
NO: ElicitResult = ElicitResult(action="decline")
TRANSPORTS = ("memory", "stdio", "http")


@dataclass
class Way:
    """A host that can put questions to a person, one that cannot, and the world behind both."""

    world: World
    controls: httpx.AsyncClient
    era: Era
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
        with anyio.fail_after(AT_MOST_SECS):
            return await self.asking.call_tool(tool, arguments)

    async def call(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """What a call by the host that cannot ask answers; it must not be an error."""
        return content(await self.result(tool, arguments))

    async def result(self, tool: str, arguments: dict[str, Any]) -> CallToolResult:
        """The answer to a call by the host that cannot ask."""
        with anyio.fail_after(AT_MOST_SECS):
            return await self.silent.call_tool(tool, arguments)

    async def writes(self) -> list[tuple[str, str]]:
        """Method and path of whatever reached the sandbox and changes something."""
        log = (await self.controls.get("/sandbox/requests")).json()
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
    world, answers = World(), Answers()
    async with AsyncExitStack() as stack:
        if transport == "memory":
            network = SandboxTransport(world)
            settings = Settings(api_key=KEY, confirm_key=CONFIRM_KEY)
            server: Any = create_server(settings, transport=network)
            controls = httpx.AsyncClient(transport=network, base_url="http://sandbox")
        else:
            base_url = await stack.enter_async_context(sandbox(world))
            controls = httpx.AsyncClient(base_url=base_url.removesuffix("/v2"), trust_env=False)
            variables = environment(
                TELNYX_API_KEY=KEY, TELNYX_BASE_URL=base_url, TELNYX_VIDEO_CONFIRM_KEY=CONFIRM_KEY
            )
            if transport == "http":
                server = await stack.enter_async_context(_http_server(variables))
            else:
                server = StdioServerParameters(
                    command=sys.executable, args=COMMAND[1:], env=variables
                )
        await stack.enter_async_context(controls)
        callback: Any = answers
        asking = Client(server, mode=era, cache=None, elicitation_callback=callback)
        silent = Client(server, mode=era, cache=None)
        for client in (asking, silent):
            await stack.enter_async_context(client)
        yield Way(world, controls, era, asking, silent, answers)


@asynccontextmanager
async def _http_server(variables: dict[str, str]) -> AsyncIterator[str]:
    command = [*COMMAND, "serve", "--http", "127.0.0.1:0"]
    async with await anyio.open_process(command, env=variables) as process:
        try:
            with anyio.fail_after(AT_MOST_SECS):
                url = await Running(process).announced_url()
            yield url
        finally:
            process.kill()


async def code_made(
    world: World, tool: str, arguments: dict[str, Any], *, key: str, at: float
) -> str:
    """The code that another process of that key would have given for a call, at that time."""
    async with aclosing(VideoClient(KEY, transport=SandboxTransport(world))) as client:
        preview = await QUESTIONS[tool](Policy().guarded(client), **arguments)
    assert preview is not None
    return Codes(key, lambda: at).code(tool, arguments, preview.digest)
