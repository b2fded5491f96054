"""While a server is shutting down over HTTP: who is still answered, who is turned away, and how."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio
import httpx
import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.deadline import http_client, one_step
from tests.process.driver import ERAS, KEY, Era, Running, call, greeting, running, sandbox
from tests.process.posting import headers, open_session, post

pytestmark = pytest.mark.anyio

NOTIFICATION = {"jsonrpc": "2.0", "method": "notifications/progress", "params": {}}
ANSWER = {"jsonrpc": "2.0", "id": 7, "result": {"action": "decline"}}
ERROR = {"jsonrpc": "2.0", "id": 7, "error": {"code": 1, "message": "no"}}


@asynccontextmanager
async def http_server(**variables: str) -> AsyncIterator[tuple[Running, httpx.URL]]:
    async with running("serve", "--http", "127.0.0.1:0", **variables) as server:
        yield server, httpx.URL(await server.announced_url())


@asynccontextmanager
async def draining(client: httpx.AsyncClient) -> AsyncIterator[tuple[httpx.URL, str]]:
    """The URL of a server that was told to end and has a call in flight, and a session of it."""
    async with sandbox(World()) as base_url, anyio.create_task_group() as tasks:
        fault = {"path": "/v2/rooms", "method": "POST", "delay_secs": 3000}
        await client.post(f"{base_url}/../sandbox/faults", json=fault)
        variables = {
            "TELNYX_API_KEY": KEY,
            "TELNYX_BASE_URL": base_url,
            "TELNYX_VIDEO_TIMEOUT_SECS": "300",
            "TELNYX_VIDEO_SHUTDOWN_SECS": "299.5",
        }
        async with http_server(**variables) as (server, url):
            session = await open_session(client, url)
            ready = await client.get(url.join("/readyz"))
            assert (ready.status_code, ready.json()) == (200, {"status": "ready"})

            async def create() -> None:
                with suppress(httpx.TransportError):  # the server will be killed
                    await post(client, url, call(1, "create_room", "legacy"), "legacy", session)

            tasks.start_soon(create)
            with one_step():
                while not (await client.get(f"{base_url}/../sandbox/requests")).json():
                    pass
                server.process.send_signal(signal.SIGTERM)
                while (await client.get(url.join("/readyz"))).status_code == 200:
                    pass
            yield url, session


async def test_it_lives_but_is_not_ready() -> None:
    async with http_client() as client, draining(client) as (url, _):
        ready = await client.get(url.join("/readyz"))
        alive = await client.get(url.join("/healthz"))
    assert (ready.status_code, ready.json()) == (503, {"status": "draining"})
    assert alive.status_code == 200
    assert alive.json()["status"] == "ok"


async def test_requests_are_turned_away_with_when_to_come_back() -> None:
    async with http_client() as client, draining(client) as (url, session):
        replies = [
            await post(client, url, greeting("legacy")[0], "legacy"),
            await post(client, url, call(0, "list_rooms", "legacy"), "legacy", session),
            await post(client, url, greeting("auto")[0], "auto"),
            await post(client, url, call(0, "list_rooms", "auto"), "auto"),
        ]
        streams = await client.get(url, headers={"mcp-session-id": session})
        garbage = await client.post(url, content=b"[" * 200_000)
    for reply in (*replies, streams, garbage):
        assert reply.status_code == 503
        assert reply.headers["retry-after"] == "300"
        document = reply.json()
        assert document["jsonrpc"] == "2.0"
        assert document["id"] == (0 if reply in replies else None)
        sentence = "This server is shutting down and takes no more requests. Try again later."
        assert document["error"]["message"] == sentence


async def test_what_calls_in_flight_wait_for_still_reaches_them() -> None:
    async with http_client() as client, draining(client) as (url, session):
        for message in (NOTIFICATION, ANSWER, ERROR):
            reply = await post(client, url, message, "legacy", session)
            assert reply.status_code == 202, message
        left = await client.delete(url, headers=headers({}, "legacy", session))
    assert left.status_code == 200


@pytest.mark.parametrize("era", ERAS)
async def test_the_tools_are_still_listed(era: Era) -> None:
    listing = {**greeting(era)[0], "method": "tools/list"}
    if era == "legacy":
        listing["params"] = {}
    async with http_client() as client, draining(client) as (url, session):
        within = session if era == "legacy" else None
        reply = await post(client, url, listing, era, within)
    assert reply.status_code == 200
    assert "create_room" in reply.text


async def test_a_stream_that_nobody_says_anything_on_is_closed_in_order() -> None:
    async with http_client() as client, http_server(TELNYX_API_KEY=KEY) as (server, url):
        session = await open_session(client, url)
        asking = {"accept": "text/event-stream", "mcp-session-id": session}
        async with client.stream("GET", url, headers=asking) as stream:
            assert stream.status_code == 200
            server.process.send_signal(signal.SIGTERM)
            with one_step():
                assert await stream.aread() == b""  # an error, were it torn off
        assert await server.ended() == -signal.SIGTERM
        assert await server.rest_of_stderr() == ""


@pytest.mark.parametrize("era", ERAS)
async def test_a_client_that_never_reads_holds_up_nothing(era: Era) -> None:
    variables = {"TELNYX_API_KEY": KEY, "TELNYX_VIDEO_SHUTDOWN_SECS": "0"}
    async with http_client() as client, http_server(**variables) as (server, url):
        session = await open_session(client, url) if era == "legacy" else None
        listing = greeting(era)[0] | {"method": "tools/list"}
        if era == "legacy":
            listing["params"] = {}
        request = client.build_request(
            "POST", url, json=listing, headers=headers(listing, era, session)
        )
        lines = [f"POST {url.path} HTTP/1.1", *(f"{k}: {v}" for k, v in request.headers.items())]
        raw = "\r\n".join(lines).encode() + b"\r\n\r\n" + request.content
        async with await anyio.connect_tcp(url.host, url.port or 0) as silent:
            await silent.send(raw * 300)  # each reply has 45 kB
            assert await silent.receive(1) == b"H"
            server.process.send_signal(signal.SIGTERM)
            assert await server.ended() == -signal.SIGTERM
            assert await server.rest_of_stderr() == ""
