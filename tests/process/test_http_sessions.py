"""Sessions over HTTP are bounded in number and in idle time; requests without a session are not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest

from telnyx_video_mcp.commands.over_http import Http
from telnyx_video_mcp.commands.serve import listen
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.deadline import http_client, one_step
from tests.process.driver import call, greeting
from tests.process.posting import headers, open_session, post

pytestmark = pytest.mark.anyio

HELLO = greeting("legacy")[0]


@asynccontextmanager
async def serving(**settings: float) -> AsyncIterator[tuple[httpx.AsyncClient, httpx.URL]]:
    """A client, and a server in this process."""
    configured = Settings(sandbox=True, **settings)  # type: ignore[arg-type]  # numbers, all of them
    listener = listen("127.0.0.1", 0)
    url = httpx.URL(f"http://127.0.0.1:{listener.getsockname()[1]}/mcp")
    http = Http(create_server(configured), configured, listener, ["127.0.0.1:*"])
    async with anyio.create_task_group() as tasks, http_client() as client:
        tasks.start_soon(http.serve)
        yield client, url
        http.close()


async def test_past_the_bound_the_server_says_so_and_goes_on_with_the_others() -> None:
    async with serving(http_max_sessions=2) as (client, url):
        first, _second = [await open_session(client, url) for _ in range(2)]
        refused = await post(client, url, HELLO, "legacy")
        call_within = await post(client, url, call(1, "list_rooms", "legacy"), "legacy", first)
        call_without = await post(client, url, call(1, "list_rooms", "auto"), "auto")
        gone = await client.delete(url, headers=headers({}, "legacy", first))
        third = await open_session(client, url)
        again = await post(client, url, HELLO, "legacy")
    assert refused.status_code == again.status_code == 503
    assert int(refused.headers["retry-after"]) > 0
    document = refused.json()
    assert (document["jsonrpc"], document["id"]) == ("2.0", None)
    assert document["error"]["message"] == (
        "This server has 2 sessions open and admits no more (TELNYX_VIDEO_HTTP_MAX_SESSIONS). "
        "Close a session, or try again later."
    )
    assert [reply.status_code for reply in (call_within, call_without, gone)] == [200] * 3
    assert third != first


async def test_a_session_that_is_idle_makes_room_for_another() -> None:
    async with serving(http_max_sessions=1, http_idle_secs=0.2) as (client, url):
        first = (await post(client, url, HELLO, "legacy")).headers["mcp-session-id"]
        with one_step():
            while (await post(client, url, HELLO, "legacy")).status_code == 503:
                pass
        late = await post(client, url, call(1, "list_rooms", "legacy"), "legacy", first)
    assert late.status_code == 404


async def test_a_session_has_one_stream_and_without_a_session_there_is_none() -> None:
    async with serving() as (client, url):
        session = await open_session(client, url)
        asking = {"accept": "text/event-stream", "mcp-session-id": session}
        async with client.stream("GET", url, headers=asking) as stream:
            second = await client.get(url, headers=asking)
            assert (stream.status_code, second.status_code) == (200, 409)
        without = await client.get(url, headers={"accept": "text/event-stream"})
        modern = await client.get(url, headers={**asking, "mcp-protocol-version": "2026-07-28"})
        discover = greeting("auto")[0]
        listen_params = {**discover["params"], "notifications": {"toolsListChanged": True}}
        subscribe = {**discover, "method": "subscriptions/listen", "params": listen_params}
        refused = await post(client, url, subscribe, "auto")
    assert (without.status_code, modern.status_code) == (400, 405)
    assert refused.status_code == 404
    assert refused.json()["error"]["code"] == -32601
