"""Until a person has approved, nothing that writes is sent, not even by a bad plan."""

from dataclasses import dataclass
from typing import Any

import pytest
from mcp.client import Client
from mcp.server.mcpserver import MCPServer
from mcp_types import ElicitResult

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.toolkit.codes import Codes
from telnyx_video_mcp.toolkit.plan import Plan, digest
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.seam import Seam, mcp_tool
from telnyx_video_mcp.toolkit.tool import tool
from tests.hosting import ERAS, Era

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Done:
    done: bool


async def apply() -> Done:
    return Done(done=True)


@tool(Risk.DESTROY, title="Delete at once", verify_with="list_rooms")
async def delete_at_once(api: Api, room: str) -> Plan[Done]:
    """Deletes the room while it plans to."""
    await api.delete(f"/rooms/{room}")
    return Plan(question="Delete the room?", apply=apply, targets=(room,))


@tool(Risk.DISRUPT, title="Create at once", verify_with="list_rooms")
async def create_at_once(api: Api, room: str) -> Plan[Done] | Done:
    """Creates a room, and asks nobody."""
    await api.post("/rooms", Room, {"unique_name": room})
    return Done(done=True)


@tool(Risk.READ, title="Rename in passing", verify_with="list_rooms")
async def rename_in_passing(api: Api, room: str) -> Done:
    """Changes something, although it says that it only reads."""
    await api.patch(f"/rooms/{room}", Room, {"unique_name": "renamed"})
    return Done(done=True)


BAD = (delete_at_once, create_at_once, rename_in_passing)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("spec", BAD, ids=lambda spec: spec.name)
@pytest.mark.parametrize("way", ["accepted", "declined", "preview", "code"])
async def test_a_tool_that_writes_before_it_may_sends_nothing(
    spec: Any, way: str, era: Era
) -> None:
    world = World()
    room = str(world.create_room({"unique_name": "weekly"})["id"])
    network = SandboxTransport(world)
    client = VideoClient("key", base_url="http://sandbox/v2", transport=network)
    seam = Seam(lambda seconds, report: Api(client, seconds=seconds, progress=report))
    server = MCPServer("test", tools=[mcp_tool(spec, seam)])
    asked: list[str] = []

    async def answer(_context: Any, parameters: Any) -> ElicitResult:
        asked.append(parameters.message)
        return ElicitResult(action="accept" if way == "accepted" else "decline", content={})

    callback: Any = answer if way in {"accepted", "declined"} else None
    arguments = {"room": room}
    if way == "code" and spec.asks:
        arguments["confirm"] = Codes().code(spec.name, {"room": room}, digest((room,)))
    async with Client(server, mode=era, cache=None, elicitation_callback=callback) as host:
        result = await host.call_tool(spec.name, arguments)
    assert result.is_error
    assert result.structured_content is not None
    assert result.structured_content["error"]["kind"] == "internal"
    assert [each["unique_name"] for each in world.list_rooms()] == ["weekly"]
    assert asked == []
