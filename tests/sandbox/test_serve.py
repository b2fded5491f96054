import json
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest

from telnyx_video_mcp.sandbox.serve import serve
from telnyx_video_mcp.sandbox.world import World
from tests.deadline import AT_MOST_SECS, http_client, one_step

pytestmark = pytest.mark.anyio

REQUEST = (
    "POST {target} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer any\r\n"
    "content-length: {size}\r\n\r\n{body}"
)


@asynccontextmanager
async def served(world: World) -> AsyncIterator[int]:
    """The sandbox on a free port, gone when the block ends."""
    ports, ready = [], anyio.Event()

    def started(port: int) -> None:
        ports.append(port)
        ready.set()

    async def run() -> None:
        await serve("127.0.0.1", 0, world=world, started=started)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(run)
        with one_step():
            await ready.wait()
        yield ports[0]
        tasks.cancel_scope.cancel()


def client() -> httpx.AsyncClient:
    return http_client(authorization="Bearer any")


async def cut_off(patient: httpx.AsyncClient) -> None:
    with pytest.raises(httpx.TransportError):
        await patient.get("/v2/rooms", timeout=None)


async def raw_reply(port: int, target: str, **body: object) -> bytes:
    """All bytes of the reply to a POST, until the server closes or a whole reply is there."""
    text = json.dumps(body)
    with one_step():
        async with await anyio.connect_tcp("127.0.0.1", port) as stream:
            await stream.send(REQUEST.format(target=target, size=len(text), body=text).encode())
            try:
                return await stream.receive()
            except anyio.EndOfStream:
                return b""


async def test_the_server_answers_on_the_port_it_reports_and_is_gone_afterwards() -> None:
    async with served(World()) as port:
        assert (await raw_reply(port, "/v2/rooms")).startswith(b"HTTP/1.1 201")
    with pytest.raises(OSError, match="connect"):
        await anyio.connect_tcp("127.0.0.1", port)


async def test_a_dropped_connection_closes_without_a_byte() -> None:
    world = World()
    async with served(world) as port:
        for applied in (True, False):
            fault = {"path": "/v2/rooms", "drop": True, "applied": applied}
            await raw_reply(port, "/sandbox/faults", **fault)
        assert await raw_reply(port, "/v2/rooms", unique_name="kept") == b""
        assert await raw_reply(port, "/v2/rooms", unique_name="lost") == b""
        assert [room["unique_name"] for room in world.list_rooms()] == ["kept"]


async def test_a_drop_hits_its_own_connection_only() -> None:
    async with served(World()) as port, client() as bystander:
        bystander.base_url = f"http://127.0.0.1:{port}"
        await bystander.get("/v2/rooms")
        await raw_reply(port, "/sandbox/faults", path="/v2/rooms", method="POST", drop=True)
        assert await raw_reply(port, "/v2/rooms") == b""
        assert (await bystander.get("/v2/rooms")).status_code == 200
        log = (await bystander.get("/sandbox/requests")).json()
        assert [entry["status"] for entry in log] == [200, None, 200]


@pytest.mark.parametrize("path", ["/sandbox/reset", "/v2/rooms"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"host": "localhost.evil.example:8090"}, 421),
        ({"host": ""}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://localhost.evil.example"}, 403),
        ({"origin": "null"}, 403),
    ],
)
async def test_no_web_page_from_elsewhere_changes_anything(
    path: str, headers: dict[str, str], status: int
) -> None:
    world = World()
    room = world.create_room({})
    async with served(world) as port, client() as page:
        reply = await page.post(
            f"http://127.0.0.1:{port}{path}", json={"seed": "demo"}, headers=headers
        )
    assert reply.status_code == status
    assert len(reply.headers.get_list("date")) == 1
    assert world.list_rooms() == [room]


@pytest.mark.parametrize("headers", [{"host": "[::1]:1"}, {"origin": "http://localhost:3000"}])
async def test_this_machines_own_pages_are_answered(headers: dict[str, str]) -> None:
    async with served(World()) as port, client() as page:
        reply = await page.get(f"http://127.0.0.1:{port}/v2/rooms", headers=headers)
    assert reply.status_code == 200


async def test_stopping_does_not_wait_for_delayed_replies() -> None:
    with one_step():
        async with (
            anyio.create_task_group() as tasks,
            client() as patient,
            client() as watcher,
            served(World()) as port,
        ):
            patient.base_url = watcher.base_url = f"http://127.0.0.1:{port}"
            delay = AT_MOST_SECS * 10
            await raw_reply(port, "/sandbox/faults", path="/v2/rooms", delay_secs=delay)
            tasks.start_soon(cut_off, patient)
            while not (await watcher.get("/sandbox/requests")).json():
                pass


async def test_signals_stay_with_the_caller() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with served(World()):
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


async def test_a_taken_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        await serve("127.0.0.1", taken.getsockname()[1])


async def test_nothing_is_written_to_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    async with served(World()) as port:
        await raw_reply(port, "/v2/rooms")
    assert capfd.readouterr().out == ""
