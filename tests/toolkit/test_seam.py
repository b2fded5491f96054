"""The seam: every call passes through it, and it knows nothing of rooms."""

from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from mcp.client import Client
from mcp.server.mcpserver import MCPServer
from mcp_types import TextContent
from pydantic import Field

from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.schema import value_schema
from telnyx_video_mcp.toolkit.seam import Seam, mcp_tool
from telnyx_video_mcp.toolkit.tool import NoService, tool
from tests.hosting import ERAS, Era

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Greeting:
    text: str


@dataclass
class Greeter(NoService):
    greeted: list[str]


@tool(Risk.CREATE, title="Greet", verify_with="greet")
async def greet(
    greeter: Greeter, name: Annotated[str, Field(description="Whom to greet.")]
) -> Greeting:
    """Says hello."""
    greeter.greeted.append(name)
    return Greeting(text=f"Hello {name}")


@pytest.mark.parametrize("era", ERAS)
async def test_the_sdk_hands_every_call_to_the_seam(era: Era) -> None:
    """`Tool` calls itself internal; this pins that a subclass with its own `run` is honoured."""
    greeter = Greeter([])
    server = MCPServer("test", tools=[mcp_tool(greet, Seam(lambda *_: greeter))])
    async with Client(server, mode=era, cache=None) as client:
        (listed,) = (await client.list_tools()).tools
        good = await client.call_tool("greet", {"name": "Alice"})
        bad = await client.call_tool("greet", {"nam": "Bob"})
    assert listed.input_schema["required"] == ["name"]
    assert good.structured_content == {"text": "Hello Alice"}
    assert bad.is_error
    (text,) = bad.content
    assert isinstance(text, TextContent)
    assert "did you mean name?" in text.text
    assert greeter.greeted == ["Alice"]


@pytest.mark.parametrize("annotation", [str | int, tuple[int, int], set[str], Any])
def test_a_type_without_a_portable_schema_is_an_error_of_the_author(annotation: Any) -> None:
    with pytest.raises(TypeError, match="no place in a portable schema"):
        value_schema(annotation)
