"""With the same `confirm_key`, a question asked by one process may be answered to another."""

from typing import Any

import pytest
from mcp.client import Client
from mcp_types import CallToolResult, ElicitResult, InputRequiredResult

from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings

pytestmark = pytest.mark.anyio

KEY = "a secret that both processes have"


@pytest.mark.parametrize(
    ("other_key", "holds"), [(KEY, True), ("another secret, all alone", False)]
)
async def test_an_answer_holds_where_the_key_is_the_same(other_key: str, holds: bool) -> None:  # noqa: FBT001 - a case of the test
    world = World()
    room = world.create_room({"unique_name": "weekly"})["id"]
    transport = SandboxTransport(world)
    asked: list[str] = []

    async def callback(_context: Any, params: Any) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action="accept", content={"approve": True})

    listener: Any = callback
    arguments = {"room": room}
    one, other = (
        create_server(Settings(api_key="k", confirm_key=key), transport=transport)
        for key in (KEY, other_key)
    )
    async with Client(one, cache=None, elicitation_callback=listener) as client:
        question = await client.session.call_tool(
            "delete_room", arguments, allow_input_required=True
        )
    assert isinstance(question, InputRequiredResult)
    assert question.input_requests
    answers: dict[str, Any] = {
        key: ElicitResult(action="accept", content={"approve": True})
        for key in question.input_requests
    }
    async with Client(other, cache=None, elicitation_callback=listener) as client:
        try:
            done = await client.session.call_tool(
                "delete_room",
                arguments,
                input_responses=answers,
                request_state=question.request_state,
                allow_input_required=True,
            )
        except Exception:  # noqa: BLE001 - the SDK refuses a state that it cannot open
            done = None
    assert (isinstance(done, CallToolResult) and not done.is_error) is holds
    assert bool(world.list_rooms()) is not holds
