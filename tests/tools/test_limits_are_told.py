"""What a server allows stands in its schemas, its list and its instructions, before any call."""

from typing import Any

import pytest

from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(("ceiling", "default"), [(None, 600), (3600, 600), (900, 600), (60, 60)])
async def test_the_schema_tells_the_ceiling_and_the_default_in_force(
    era: Era, ceiling: int | None, default: int
) -> None:
    async with hosting(era, max_token_ttl_secs=ceiling) as host:
        tools = {tool.name: tool for tool in (await host.client.list_tools()).tools}
    for name in ("create_client_token", "refresh_client_token", "host_meeting"):
        schema = tools[name].input_schema["properties"]["token_ttl_secs"]
        assert (schema["minimum"], schema["maximum"]) == (10, ceiling or 3600)
        assert f"; {default} if unset" in schema["description"]


@pytest.mark.parametrize("era", ERAS)
async def test_under_a_room_lock_no_room_can_be_created_and_no_tool_offers_it(era: Era) -> None:
    async with hosting(era, rooms=("weekly",)) as host:
        names = [tool.name for tool in (await host.client.list_tools()).tools]
        error = await host.refusal("create_room", unique_name="other")
        assert await host.requests() == []
    assert "create_room" not in names
    assert "host_meeting" in names
    assert error["kind"] == "outside_room_lock"


@pytest.mark.parametrize("era", ERAS)
async def test_the_instructions_name_mode_lock_and_ceiling(era: Era) -> None:
    async with hosting(
        era, mode="operate", rooms=("weekly", "board"), max_token_ttl_secs=300
    ) as host:
        told = host.client.instructions or ""
    assert "operate mode" in told
    assert "weekly, board" in told
    assert "at most 300 seconds" in told


@pytest.mark.parametrize("tool", ["get_room", "get_session", "create_room", "kick_participants"])
async def test_a_name_of_70000_characters_is_refused_by_name(tool: str) -> None:
    long = "x" * 70_000
    arguments: dict[str, dict[str, Any]] = {
        "get_room": {"room": long},
        "get_session": {"session": long},
        "create_room": {"unique_name": long},
        "kick_participants": {"session": "weekly", "participants": [long]},
    }
    async with hosting() as host:
        error = await host.refusal(tool, **arguments[tool])
        assert await host.requests() == []
    assert error["kind"] == "invalid_arguments"
    assert "must have at most 255 characters" in error["message"]
    assert len(error["message"]) < 300


async def test_a_protected_person_is_named_as_the_caller_named_them() -> None:
    async with hosting(protected=("chair",)) as host:
        session, chair = host.join(host.room(unique_name="weekly"), '{"username": "Chair"}')
        by_name = await host.refusal("kick_participants", session=session, participants=["CHAIR"])
        by_id = await host.refusal("mute_participants", session=session, participants=[chair])
    assert ": CHAIR." in by_name["message"]
    assert f": {chair}." in by_id["message"]
