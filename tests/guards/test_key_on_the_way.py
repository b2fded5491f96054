"""The key on the way out: connections that break, and a process that says all it can."""

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme
from mcp.client import Client

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.cases import CASES
from tests.deadline import AT_MOST_SECS, http_client
from tests.guards.audit import content, lines
from tests.guards.canary import CANARY, FAULTS, clean
from tests.guards.worlds import meeting
from tests.hosting import Time
from tests.process.driver import call, greeting, running, sandbox

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def plain_port() -> AsyncIterator[str]:
    """A port that speaks no TLS, where https is expected."""
    async with sandbox(World()) as base_url:
        yield base_url.replace("http:", "https:")


@asynccontextmanager
async def untrusted_port() -> AsyncIterator[str]:
    """A port that speaks TLS with a certificate that nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    listening = await asyncio.start_server(
        lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context
    )
    async with listening:
        yield f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v2"


@asynccontextmanager
async def silent_port() -> AsyncIterator[str]:
    """A port that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/v2"


@asynccontextmanager
async def closed_port() -> AsyncIterator[str]:
    """A port where nobody listens, nor anybody else can meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/v2"


PLACES = {
    "plain": plain_port,
    "untrusted": untrusted_port,
    "silent": silent_port,
    "closed": closed_port,
}


@pytest.mark.parametrize("kind", PLACES)
async def test_no_broken_connection_lets_the_key_out(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "telnyx_video_mcp")
    file = tmp_path / "audit.jsonl"
    # Only silence is waited for; the pauses between attempts are not.
    patience = 0.4 if kind == "silent" else AT_MOST_SECS
    clock = Time(World()).clock
    async with PLACES[kind]() as base_url:
        settings = Settings(
            api_key=CANARY, base_url=base_url, timeout_secs=patience, audit_file=file
        )
        async with Client(create_server(settings, clock=clock), cache=None) as client:
            for tool, arguments in (("list_rooms", {}), ("create_room", {"unique_name": "x"})):
                result = await client.call_tool(tool, arguments)
                assert result.is_error
                assert result.structured_content
                message = result.structured_content["error"]["message"]
                assert ("certificate is not trusted" in message) == (kind == "untrusted")
                clean(result.model_dump_json(), kind)
    clean(caplog.text, "the log")
    clean(file.read_text(encoding="utf-8"), "the audit")


@pytest.mark.parametrize("era", ["legacy", "auto"])
async def test_a_process_that_says_all_it_can_does_not_say_the_key(
    era: Any, tmp_path: Path
) -> None:
    file = tmp_path / "audit.jsonl"
    settings = tmp_path / "settings.json"
    settings.write_text(json.dumps({"api_key": CANARY}), encoding="utf-8")
    settings.chmod(0o600)
    world = World()
    where = meeting(world, "weekly")
    calls = 2 * [(case.tool, case.call(where)) for case in CASES]
    async with (
        sandbox(world) as base_url,
        http_client(base_url) as controls,
        running(
            *("--log-level", "DEBUG", "--config", str(settings)),
            TELNYX_BASE_URL=base_url,
            TELNYX_VIDEO_AUDIT_FILE=str(file),
        ) as server,
    ):
        for message in greeting(era):
            await server.send(message)
        for number, (tool, arguments) in enumerate(calls, start=1):
            if number == len(CASES) + 1:  # the second time, everything fails in its own way
                for name, fault in FAULTS.items():
                    headers = {"retry-after": "999"} | fault.get("headers", {})
                    answer = {"headers": headers} if "status" in fault else {}
                    order = {**fault, **answer, "path": "/v2/*"}
                    ordered = await controls.post("/../sandbox/faults", json=order)
                    assert ordered.status_code == 200, name
            await server.send(call(number, tool, era, **arguments))
            await server.reply(number)
        await server.close_stdin()
        stdout, stderr = await server.rest_of_stdout(), await server.rest_of_stderr()
    clean(b"".join([*server.said, stdout]).decode(), "stdout")
    assert "GET /rooms" in stderr
    clean(stderr, "stderr")
    assert len(lines(file)) == len(calls)
    clean(content(file), "the audit")
