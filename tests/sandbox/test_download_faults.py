"""Downloads that fail as ordered, in memory and over HTTP alike."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.deadline import one_step
from tests.sandbox.driver import NOON, Driver
from tests.sandbox.recorded import Recorded
from tests.sandbox.test_serve import served

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["memory", "http"])
async def api(request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    """The sandbox within this process, or as a server."""
    world = World(now=lambda: NOON)
    async with AsyncExitStack() as stack:
        where = None
        if request.param == "http":
            where = f"http://127.0.0.1:{await stack.enter_async_context(served(world))}"
        driver = Driver(world, where)
        await stack.enter_async_context(driver.http)
        await stack.enter_async_context(driver.without_key)
        yield driver


async def read(http: httpx.AsyncClient, url: str, **request: Any) -> tuple[httpx.Response, bytes]:
    """The reply and all of its body that arrives before the connection breaks."""
    got = b""
    async with http.stream("GET", url, **request) as reply:
        try:
            async for piece in reply.aiter_raw():
                got += piece
        except httpx.RemoteProtocolError:
            return reply, got
    pytest.fail("nothing broke")


async def test_links_lead_to_where_the_sandbox_is_served(api: Driver, files: Recorded) -> None:
    served_here = api.http.base_url.host == "127.0.0.1"
    host = api.http.base_url.netloc.decode() if served_here else "sandbox.invalid"
    for url in files.links:
        assert url.startswith(f"http://{host}/media/")
        whole = await files.http.get(url)
        assert whole.status_code == 200
        assert whole.headers.get_list("date") == ["Sun, 22 Nov 2026 12:02:20 GMT"]
        head = await files.http.head(url)
        assert (head.content, dict(head.headers)) == (b"", dict(whole.headers))
        part = await files.http.get(url, headers={"range": "bytes=-7"})
        assert (part.status_code, part.content) == (206, whole.content[-7:])
        assert (await files.http.get(f"{url}0")).status_code == 403


async def test_a_cut_download_promises_everything_and_breaks_off(
    api: Driver, files: Recorded
) -> None:
    whole = (await files.http.get(files.video)).content
    await api.control("faults", path="/media/recordings/*", cut_after_bytes=4000, times=2)
    reply, got = await read(files.http, files.video)
    assert reply.status_code == 200
    assert reply.headers["content-length"] == str(len(whole))
    assert got == whole[:4000]
    reply, got = await read(files.http, files.video, headers={"range": "bytes=100-"})
    assert (reply.status_code, got) == (206, whole[100:4100])
    assert (await files.http.get(files.video)).content == whole
    log = (await files.http.get("/sandbox/downloads")).json()
    assert [entry["sent_bytes"] for entry in log] == [len(whole), 4000, 4000, len(whole)]


@pytest.mark.parametrize(("after", "arrives"), [(0, 0), (10**6, -1)])
async def test_a_download_is_cut_before_its_last_byte_at_the_latest(
    api: Driver, files: Recorded, after: int, arrives: int
) -> None:
    whole = (await files.http.get(files.audio)).content
    await api.control("faults", path="/media/*", cut_after_bytes=after)
    _, got = await read(files.http, files.audio)
    assert got == whole[:arrives]


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_a_failing_download_says_so_as_the_bucket_would(
    api: Driver, files: Recorded, status: int
) -> None:
    await api.control(
        "faults", path="/media/*", status=status, times=2, headers={"retry-after": "1"}
    )
    for url in (files.video, files.composition):
        reply = await files.http.get(url)
        assert (reply.status_code, reply.headers["retry-after"]) == (status, "1")
        assert reply.headers["content-type"] == "application/xml"
        assert reply.text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>')
    assert (await files.http.get(files.video)).status_code == 200


async def test_a_download_fails_with_the_body_that_was_ordered(
    api: Driver, files: Recorded
) -> None:
    await api.control("faults", path="/media/*", status=502, body="<h1>Bad Gateway</h1>")
    reply = await files.http.get(files.video)
    assert (reply.status_code, reply.text) == (502, "<h1>Bad Gateway</h1>")


async def test_a_dropped_download_gets_no_reply(api: Driver, files: Recorded) -> None:
    await api.control("faults", path="/media/*", drop=True)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        await files.http.get(files.video)
    (entry,) = (await files.http.get("/sandbox/downloads")).json()
    assert (entry["status"], entry["sent_bytes"]) == (None, 0)


async def test_a_delayed_or_slow_download_arrives_whole(api: Driver, files: Recorded) -> None:
    whole = (await files.http.get(files.video)).content
    await api.control("faults", path="/media/*", delay_secs=0.01)
    await api.control("faults", path="/media/*", bytes_per_sec=10**6)
    for _ in range(2):
        assert (await files.http.get(files.video)).content == whole


async def test_a_stalled_download_is_a_timeout_and_ends_with_its_client(
    api: Driver, files: Recorded
) -> None:
    await api.control("faults", path="/media/*", bytes_per_sec=0.001)
    with pytest.raises(httpx.ReadTimeout):
        await files.http.get(files.video, timeout=httpx.Timeout(None, read=0.2))
    (entry,) = (await files.http.get("/sandbox/downloads")).json()
    assert entry["sent_bytes"] <= 1


async def test_a_client_that_leaves_ends_the_sending_of_a_large_file(
    api: Driver, files: Recorded
) -> None:
    await api.control("media", id=files.video_id, bytes=10**13)
    async with files.http.stream("GET", files.video) as reply:
        async for _ in reply.aiter_raw():
            break

    async def sent() -> int:
        (entry,) = (await files.http.get("/sandbox/downloads")).json()
        return int(entry["sent_bytes"])

    with one_step():
        before, after = -1, 0
        while before != after:
            before, after = after, await sent()
    assert after < 10**9


async def test_faults_of_downloads_leave_the_api_alone_and_the_other_way_round(
    api: Driver, files: Recorded
) -> None:
    await api.control("faults", path="/media*", status=503)
    await api.control("faults", path="*", status=500)
    await api.error("GET", "/rooms", 500)
    assert (await files.http.get(files.video)).status_code == 503
    assert (await files.http.get(files.video)).status_code == 200


async def test_an_odd_date_comes_with_a_download_too(api: Driver, files: Recorded) -> None:
    await api.control("faults", path="/media/*", date=None)
    assert (await files.http.get(files.video)).headers.get_list("date") == []
    assert len((await files.http.get(files.video)).headers.get_list("date")) == 1
