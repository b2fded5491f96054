"""The SDK's own client as a host: both eras, stdio and HTTP, each against a real process."""

import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from mcp import StdioServerParameters
from mcp.client import Client

from telnyx_video_mcp.toolkit.risk import Mode
from telnyx_video_mcp.tools.catalogue import offered
from tests.process.driver import ERAS, Era, environment, run, running

pytestmark = pytest.mark.anyio

Connected = Callable[..., AbstractAsyncContextManager[Client]]


@asynccontextmanager
async def over_stdio(era: Era, *options: str) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "telnyx_video_mcp", *options], env=environment()
    )
    async with Client(parameters, mode=era) as client:
        yield client


@asynccontextmanager
async def over_http(era: Era, *options: str) -> AsyncIterator[Client]:
    async with (
        running("serve", "--http", "127.0.0.1:0", *options) as server,
        Client(await server.announced_url(), mode=era) as client,
    ):
        yield client


async def answer(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert result.structured_content is not None
    return dict(result.structured_content)


connections = pytest.mark.parametrize("connected", [over_stdio, over_http])


@pytest.mark.parametrize("era", ERAS)
@connections
async def test_a_host_prepares_a_room_in_the_sandbox(connected: Connected, era: Era) -> None:
    async with connected(era, "--sandbox") as client:
        assert len((await client.list_tools()).tools) == len(offered(Mode.FULL))
        room = await answer(client, "create_room", unique_name="quiz", max_participants=5)
        assert await answer(client, "get_room", room="quiz") == room
        assert (await answer(client, "create_client_token", room="quiz"))["token"]
        assert "error" in await answer(client, "create_room", unique_name="quiz")
        preview = await answer(client, "delete_room", room="quiz")
        gone = await answer(client, "delete_room", room="quiz", confirm=preview["confirm"])
        assert gone["done"] is True
        assert (await answer(client, "get_room", room="quiz"))["error"]["kind"] == "not_found"


@pytest.mark.parametrize("era", ERAS)
async def test_without_a_key_the_server_starts_and_its_calls_say_what_is_missing(era: Era) -> None:
    async with over_stdio(era) as client:
        assert len((await client.list_tools()).tools) == len(offered(Mode.FULL))
        result = await client.call_tool("list_rooms", {})
        assert result.is_error
        assert result.structured_content
        error = result.structured_content["error"]
        assert "TELNYX_API_KEY" in error["message"]
        assert "--sandbox" in error["message"]


async def test_the_catalogue_on_paper_is_the_one_on_the_wire() -> None:
    printed = await run("tools", "--json")
    assert printed.returncode == 0
    async with over_stdio("auto") as client:
        tools = (await client.list_tools()).tools
    published = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]
    assert json.loads(printed.stdout) == published
    assert len(published) == len(offered(Mode.FULL))
