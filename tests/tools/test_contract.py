"""Every operation sends exactly what the API documents, and every documented parameter is there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from telnyx_video_mcp.tools import catalogue
from tests.guards.worlds import filled, meeting
from tests.hosting import ERAS, Era, Host, hosting
from tests.tools.operations import OPERATIONS, Operation

pytestmark = pytest.mark.anyio

DOCUMENT = next(Path(__file__).parents[3].glob("*/telnyx-video.openapi.json"), None)
published = pytest.mark.skipif(DOCUMENT is None, reason="the published document is not here")


LOOKS_FIRST = {spec.name for spec in catalogue.OPERATIONS if spec.asks} | {"update_room"}
"""What asks a person, and what tells the old values, reads before it writes."""


def a_meeting(host: Host) -> dict[str, str]:
    """A room with a recorded meeting going on, and the ids in it."""
    return meeting(host.world, "standup").ids()


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.tool)
async def test_a_call_with_every_argument_sends_exactly_those(
    operation: Operation, era: Era
) -> None:
    async with hosting(era) as host:
        ids = a_meeting(host)
        await host.call(operation.tool, **filled(operation.arguments, ids))
        *looks, request = await host.requests()
    assert bool(looks) == (operation.tool in LOOKS_FIRST)
    assert all(look["method"] == "GET" for look in looks)
    assert request["method"] == operation.method
    assert request["path"] == "/v2" + filled(operation.path, ids)
    assert request["query"] == filled(operation.query, ids)
    assert request["body"] == filled(operation.body, ids)
    assert 200 <= request["status"] < 300


def test_the_table_has_every_operation_in_its_order_with_every_argument_but_audio() -> None:
    specs = catalogue.OPERATIONS
    assert [operation.tool for operation in OPERATIONS] == [spec.name for spec in specs]
    for operation, spec in zip(OPERATIONS, specs, strict=True):
        untold = set(spec.arguments.schema["properties"]) - set(operation.arguments)
        # Unmute is called without exclude, composing without audio; confirm is never sent.
        assert untold <= {"audio", "exclude", "confirm"}, operation.tool


async def test_what_is_not_given_is_not_sent() -> None:
    async with hosting() as host:
        room = a_meeting(host)["room"]
        await host.call("create_room")
        await host.call("update_room", room=room, max_participants=7)
        await host.call("create_client_token", room=room)
        await host.call("list_rooms")
        create, _, update, token, listing = await host.requests()
    assert create["body"] == {}
    assert update["body"] == {"max_participants": 7}
    assert token["body"] == {}
    assert listing["query"] == {}


async def test_a_silent_composition_sends_no_audio_sources() -> None:
    async with hosting() as host:
        session = a_meeting(host)["session"]
        await host.call("create_composition", session=session, audio=False)
        (request,) = await host.requests()
    assert request["body"] == {"session_id": session}


async def test_a_range_of_one_day_is_sent_as_that_day() -> None:
    async with hosting() as host:
        await host.call("list_rooms", created_from="2026-11-20", created_to="2026-11-20")
        (request,) = await host.requests()
    assert request["query"] == {"filter[date_created_at][eq]": "2026-11-20"}


def documented() -> dict[tuple[str, str], dict[str, Any]]:
    """The operations of the document by method and path, with ids as ``{}``."""
    assert DOCUMENT is not None
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path)): resolved(operation, document)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def resolved(node: Any, document: dict[str, Any]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            target: Any = document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            return resolved(target, document)
        return {key: resolved(value, document) for key, value in node.items()}
    return [resolved(item, document) for item in node] if isinstance(node, list) else node


def query_names(operation: dict[str, Any]) -> set[str]:
    def flat(schema: dict[str, Any], prefix: str) -> set[str]:
        inner = schema.get("properties")
        if not inner:
            return {prefix}
        return set().union(*(flat(part, f"{prefix}[{name}]") for name, part in inner.items()))

    return set().union(
        *(
            flat(parameter["schema"], parameter["name"])
            for parameter in operation.get("parameters", [])
            if parameter["in"] == "query"
        )
    )


@published
def test_the_table_has_exactly_the_published_operations() -> None:
    ours = {(each.method, re.sub(r"\{\w+\}", "{}", each.path)) for each in OPERATIONS}
    assert ours == set(documented())


@published
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.tool)
def test_every_query_parameter_is_documented_and_every_documented_one_is_used(
    operation: Operation,
) -> None:
    known = query_names(documented()[operation.method, re.sub(r"\{\w+\}", "{}", operation.path)])
    eq = {name for name in known if name.endswith("[eq]")}  # sent for a range of one day
    paging = {"page[number]", "page[size]"} if operation.tool == "delete_recordings" else set()
    # Bulk deletion takes no paging: what a page of a deletion means is documented nowhere, and a
    # server that ignores it would delete more than was asked for.
    assert set(operation.query) == known - eq - paging


@published
@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.body], ids=lambda operation: operation.tool
)
def test_every_body_is_valid_and_has_every_documented_field(operation: Operation) -> None:
    key = operation.method, re.sub(r"\{\w+\}", "{}", operation.path)
    schema = documented()[key]["requestBody"]["content"]["application/json"]["schema"]
    assert operation.body is not None
    Draft202012Validator(schema).validate(operation.body)
    undocumented = {"audio_sources"} & set(operation.body)
    spared = {"exclude"} - set(operation.body)
    assert set(operation.body) - undocumented == set(schema["properties"]) - spared
