"""Every operation sends exactly what the API documents, and every documented parameter is there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from telnyx_video_mcp.tools import catalogue
from tests.guards.worlds import filled, meeting
from tests.hosting import ERAS, Era, Host, hosting
from tests.published import PUBLISHED, resolved
from tests.tools.operations import OPERATIONS, Operation

pytestmark = pytest.mark.anyio

LOOKS_FIRST = {spec.name for spec in catalogue.OPERATIONS if spec.asks} | {
    "create_composition",
    "mute_participants",
    "unmute_participants",
    "update_room",
}
"""What asks a person, names the people, or tells the old values reads before it writes."""


def a_meeting(host: Host, *, over: bool = False) -> dict[str, str]:
    """A room with a recorded meeting, and the ids in it; it goes on unless it is over."""
    found = meeting(host.world, "standup")
    if over:
        host.world.end_session(found.session)
        host.world.advance(60)
    return found.ids()


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.tool)
async def test_a_call_with_every_argument_sends_exactly_those(
    operation: Operation, era: Era
) -> None:
    async with hosting(era) as host:
        ids = a_meeting(host, over=operation.tool == "create_composition")
        await host.call(operation.tool, **filled(operation.arguments, ids))
        requests = await host.requests()
    writes = [each for each in requests if each["method"] != "GET"]
    (request,) = writes or requests[:1]
    looked_first = requests[0] is not request
    if not writes:  # after its own request, a read sends those for names, and nothing else
        names = [(each["method"], each["path"], each["query"]) for each in requests[1:]]
        assert names == [("GET", f"/v2{filled(path, ids)}", {}) for path in operation.names]
    assert looked_first == (operation.tool in LOOKS_FIRST)
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
        session = a_meeting(host, over=True)["session"]
        await host.call("create_composition", session=session, audio=False)
        (request,) = await host.writes()
    assert request["body"] == {"session_id": session}


async def test_a_range_of_one_day_is_sent_as_that_day() -> None:
    async with hosting() as host:
        await host.call("list_rooms", created_from="2026-11-20", created_to="2026-11-20")
        (request,) = await host.requests()
    assert request["query"] == {"filter[date_created_at][eq]": "2026-11-20"}


def ids_left_out(path: str) -> str:
    """A path without the names of its ids, which are ours in the table and Telnyx's there."""
    return re.sub(r"\{\w+\}", "{}", path)


BY_REQUEST = {
    (operation["method"], ids_left_out(operation["path"])): operation
    for operation in PUBLISHED.values()
}


def published(operation: Operation) -> dict[str, Any]:
    return BY_REQUEST[operation.method, ids_left_out(operation.path)]


def test_the_table_has_exactly_the_published_operations() -> None:
    assert {(each.method, ids_left_out(each.path)) for each in OPERATIONS} == set(BY_REQUEST)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.tool)
def test_every_query_parameter_is_documented_and_every_documented_one_is_used(
    operation: Operation,
) -> None:
    known = set(published(operation).get("query", {}))
    eq = {name for name in known if name.endswith("[eq]")}  # sent for a range of one day
    paging = {"page[number]", "page[size]"} if operation.tool == "delete_recordings" else set()
    # Bulk deletion takes no paging: what a page of a deletion means is documented nowhere, and a
    # server that ignores it would delete more than was asked for.
    assert set(operation.query) == known - eq - paging


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.body], ids=lambda operation: operation.tool
)
def test_every_body_is_valid_and_has_every_documented_field(operation: Operation) -> None:
    schema = resolved(published(operation)["body"])
    assert operation.body is not None
    Draft202012Validator(schema).validate(operation.body)
    undocumented = {"audio_sources"} & set(operation.body)
    spared = {"exclude"} - set(operation.body)
    assert set(operation.body) - undocumented == set(schema["properties"]) - spared


def published_bounds() -> Iterator[tuple[str, str, str, int]]:
    """Tool, argument, and which bound Telnyx publishes for it."""
    for operation in OPERATIONS:
        body = resolved(published(operation).get("body", {})).get("properties", {})
        query = published(operation).get("query", {})
        for name, facts in (body | query).items():
            argument = {"page[number]": "page", "page[size]": "page_size"}.get(name, name)
            for bound in facts.keys() & {"minimum", "maximum"}:
                if argument in operation.arguments:
                    yield operation.tool, argument, bound, facts[bound]


@pytest.mark.parametrize(("tool", "argument", "bound", "value"), sorted(published_bounds()))
def test_a_number_has_the_published_bounds(
    tool: str, argument: str, bound: str, value: int
) -> None:
    schema = next(spec for spec in catalogue.CATALOGUE if spec.name == tool).arguments.schema
    assert schema["properties"][argument][bound] == value
