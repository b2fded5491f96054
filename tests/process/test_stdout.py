"""stdout is the wire: whatever comes in and whatever goes wrong, each line of it is JSON-RPC."""

import json
from typing import Any

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.deadline import http_client
from tests.process.driver import ERAS, KEY, Era, call, greeting, running, sandbox

pytestmark = pytest.mark.anyio

GARBAGE = [
    b"",
    b"garbage",
    b'{"jsonrpc": "2.0", "id": 7, "meth',
    b"\xff\xfe\x00\x9f",
    b"x" * 2_000_000,
    b"[" * 100_000,
    b"[]",
    b"null",
    b'{"jsonrpc": "2.0", "id": 7}',
    b'{"jsonrpc": "2.0", "id": 7, "method": 7}',
    b'{"jsonrpc": "2.0", "id": 7, "method": "no/such/method"}',
    b'{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": []}',
    b'{"jsonrpc": "2.0", "method": "notifications/no_such"}',
    b'{"jsonrpc": "2.0", "id": 7, "result": {}}',
    b'[{"jsonrpc": "2.0", "id": 7, "method": "ping"}]',
    b"GET / HTTP/1.1",
]


def is_json_rpc(line: bytes) -> bool:
    message: dict[str, Any] = json.loads(line)
    answers = [part for part in ("result", "error", "method") if part in message]
    return message["jsonrpc"] == "2.0" and len(answers) == 1


@pytest.mark.parametrize("era", ERAS)
async def test_garbage_on_stdin_brings_nothing_else_to_stdout(era: Era) -> None:
    async with running("--sandbox", "--log-level", "DEBUG") as server:
        await server.send(b"garbage")
        for message in greeting(era):
            await server.send(message)
        for line in GARBAGE:
            await server.send(line)
        await server.send(call(1, "list_rooms", era))
        assert not (await server.reply(1))["result"]["isError"]
        await server.close_stdin()
        rest = await server.rest_of_stdout()
        assert await server.ended() == 0
    lines = [*server.said, *rest.splitlines()]
    assert len(lines) > 2
    assert all(map(is_json_rpc, lines))


@pytest.mark.parametrize("era", ERAS)
async def test_failures_reach_stdout_as_results_and_no_secret_reaches_the_log(era: Era) -> None:
    world = World()
    room = world.create_room({"unique_name": "weekly"})["id"]
    async with sandbox(world) as base_url, http_client(base_url) as controls:
        for fault in (
            {"status": 503, "headers": {"retry-after": "0"}},
            {"drop": True},
            {"status": 501, "body": f"<h1>{KEY}</h1>"},
            {"status": 422, "body": {"message": f"print({KEY})\n\x1b[31m"}},
        ):
            await controls.post("/../sandbox/faults", json={"path": "/v2/rooms", **fault})
        async with running(
            "--log-level", "DEBUG", TELNYX_API_KEY=KEY, TELNYX_BASE_URL=base_url
        ) as server:
            for message in greeting(era):
                await server.send(message)
            for number, (tool, arguments, fails) in enumerate(
                [
                    ("list_rooms", {}, True),  # 503, a broken connection, then 500
                    ("list_rooms", {}, True),  # 422
                    ("get_room", {"room": "nobody"}, True),
                    ("get_room", {"rooom": room}, True),
                    ("create_room", {"max_participants": 10**9}, True),
                    ("create_client_token", {"room": room, "include_refresh_token": True}, False),
                ],
                start=1,
            ):
                await server.send(call(number, tool, era, **arguments))
                reply = await server.reply(number)
                assert reply["result"]["isError"] is fails, reply
            token = reply["result"]["structuredContent"]
            refresh = {"room": room, "refresh_token": token["refresh_token"]}
            await server.send(call(9, "refresh_client_token", era, **refresh))
            renewed = (await server.reply(9))["result"]["structuredContent"]
            await server.close_stdin()
            rest, log = await server.rest_of_stdout(), await server.rest_of_stderr()
            assert await server.ended() == 0
    wire = [*server.said, *rest.splitlines()]
    assert all(map(is_json_rpc, wire))
    assert KEY.encode() not in b"".join(wire)
    assert "503" in log
    for secret in (KEY, token["token"], token["refresh_token"], renewed["token"]):
        assert len(secret) > 20
        assert secret not in log
