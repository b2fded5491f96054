"""A mode is what there is: what is outside can neither be seen nor called, whatever is sent."""

import json
import re
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.settings.loading import SettingsError, load
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.cases import CASES, Case
from tests.deadline import http_client
from tests.guards.serving import serving
from tests.guards.worlds import meeting, owned
from tests.hosting import ERAS, Era, hosting
from tests.process.driver import KEY, run, running, sandbox

pytestmark = pytest.mark.anyio

RISKS = {
    "read": {Risk.READ},
    "operate": {Risk.READ, Risk.CREATE, Risk.CHANGE, Risk.DISRUPT},
    "full": set(Risk),
}
OFFERED = {
    mode: {spec.name for spec in CATALOGUE if spec.risk in risks} for mode, risks in RISKS.items()
}
REFUSED = {
    "read": set(),
    "operate": {"wrap_up_meeting: and delete the room"},
    "full": set(),
}
"""Cases whose tool is offered, but which ask for more than the mode allows."""
WITH_AN_ARCHIVE = {spec.name for spec in CATALOGUE if spec.needs_archive}
READS, ALL = OFFERED["read"], OFFERED["full"]
modes = pytest.mark.parametrize("mode", OFFERED)


@pytest.mark.parametrize("era", ERAS)
@modes
async def test_a_mode_lists_its_tools_and_no_others(mode: str, era: Era) -> None:
    async with hosting(era, mode=mode) as host:
        listed = {tool.name for tool in (await host.client.list_tools()).tools}
    assert listed == OFFERED[mode]


@pytest.mark.parametrize(
    ("mode", "case"),
    [(mode, case) for mode in OFFERED for case in CASES],
    ids=lambda value: getattr(value, "name", value),
)
async def test_a_mode_carries_out_its_tools_and_no_others(mode: str, case: Case) -> None:
    world = World()
    where = meeting(world, "weekly")
    case.before(world, where)
    before = owned(world, where.room)
    async with serving(world, mode=mode) as host:
        result = await host.result(case.tool, **case.call(where))
        requests = await host.requests()
        assert result.structured_content
        if case.tool in OFFERED[mode]:
            assert result.is_error == (case.name in REFUSED[mode])
            assert case.sent(requests, where) or case.name in REFUSED[mode]
        else:
            assert result.structured_content["error"]["kind"] == "not_in_mode"
            assert requests == []
            assert host.questions == []
    if case.tool not in OFFERED[mode] or case.name in REFUSED[mode]:
        assert owned(world, where.room) == before


@pytest.mark.parametrize("tool", sorted(ALL))
async def test_what_a_tool_keeps_to_itself_cannot_be_sent(tool: str) -> None:
    async with hosting() as host:
        error = await host.refusal(tool, _delete_room=True)
    assert error["kind"] == "invalid_arguments"


@pytest.mark.parametrize("era", ERAS)
async def test_no_argument_and_no_meta_of_a_client_widens_the_mode(era: Era) -> None:
    claims: dict[str, Any] = {"mode": "full", "TELNYX_VIDEO_MODE": "full", "confirm": "yes"}
    async with hosting(era, mode="read") as host:
        room = host.room(unique_name="weekly")
        result = await host.client.call_tool(
            "delete_room",
            {"room": room, **claims},
            meta=cast("Any", {"mode": "full", "telnyx/mode": "full"}),
        )
        assert result.structured_content
        assert result.structured_content["error"]["kind"] == "not_in_mode"
        error = await host.refusal("get_room", room=room, mode="full")
        assert error["kind"] == "invalid_arguments"
        assert {tool.name for tool in (await host.client.list_tools()).tools} == READS
        assert await host.writes() == []


async def test_no_header_and_no_query_of_a_client_widens_the_mode() -> None:
    headers = {
        "accept": "application/json, text/event-stream",
        "x-telnyx-video-mode": "full",
        "telnyx-video-mode": "full",
        "x-mcp-readonly": "false",
        "x-mcp-tools": "delete_room",
    }
    greeting = {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "tests", "version": "1", "mode": "full"},
    }
    world = World()
    room = world.create_room({})["id"]
    async with (
        sandbox(world) as base_url,
        running(
            *("serve", "--http", "127.0.0.1:0", "--mode", "read"),
            TELNYX_API_KEY=KEY,
            TELNYX_BASE_URL=base_url,
        ) as server,
        http_client(**headers) as client,
    ):
        url = await server.announced_url() + "?mode=full"
        hello = await client.post(url, json=message(0, "initialize", greeting))
        client.headers["mcp-session-id"] = hello.headers["mcp-session-id"]
        await client.post(url, json={"jsonrpc": "2.0", "method": "notifications/initialized"})
        listed = answered(await client.post(url, json=message(1, "tools/list", {"mode": "full"})))
        call = {"name": "delete_room", "arguments": {"room": room}}
        called = answered(await client.post(url, json=message(2, "tools/call", call)))
    assert {tool["name"] for tool in listed["tools"]} == READS
    assert called["structuredContent"]["error"]["kind"] == "not_in_mode"
    assert [each["id"] for each in world.list_rooms()] == [room]


def message(number: int, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}


def answered(reply: httpx.Response) -> dict[str, Any]:
    (data,) = [line for line in reply.text.splitlines() if line.startswith("data: {")]
    result: dict[str, Any] = json.loads(data.removeprefix("data: "))["result"]
    return result


async def test_check_and_tools_show_the_mode_in_effect_wherever_it_is_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"mode": "read", "sandbox": true}', encoding="utf-8")
    checked = await run("check", "--config", str(file))
    assert re.search(rb"^  mode +read$", checked.stdout, flags=re.MULTILINE)
    assert re.search(rb"^  tools +%d, " % len(READS), checked.stdout, flags=re.MULTILINE)

    variable = {"TELNYX_VIDEO_MODE": "operate"}
    table = await run("tools", "--config", str(file), **variable)
    names = {line.split()[0] for line in table.stdout.decode().splitlines()[:-2]}
    assert names == OFFERED["operate"] - WITH_AN_ARCHIVE, "the variable beats the file"

    listed = await run("tools", "--json", "--mode", "read", **variable)
    assert {tool["name"] for tool in json.loads(listed.stdout)} == READS, "the option beats it"


@pytest.mark.parametrize("mode", ["readonly", "all", "read,operate", "full\N{ZERO WIDTH SPACE}"])
def test_a_mode_that_there_is_not_is_refused_at_start(mode: str) -> None:
    with pytest.raises(SettingsError, match="it must be one of read, operate, full"):
        load({"TELNYX_VIDEO_MODE": mode})
