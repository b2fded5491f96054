"""Over stdio a server also ends with its input, or when nobody reads what it says."""

import json
import signal
from pathlib import Path

import httpx
import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.deadline import AT_MOST_SECS, http_client, one_step
from tests.guards.audit import lines
from tests.process.driver import (
    ERAS,
    KEY,
    Era,
    Pipe,
    Running,
    call,
    greeting,
    run_with,
    running,
    running_into,
    sandbox,
)

pytestmark = pytest.mark.anyio

LATE_SECS = 3
PATIENT = {"TELNYX_API_KEY": KEY, "TELNYX_VIDEO_SHUTDOWN_SECS": str(AT_MOST_SECS)}


async def late_create(server: Running, base_url: str, controls: httpx.AsyncClient) -> None:
    """Send a create with the id 1, which has reached the API and is answered late."""
    fault = {"path": "/v2/rooms", "delay_secs": LATE_SECS, "applied": True}
    await controls.post(f"{base_url}/../sandbox/faults", json=fault)
    await server.send(call(1, "create_room", "auto", unique_name="quiz"))
    with one_step():
        while not (await controls.get(f"{base_url}/../sandbox/requests")).json():
            pass


@pytest.mark.parametrize("era", ERAS)
async def test_requests_that_come_from_a_file_are_all_answered(era: Era) -> None:
    numbers = range(1, 21)
    messages = [*greeting(era), *(call(number, "create_room", era) for number in numbers)]
    given = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
    done = await run_with(given, "--sandbox")
    replies = {reply["id"]: reply for reply in map(json.loads, done.stdout.splitlines())}
    assert set(replies) == {0, *numbers}
    assert all(not replies[number]["result"]["isError"] for number in numbers)


async def test_a_signal_after_the_end_of_input_is_the_first(tmp_path: Path) -> None:
    """As the official Python client does it, two seconds later."""
    world, audit = World(), tmp_path / "audit.jsonl"
    variables = {**PATIENT, "TELNYX_VIDEO_AUDIT_FILE": str(audit)}
    async with (
        sandbox(world) as base_url,
        http_client() as controls,
        running(**variables, TELNYX_BASE_URL=base_url) as server,
    ):
        await server.greet("auto")
        await late_create(server, base_url, controls)
        await server.close_stdin()
        server.process.send_signal(signal.SIGTERM)
        reply = await server.reply(1)
        assert await server.ended() == -signal.SIGTERM
    assert reply["result"]["structuredContent"]["id"] == world.list_rooms()[0]["id"]
    assert [line["outcome"] for line in lines(audit)] == ["ok"]


async def test_a_client_that_reads_no_more_does_not_stop_what_it_asked_for(tmp_path: Path) -> None:
    world, audit = World(), tmp_path / "audit.jsonl"
    variables = {**PATIENT, "TELNYX_VIDEO_AUDIT_FILE": str(audit)}
    async with (
        sandbox(world) as base_url,
        http_client() as controls,
        running_into(pipe := Pipe(), **variables, TELNYX_BASE_URL=base_url) as server,
    ):
        for message in greeting("auto"):
            await server.send(message)
        await late_create(server, base_url, controls)
        await server.send(call(2, "list_rooms", "auto"))
        pipe.close()
        assert await server.ended() == 0
        assert await server.rest_of_stderr() == ""
    assert len(world.list_rooms()) == 1
    assert {(line["tool"], line["outcome"]) for line in lines(audit)} == {
        ("create_room", "ok"),
        ("list_rooms", "ok"),
    }


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, None])
async def test_a_client_that_never_reads_holds_up_nothing(ending: signal.Signals | None) -> None:
    variables = {"TELNYX_API_KEY": KEY, "TELNYX_VIDEO_SHUTDOWN_SECS": "0"}
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    async with running_into(pipe := Pipe(), **variables) as server:
        for message in (*greeting("legacy"), *[listing] * 20):  # each reply has 45 kB
            await server.send(message)
        await pipe.filled()
        if ending:
            server.process.send_signal(ending)
        else:
            await server.close_stdin()
        assert await server.ended() == (-ending if ending else 0)
        assert await server.rest_of_stderr() == ""
    pipe.close()
