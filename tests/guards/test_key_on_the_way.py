"""The key on the way out: connections that break, and a process that says all it can."""

import json
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp.client import Client

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.loading import Settings
from tests.cases import CASES
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
async def self_signed_port(folder: Path) -> AsyncIterator[str]:
    """A port that speaks TLS with a certificate that nobody vouches for."""
    made = folder / "key.pem", folder / "certificate.pem"
    await anyio.run_process(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-keyout", str(made[0]), "-out", str(made[1])),
        ],
        stderr=subprocess.DEVNULL,
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["openssl", "s_server", "-quiet", "-accept", f"127.0.0.1:{port}"]
    async with await anyio.open_process(
        [*command, "-key", str(made[0]), "-cert", str(made[1])],
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            while not await listens(port):
                await anyio.lowlevel.checkpoint()
            yield f"https://127.0.0.1:{port}/v2"
        finally:
            server.kill()


async def listens(port: int) -> bool:
    try:
        async with await anyio.connect_tcp("127.0.0.1", port):
            return True
    except OSError:
        return False


@pytest.mark.parametrize("kind", ["plain", "self-signed", "silent", "closed"])
async def test_no_broken_connection_lets_the_key_out(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "telnyx_video_mcp")

    @asynccontextmanager
    async def silent() -> AsyncIterator[str]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/v2"

    @asynccontextmanager
    async def closed() -> AsyncIterator[str]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        yield f"http://127.0.0.1:{port}/v2"

    places = {"plain": plain_port, "silent": silent, "closed": closed}
    place = self_signed_port(tmp_path) if kind == "self-signed" else places[kind]()
    file = tmp_path / "audit.jsonl"
    async with place as base_url:
        # Only where nothing comes there is a wait; all else fails by itself, however slowly.
        limit = 0.4 if kind == "silent" else 60
        settings = Settings(api_key=CANARY, base_url=base_url, timeout_secs=limit, audit_file=file)
        server = create_server(settings, clock=Time(World()).clock)
        async with Client(server, cache=None) as client:
            for tool, arguments in (("list_rooms", {}), ("create_room", {"unique_name": "x"})):
                result = await client.call_tool(tool, arguments)
                assert result.is_error
                assert result.structured_content
                message = result.structured_content["error"]["message"]
                assert ("certificate is not trusted" in message) == (kind == "self-signed")
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
        httpx.AsyncClient(base_url=base_url) as controls,
        running(
            *("--log-level", "DEBUG", "--config", str(settings)),
            TELNYX_BASE_URL=base_url,
            TELNYX_VIDEO_AUDIT_FILE=str(file),
            TELNYX_VIDEO_TIMEOUT_SECS="1",
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
    recorded = file.read_text(encoding="utf-8")
    assert len(recorded.splitlines()) == len(calls)
    clean(recorded, "the audit")
