"""Questions to the person, on both eras, for a tool that knows nothing of rooms."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import pytest
from mcp.client import Client
from mcp.server.mcpserver import MCPServer
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, ElicitResult, ErrorData, Implementation
from pydantic import Field

from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.seam import Seam, mcp_tool
from telnyx_video_mcp.toolkit.tool import NoService, tool
from tests.hosting import ERAS, Era

pytestmark = pytest.mark.anyio

YES = ElicitResult(action="accept", content={"approve": True})
Reply = ElicitResult | ErrorData


@dataclass(frozen=True)
class Burnt:
    done: bool
    message: str | None = None


@dataclass
class Shelf(NoService):
    """What the tool works on; each call and each question is noted."""

    books: list[str] = field(default_factory=lambda: ["one", "two"])
    burnt: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


@tool(Risk.DESTROY, title="Burn", verify_with="burn")
async def burn(
    shelf: Shelf, room: Annotated[str, Field(description="Where.")]
) -> Plan[Burnt] | Burnt:
    """Burns the books."""
    if not shelf.books:
        return Burnt(done=False, message="There are no books.")

    async def apply() -> Burnt:
        shelf.burnt.append(room)
        return Burnt(done=True)

    return Plan(
        question=f"Burn {len(shelf.books)} books in {room}?",
        facts={"books": len(shelf.books)},
        targets=tuple(shelf.books),
        apply=apply,
    )


@asynccontextmanager
async def library(
    era: Era, shelf: Shelf, reply: Callable[[], Reply] | None
) -> AsyncIterator[Client]:
    server = MCPServer("test", tools=[mcp_tool(burn, Seam(lambda *_: shelf))])

    async def asked(_context: Any, parameters: Any) -> Reply:
        assert reply is not None
        shelf.questions.append(parameters.message)
        return reply()

    callback: Any = asked if reply else None
    async with Client(server, mode=era, cache=None, elicitation_callback=callback) as client:
        yield client


async def call(client: Client, **arguments: str) -> CallToolResult:
    return await client.call_tool("burn", {"room": "the attic", **arguments})


@pytest.mark.parametrize("era", ERAS)
async def test_the_sdk_resolves_a_question_for_a_function_that_is_no_tool(era: Era) -> None:
    """`find_resolved_parameters`, `build_resolver_plans` and `resolve_arguments` are internal to
    `mcp.server.mcpserver.resolve`: the SDK calls them for tools. This pins that they fill the
    parameter of any function, and take the question's text as if it were a tool's argument.
    """
    shelf = Shelf()
    async with library(era, shelf, lambda: YES) as client:
        result = await call(client)
    assert result.structured_content == {"done": True}
    assert shelf.burnt == ["the attic"]
    (asked,) = shelf.questions
    assert asked.startswith("Burn 2 books in the attic? (ref ")


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("content", [None, {}, {"approve": True}])
async def test_accepting_the_form_is_the_approval(era: Era, content: Any) -> None:
    shelf = Shelf()
    reply = ElicitResult(action="accept", content=content)
    async with library(era, shelf, lambda: reply) as client:
        result = await call(client)
    assert result.structured_content == {"done": True}
    assert shelf.burnt == ["the attic"]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("approve", [False, "perhaps", []])
async def test_a_form_that_comes_back_with_a_no_is_no_approval(era: Era, approve: Any) -> None:
    shelf = Shelf()
    reply = ElicitResult(action="accept", content={"approve": approve})
    async with library(era, shelf, lambda: reply) as client:
        result = await call(client)
    assert shelf.burnt == []
    assert result.structured_content is not None
    assert result.structured_content["done"] is False
    assert "unticked" in result.structured_content["message"]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(("name", "fields"), [("Crow", ["approve"]), ("claude-code", [])])
async def test_a_box_to_tick_is_for_clients_that_need_a_field(
    era: Era, name: str, fields: list[str]
) -> None:
    shelf = Shelf()
    schemas: list[dict[str, Any]] = []

    async def tick(_context: Any, parameters: Any) -> ElicitResult:
        schemas.append(parameters.requested_schema)
        return ElicitResult(action="accept", content=dict.fromkeys(fields, True))

    server = MCPServer("test", tools=[mcp_tool(burn, Seam(lambda *_: shelf))])
    info = Implementation(name=name, version="1")
    callback: Any = tick
    async with Client(
        server, mode=era, cache=None, elicitation_callback=callback, client_info=info
    ) as client:
        await call(client)
    assert [list(each["properties"]) for each in schemas] == [fields]
    assert shelf.burnt == ["the attic"]


async def test_a_client_that_fails_to_ask_is_refused_on_the_handshake_era() -> None:
    shelf = Shelf()
    async with library("legacy", shelf, lambda: ErrorData(code=-32000, message="No")) as client:
        result = await call(client)
    assert shelf.burnt == []
    assert result.structured_content is not None
    assert result.structured_content["error"]["kind"] == "not_confirmed"


async def test_a_client_that_fails_to_ask_gives_up_by_itself_on_the_stateless_era() -> None:
    shelf = Shelf()
    async with library("auto", shelf, lambda: ErrorData(code=-32000, message="No")) as client:
        with pytest.raises(MCPError):
            await call(client)
    assert shelf.burnt == []


async def test_what_changes_each_time_is_given_up_after_three_questions() -> None:
    """On the stateless era each round is a call of its own, and the client counts them."""
    shelf = Shelf()

    def one_more() -> Reply:
        shelf.books.append("another")
        return YES

    async with library("legacy", shelf, one_more) as client:
        result = await call(client)
    assert shelf.burnt == []
    assert len(set(shelf.questions)) == 3
    assert result.structured_content is not None
    assert result.structured_content["error"]["kind"] == "not_confirmed"


@pytest.mark.parametrize("era", ERAS)
async def test_what_vanishes_during_the_question_leaves_nothing_to_do(era: Era) -> None:
    shelf = Shelf()

    def cleared() -> Reply:
        shelf.books.clear()
        return YES

    async with library(era, shelf, cleared) as client:
        result = await call(client)
    assert result.structured_content == {"done": False, "message": "There are no books."}
    assert not result.is_error
    assert shelf.burnt == []


@pytest.mark.parametrize("era", ERAS)
async def test_an_answer_holds_for_one_call_only(era: Era) -> None:
    shelf = Shelf()
    async with library(era, shelf, lambda: YES) as client:
        await call(client)
        await call(client)
    assert len(shelf.questions) == len(shelf.burnt) == 2


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("code", ["f" * 9_000, "f" * 9_000 + "-0", "0-é", "-", "0"])
async def test_a_code_of_any_shape_is_answered_with_a_preview(era: Era, code: str) -> None:
    shelf = Shelf()
    async with library(era, shelf, None) as client:
        result = await call(client, confirm=code)
    assert not result.is_error
    assert result.structured_content is not None
    assert result.structured_content["needs_confirmation"] is True
    assert shelf.burnt == []
