"""`tools`: the tools that a client would see, for people and for programs, and what they cost."""

import argparse
import json
from typing import Any

import anyio
from mcp_types import Tool

from telnyx_video_mcp.commands.configured import configured
from telnyx_video_mcp.commands.terminal import show, takes_utf8
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.tools.catalogue import CATALOGUE

_CHARACTERS_PER_TOKEN = 4.42
"""Of this catalogue in o200k_base; a test compares it with a real count."""


def command(options: argparse.Namespace) -> int:
    """Print the tools, as a table or as JSON."""
    settings = configured(options)
    as_printed = as_json if getattr(options, "json", False) else as_table
    show(anyio.run(as_printed, settings))
    return 0


async def published(settings: Settings) -> list[Tool]:
    """The tools of ``tools/list``."""
    return await create_server(settings).list_tools()


def token_cost(tools: list[Tool]) -> int:
    """About how many tokens a model reads: names, descriptions and input schemas."""
    return round(len(what_a_model_reads(tools)) / _CHARACTERS_PER_TOKEN)


def what_a_model_reads(tools: list[Tool]) -> str:
    """The part of ``tools/list`` that hosts show to a model, as compact JSON."""
    shown = [
        {"name": tool.name, "description": tool.description, "inputSchema": tool.input_schema}
        for tool in tools
    ]
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


async def as_json(settings: Settings) -> str:
    """All definitions as ``tools/list`` sends them, in ASCII if stdout does not take UTF-8."""
    tools = await published(settings)
    definitions = [_wire(tool) for tool in tools]
    return json.dumps(definitions, ensure_ascii=not takes_utf8(), indent=2)


async def as_table(settings: Settings) -> str:
    """Name, risk and title of each tool."""
    tools = await published(settings)
    risks = {spec.name: spec.risk.value for spec in CATALOGUE}
    width = max(len(tool.name) for tool in tools)
    lines = [f"{tool.name:{width}}  {risks[tool.name]:8} {tool.title}" for tool in tools]
    lines.append(f"\n{len(tools)} tools, about {token_cost(tools):,} tokens for a model to read.")
    return "\n".join(lines)


def _wire(tool: Tool) -> dict[str, Any]:
    return tool.model_dump(mode="json", by_alias=True, exclude_none=True)
