"""With --sandbox, the links to files can be opened while the server runs, and nothing else can."""

from typing import Any

import httpx
import pytest
from mcp.client import Client

from tests.deadline import http_client, one_step
from tests.process.driver import ERAS, Era, Running, call, running

pytestmark = pytest.mark.anyio


async def opened(link: str) -> None:
    """Open a link, and see that the port has nothing else and is for this machine only."""
    url = httpx.URL(link)
    async with http_client() as client:
        file = await client.get(url)
        unsigned = await client.get(url.copy_with(query=None))
        elsewhere = [await client.get(url.join(path)) for path in ("/v2/rooms", "/sandbox", "/")]
        rebound = await client.get(url, headers={"host": "example.com"})
    assert url.host == "127.0.0.1"
    assert file.status_code == 200
    assert int(file.headers["content-length"]) == len(file.content) > 1000
    assert unsigned.status_code == 403
    assert [reply.status_code for reply in elsewhere] == [404, 404, 404]
    assert rebound.status_code == 421


def a_link(page: dict[str, Any]) -> str:
    links = [each["download_url"] for each in page["items"] if each.get("download_url")]
    return str(links[0])


async def first_link(server: Running, number: int, era: Era) -> str:
    await server.send(call(number, "list_recordings", era, include_links=True))
    return a_link((await server.reply(number))["result"]["structuredContent"])


@pytest.mark.parametrize("era", ERAS)
async def test_a_link_got_over_stdio_opens_the_file(era: Era) -> None:
    async with running("--sandbox") as server:
        await server.greet(era)
        await opened(await first_link(server, 1, era))
        await server.close_stdin()
        assert await server.ended() == 0
        assert await server.rest_of_stdout() == b""
        assert await server.rest_of_stderr() == ""


@pytest.mark.parametrize("era", ERAS)
async def test_a_link_got_over_http_opens_the_file(era: Era) -> None:
    async with running("serve", "--http", "127.0.0.1:0", "--sandbox") as server:
        async with Client(await server.announced_url(), mode=era) as client:
            with one_step():
                result = await client.call_tool("list_recordings", {"include_links": True})
            assert result.structured_content
            await opened(a_link(result.structured_content))
        server.process.terminate()
        await server.ended()
        assert await server.rest_of_stderr() == ""
