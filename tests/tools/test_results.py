"""Results for a reader with a small window, whatever the API sends."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mcp.client import Client
from mcp_types import CallToolResult, TextContent

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.hosting import ERAS, NOBODY, Era, Time, hosting
from tests.published import PUBLISHED, resolved

pytestmark = pytest.mark.anyio

ARGUMENTS: dict[str, Any] = {
    "room": NOBODY,
    "session": NOBODY,
    "participant_id": NOBODY,
    "recording_id": NOBODY,
    "composition_id": NOBODY,
    "participants": ["all"],
    "refresh_token": "r",
    "max_participants": 4,
    "name": "weekly",
}
FIELDS = sorted(
    {name for spec in CATALOGUE for name in spec.output_schema["properties"]}
    | {
        name
        for spec in CATALOGUE
        if "items" in spec.output_schema["properties"]
        for name in spec.output_schema["properties"]["items"]["items"]["properties"]
    }
)
LISTS = {
    re.sub(r"\{\w+\}", "{}", each["path"])
    for each in PUBLISHED.values()
    if resolved(each.get("reply", {})).get("properties", {}).get("data", {}).get("type") == "array"
}
"""The paths that answer a list."""
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


def minimal(spec: ToolSpec) -> dict[str, Any]:
    """The fewest arguments that a tool takes."""
    needed = set(spec.arguments.schema.get("required", []))
    needed |= {"room"} if spec.name == "delete_recordings" else set()
    needed |= {"max_participants"} if spec.name == "update_room" else set()
    needed |= (
        {"session"}
        if spec.name in {"attendance", "clean_up_recordings", "save_files", "wait_for"}
        else set()
    )
    return {name: ARGUMENTS[name] for name in needed}


def answering(data: Any) -> Callable[[httpx.Request], httpx.Response]:
    """A Telnyx that answers everything with this, as a list where a list is due."""

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v2").replace(NOBODY, "{}")
        listing = request.method == "GET" and path in LISTS
        body = {"data": [data] if listing else data, "meta": {"total_pages": None}}
        return httpx.Response(200, content=json.dumps(body).encode())

    return answer


async def answers(era: Era, spec: ToolSpec, data: Any) -> CallToolResult:
    """The result of a call to such a Telnyx, after the client's own check of the schema."""
    transport = httpx.MockTransport(answering(data))
    time = Time(World())
    with TemporaryDirectory() as archive:
        given = Settings(api_key="k", archive=Path(archive))
        server = create_server(given, transport=transport, clock=time.clock)
        async with Client(server, mode=era, cache=None) as client:
            result = await client.call_tool(spec.name, minimal(spec))
    assert result.structured_content is not None
    (text,) = result.content
    assert isinstance(text, TextContent)
    assert json.loads(text.text) == result.structured_content
    Draft202012Validator(spec.output_schema).validate(result.structured_content)
    return result


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("spec", CATALOGUE, ids=lambda spec: spec.name)
@pytest.mark.parametrize(
    "data",
    [
        dict.fromkeys(FIELDS),
        {},
        dict.fromkeys(FIELDS, "something new"),
        dict.fromkeys(FIELDS, 7),
        {"status": "half_done", "created_at": "2026-11-22 10:00:00", "size_mb": 1.5},
    ],
    ids=["nulls", "missing", "texts", "numbers", "new"],
)
async def test_a_result_is_valid_without_nulls_whatever_its_fields_hold(
    data: dict[str, Any], spec: ToolSpec, era: Era
) -> None:
    result = await answers(era, spec, data)
    several_steps = spec.asks or spec.name in {"attendance", "host_meeting"}
    if several_steps and result.is_error:  # ids of such replies lead nowhere
        assert result.structured_content is not None
        kinds = {"filter_ignored", "not_found", "unreadable_reply"}
        assert result.structured_content["error"]["kind"] in kinds
        return
    assert not result.is_error
    assert "null" not in json.dumps(result.structured_content)


@pytest.mark.parametrize("spec", CATALOGUE, ids=lambda spec: spec.name)
@settings(max_examples=10)
@given(data=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), json_values))
async def test_any_reply_gives_a_valid_result(spec: ToolSpec, data: dict[str, Any]) -> None:
    await answers("auto", spec, data)


async def test_unknown_fields_are_kept_and_noise_is_dropped() -> None:
    async with hosting() as host:
        host.room(unique_name="weekly")
        (room,) = (await host.call("list_rooms"))["items"]
    assert room["video_codecs"]
    assert "record_type" not in room
    assert "active_session_id" not in room, "a null is left out"


async def test_a_list_says_where_it_goes_on_and_the_last_page_does_not() -> None:
    async with hosting() as host:
        for number in range(5):
            host.room(unique_name=f"room-{number}")
        first = await host.call("list_rooms", page_size=2)
        last = await host.call("list_rooms", page_size=2, page=3)
        default = await host.call("list_rooms")
    shape = {name: first[name] for name in ("page", "page_size", "total", "next_page")}
    assert shape == {"page": 1, "page_size": 2, "total": 5, "next_page": 2}
    assert [room["unique_name"] for room in last["items"]] == ["room-0"]
    assert "next_page" not in last
    assert (default["page"], default["page_size"]) == (1, 20)


async def test_a_crash_inside_is_a_sentence_without_its_values() -> None:
    def crash(_request: httpx.Request) -> httpx.Response:
        raise ZeroDivisionError("secret of the call")

    server = create_server(Settings(api_key="k"), transport=httpx.MockTransport(crash))
    async with Client(server, cache=None) as client:
        result = await client.call_tool("list_rooms", {})
    assert result.is_error
    assert result.structured_content is not None
    error = result.structured_content["error"]
    assert error["kind"] == "internal"
    assert "ZeroDivisionError" in error["message"]
    assert "secret" not in error["message"]
