"""A server process that a client is connected to, with the sandbox behind it in this process."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import anyio
import httpx
from mcp.client import Client
from mcp.shared.message import SessionMessage
from mcp_types import ElicitResult, jsonrpc_message_adapter

from telnyx_video_mcp.sandbox.world import World
from tests.deadline import http_client, one_step
from tests.guards.audit import Line, all_lines
from tests.process.driver import KEY, Era, Running, running, sandbox

Over = Literal["stdio", "http"]


@dataclass
class Served:
    """The process, its client, and the sandbox's levers."""

    process: Running
    client: Client
    world: World
    audit: Path
    url: httpx.URL | None
    questions: list[str]
    controls: httpx.AsyncClient

    async def result(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """What a call answers, be it an error."""
        with one_step():
            result = await self.client.call_tool(tool, arguments)
        return dict(result.structured_content or {})

    async def delay(self, method: str, seconds: float, times: int = 1) -> None:
        """Carry out the next requests for rooms at once, and answer them late."""
        fault = {"path": "/v2/rooms*", "method": method, "delay_secs": seconds, "times": times}
        reply = await self.controls.post("/sandbox/faults", json=fault | {"applied": True})
        assert reply.status_code == 200, reply.text

    async def arrived(self, count: int = 1) -> None:
        """Return once that many requests have reached the sandbox."""
        with one_step():
            while len((await self.controls.get("/sandbox/requests")).json()) < count:
                pass

    async def takes_no_more_calls(self) -> None:
        """Return once it is shutting down."""
        with one_step():
            if self.url:
                ready = self.url.join("/readyz")
                while (await self.controls.get(ready)).status_code == 200:
                    pass
            else:
                while kind_of(await self.result("get_room", room="none")) != "shutting_down":
                    pass

    def rooms(self) -> list[str]:
        """The names of the rooms that there are."""
        return [room["unique_name"] for room in self.world.list_rooms()]

    def recorded(self) -> list[Line]:
        """What the audit says of how calls ended."""
        return [line for line in all_lines(self.audit) if line["outcome"] != "started"]


def kind_of(result: dict[str, Any]) -> str | None:
    """The kind of an error; None when there is none."""
    kind: str | None = result.get("error", {}).get("kind")
    return kind


@asynccontextmanager
async def served(
    over: Over,
    era: Era,
    audit: Path,
    *,
    answer: Any = None,
    tools_listed: bool = True,
    **variables: str,
) -> AsyncIterator[Served]:
    """A server that is ready for calls; `answer` is an async function of a question.

    Unless the tools are listed, the client asks for them after its first result, to check that.
    """
    world = World()
    questions: list[str] = []

    callback: Any = None

    async def asked(_context: Any, parameters: Any) -> ElicitResult:
        questions.append(parameters.message)
        found: ElicitResult = await answer(parameters.message)
        return found

    if answer:
        callback = asked
    async with sandbox(world) as base_url, http_client(base_url.removesuffix("/v2")) as controls:
        variables = {
            "TELNYX_API_KEY": KEY,
            "TELNYX_BASE_URL": base_url,
            "TELNYX_VIDEO_AUDIT_FILE": str(audit),
            "TELNYX_VIDEO_TIMEOUT_SECS": "300",
            "TELNYX_VIDEO_SHUTDOWN_SECS": "300",
            **variables,
        }
        options = ["serve", "--http", "127.0.0.1:0"] if over == "http" else []
        async with running(*options, **variables) as process:
            url = await process.announced_url() if over == "http" else ""
            client = Client(
                url or _pipes(process),
                mode=era,
                cache=None,
                elicitation_callback=callback,
            )
            async with client:
                if tools_listed:
                    await client.list_tools()
                yield Served(
                    process,
                    client,
                    world,
                    audit,
                    httpx.URL(url) if url else None,
                    questions,
                    controls,
                )


@asynccontextmanager
async def _pipes(process: Running) -> AsyncIterator[Any]:
    """The client's end of the pipes, which outlives neither them nor the process."""
    to_client, incoming = anyio.create_memory_object_stream[SessionMessage | Exception]()
    outgoing, from_client = anyio.create_memory_object_stream[SessionMessage]()

    async def read() -> None:
        with to_client:
            while (line := await process.next_line()) is not None:
                message = jsonrpc_message_adapter.validate_json(line, by_name=False)
                await to_client.send(SessionMessage(message))

    async def write() -> None:
        with from_client:
            async for each in from_client:
                line = each.message.model_dump_json(by_alias=True, exclude_unset=True)
                await process.send(json.loads(line))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(read)
        tasks.start_soon(write)
        with incoming, outgoing:
            yield incoming, outgoing
        tasks.cancel_scope.cancel()
