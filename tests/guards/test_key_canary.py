"""The key, recognisable and searched for: it leaves the process in one header and nowhere else."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import MCPError
from mcp.client import Client
from mcp_types import ElicitResult

from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.cases import CASES, Case
from tests.guards.canary import CANARY, ECHO, FAULTS, clean
from tests.guards.serving import serving
from tests.guards.worlds import meeting
from tests.hosting import Time

pytestmark = pytest.mark.anyio

MOST_REQUESTS = 60
FAILING = {"whatever is asked": ("*",), "what is written": ("POST", "PATCH", "DELETE")}
"""The requests that fail: all of them, or those that come after a look."""


@pytest.mark.parametrize("failing", FAILING)
@pytest.mark.parametrize("fault", FAULTS)
async def test_no_failure_of_any_tool_lets_the_key_out(
    fault: str,
    failing: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level("DEBUG", "telnyx_video_mcp")
    file = tmp_path / "audit.jsonl"
    world = World()
    where = meeting(world, "weekly")
    # A wait that does not fit into the time left is not waited for.
    order = {**FAULTS[fault], "path": "/v2/*", "times": 1000}
    if "status" in order:
        order["headers"] = {"retry-after": "999"} | order.get("headers", {})
    cases = [case for case in CASES if case.writes or failing == "whatever is asked"]
    async with serving(world, api_key=CANARY, audit_file=file) as host:
        for method in FAILING[failing]:
            await host.fault(**order, method=method)
        for case in cases:
            await host.forget()
            result = (await host.result(case.tool, **case.call(where))).structured_content
            clean(json.dumps(result, ensure_ascii=False), case.name)
            assert await host.requests(), "it reached the API"
        for uri in (f"rooms/{where.room}", f"sessions/{where.session}/attendance"):
            clean(await reading(host.client, f"telnyx://{uri}"), uri)
    recorded = file.read_text(encoding="utf-8")
    assert len(recorded.splitlines()) >= len(cases)
    clean(recorded, "the audit")
    clean(caplog.text, "the log")
    clean("".join(capfd.readouterr()), "stdout and stderr")


async def reading(client: Client, uri: str) -> str:
    """What a resource says, or why it cannot be read."""
    try:
        return (await client.read_resource(uri)).model_dump_json()
    except MCPError as error:
        return str(error.error)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_no_success_of_any_tool_lets_the_key_out(
    case: Case, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "telnyx_video_mcp")
    file = tmp_path / "audit.jsonl"
    world = World()
    where = meeting(world, "weekly")
    case.before(world, where)
    async with serving(world, api_key=CANARY, audit_file=file) as host:
        clean(json.dumps(await host.call(case.tool, **case.call(where))), case.name)
        clean("\n".join(host.questions), "the question")
        unknown = await host.result(f"{case.tool}s", key="x")
    clean(json.dumps(unknown.structured_content), "an unknown tool")
    clean(file.read_text(encoding="utf-8"), "the audit")
    assert " /room" in caplog.text
    clean(caplog.text, "the log")


class Echo(SandboxTransport):
    """The sandbox for so many requests; all later ones are refused with an echo of the key."""

    def __init__(self, world: World, good: int) -> None:
        super().__init__(world)
        self.good = good

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.good -= 1
        if self.good >= 0:
            return await super().handle_async_request(request)
        said = {"title": ECHO, "detail": request.headers.get("authorization")}
        return httpx.Response(422, json={"errors": [said]}, request=request)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_whichever_request_of_a_call_fails_the_key_stays_in(
    case: Case, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "telnyx_video_mcp")
    for good in range(MOST_REQUESTS):
        world = World()
        where = meeting(world, "weekly")
        case.before(world, where)
        transport = Echo(world, good)
        settings = Settings(api_key=CANARY, archive=tmp_path / str(good))
        server = create_server(settings, transport=transport, clock=Time(world).clock)
        callback: Any = agrees
        async with Client(server, cache=None, elicitation_callback=callback) as client:
            result = await client.call_tool(case.tool, case.call(where))
        clean(result.model_dump_json(), f"{case.name}, request {good + 1}")
        if transport.good >= 0:  # none of them failed
            break
    assert 0 < good < MOST_REQUESTS - 1
    assert not result.is_error
    clean(caplog.text, "the log")


async def agrees(_context: Any, _parameters: Any) -> ElicitResult:
    return ElicitResult(action="accept", content={"approve": True})
