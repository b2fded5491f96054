"""What a model has to read, in tokens of o200k_base.

The catalogue: names, descriptions and input schemas, at most 5,500 tokens for the 25 operations and
6,900 for all tools; the result of tools/list, at most 52,000 bytes. A page of 20 recordings: our
result text against the API's reply as it is on the wire, not indented, at most 60 %; ours has the
names of rooms and people besides, and no download links unless they are asked for.
"""

from pathlib import Path

import anyio
import httpx
from bpe_openai import get_encoding
from mcp import Client
from mcp_types import TextContent
from measure import Measurement, On, main

from telnyx_video_mcp.commands.tools import published, what_a_model_reads
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.tools.catalogue import OPERATIONS

MOST_FOR_OPERATIONS = 5_500
MOST_TOKENS = 6_900
MOST_BYTES = 52_000
MOST_OF_RAW = 0.6
ARCHIVE = Path("archive")  # nothing is saved there; with it all tools are offered
SANDBOX = Settings(sandbox=True, archive=ARCHIVE)


def measure() -> list[Measurement]:
    """Count."""
    return anyio.run(_measure)


async def _measure() -> list[Measurement]:
    tools = await published(SANDBOX)
    operations = [tool for tool in tools if tool.name in {spec.name for spec in OPERATIONS}]
    catalogue = tokens(what_a_model_reads(tools))
    ours, raw = map(tokens, await _recordings())
    return [
        Measurement(
            f"Catalogue of the {len(operations)} operations",
            tokens(what_a_model_reads(operations)),
            None,
            "tokens",
            On.OURS,
            MOST_FOR_OPERATIONS,
        ),
        Measurement(
            f"Catalogue of all {len(tools)} tools", catalogue, None, "tokens", On.OURS, MOST_TOKENS
        ),
        Measurement(
            "Result of tools/list", await _listed_bytes(), None, "bytes", On.OURS, MOST_BYTES
        ),
        Measurement(
            "20 recordings against the raw reply",
            ours,
            raw,
            "tokens",
            On.RATIO,
            MOST_OF_RAW,
            ours / raw,
        ),
    ]


def tokens(text: str) -> int:
    """How many tokens of o200k_base."""
    return len(get_encoding("o200k_base").encode(text))


async def _listed_bytes() -> int:
    async with Client(create_server(SANDBOX)) as client:
        result = await client.list_tools()
    return len(result.model_dump_json(by_alias=True, exclude_none=True).encode())


async def _recordings() -> tuple[str, str]:
    """The same page as our tool shows it, and as the API sends it."""
    sandbox = SandboxTransport(_recorded_world())
    async with Client(create_server(SANDBOX, transport=sandbox)) as client:
        result = await client.call_tool("list_recordings", {"page_size": 20})
    ours = result.content[0]
    if result.is_error or not isinstance(ours, TextContent):
        raise RuntimeError(f"list_recordings: {ours}")
    async with httpx.AsyncClient(transport=sandbox) as api:
        reply = await api.get(
            "http://sandbox.invalid/v2/room_recordings",
            params={"page[size]": 20},
            headers={"Authorization": "Bearer sandbox"},
        )
    page = reply.json()
    if [each["status"] for each in page["data"]] != ["completed"] * 20:
        raise RuntimeError(f"not 20 completed recordings: {reply.text}")
    return ours.text, reply.text


def _recorded_world() -> World:
    """A recorded session of twelve people: 24 finished files."""
    world = World()
    room = world.create_room({"enable_recording": True, "max_participants": 12})["id"]
    people = [world.join(room, f"Guest {number}")["participant_id"] for number in range(12)]
    world.advance(2400)
    for participant_id in people:
        world.leave(participant_id)
        world.advance(7)
    world.advance(3600)
    return world


if __name__ == "__main__":
    main()
