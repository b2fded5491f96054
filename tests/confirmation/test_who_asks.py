"""Which tools need a person's word: those that put people out or delete, and no others."""

from typing import Any

import pytest
from mcp_types import ElicitResult

from tests.confirmation.situations import ASKING
from tests.confirmation.ways import NO
from tests.hosting import ERAS, Era, hosting
from tests.tools.operations import OPERATIONS

pytestmark = pytest.mark.anyio

NOT_ASKING = sorted({operation.tool for operation in OPERATIONS} - set(ASKING))


def declines(_question: str) -> ElicitResult:
    return NO


async def test_only_tools_that_put_out_or_delete_take_a_code() -> None:
    async with hosting() as host:
        tools = (await host.client.list_tools()).tools
    with_code = {tool.name for tool in tools if "confirm" in tool.input_schema["properties"]}
    destructive = {t.name for t in tools if t.annotations and t.annotations.destructive_hint}
    assert with_code == destructive
    assert with_code >= set(ASKING)
    assert not with_code & set(NOT_ASKING)


@pytest.mark.parametrize("era", ERAS)
async def test_reading_creating_and_changing_is_not_asked_about(era: Era) -> None:
    async with hosting(era, answer=declines) as host:
        room = host.room(unique_name="weekly", enable_recording=True)
        session, participant = host.join(room, "Alice")
        (recording, _) = host.world.list_recordings()
        film = host.world.create_composition({"session_id": session})["id"]
        token = await host.call("create_client_token", room=room, include_refresh_token=True)
        everybody: dict[str, Any] = {"session": session, "participants": ["all"]}
        arguments: dict[str, dict[str, Any]] = {
            "create_client_token": {"room": room},
            "create_composition": {"session": session},
            "create_room": {"unique_name": "new"},
            "get_composition": {"composition_id": film},
            "get_participant": {"participant_id": participant},
            "get_recording": {"recording_id": recording["id"]},
            "get_room": {"room": room},
            "get_session": {"session": session},
            "list_room_sessions": {"room": room},
            "list_session_participants": {"session": session},
            "mute_participants": everybody,
            "refresh_client_token": {"room": room, "refresh_token": token["refresh_token"]},
            "unmute_participants": everybody,
            "update_room": {"room": room, "max_participants": 5},
        }
        for tool in NOT_ASKING:
            await host.call(tool, **arguments.get(tool, {}))
    assert host.questions == []


@pytest.mark.parametrize("tool", NOT_ASKING)
async def test_a_tool_that_does_not_ask_refuses_a_code(tool: str) -> None:
    async with hosting() as host:
        error = await host.refusal(tool, confirm="0-0")
        assert await host.requests() == []
    assert f"{tool} has no argument 'confirm'" in error["message"]


@pytest.mark.parametrize("era", ERAS)
async def test_a_changed_room_tells_old_and_new_values_of_what_changed(era: Era) -> None:
    async with hosting(era, answer=declines) as host:
        host.room(unique_name="weekly", max_participants=10)
        changes = {"unique_name": "daily", "max_participants": 5, "enable_recording": False}
        changed = await host.call("update_room", room="weekly", **changes)
    assert changed["changed"] == {
        "unique_name": {"from": "weekly", "to": "daily"},
        "max_participants": {"from": 10, "to": 5},
    }
