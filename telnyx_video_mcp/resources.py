"""Resources: rooms and sessions to attach to a conversation, as the tools that read them answer.

A read is a call of that tool, so all that holds for calls (checks, room lock, marked text, audit)
holds for reads.
"""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from mcp import MCPError
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.shared.uri_template import UriTemplate
from mcp_types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolResult,
    InputRequiredResult,
    ResourceTemplate,
    TextContent,
)

from telnyx_video_mcp.toolkit.untrusted import visible

Call = Callable[[str, dict[str, Any]], Awaitable[CallToolResult | InputRequiredResult]]
"""Calls a tool by name, with arguments."""

_JSON = "application/json"
_ASKED_FOR_WRONGLY = {
    "ambiguous",
    "invalid",
    "invalid_arguments",
    "no_active_session",
    "not_found",
    "outside_room_lock",
}
"""Kinds of errors that another URI would not meet."""


@dataclass(frozen=True)
class Readable:
    """One kind of resource: the tool that reads it, and what that takes besides the URI's part."""

    name: str
    title: str
    description: str
    tool: str
    always: dict[str, Any] = field(default_factory=dict)


READABLE = {
    "telnyx://rooms/{room}": Readable(
        "room",
        "Room",
        "A room by unique name or id: its settings and, while somebody is inside, its session.",
        "get_room",
    ),
    "telnyx://sessions/{session}": Readable(
        "session",
        "Session",
        "A meeting by id, or a room's active or latest one by its name: when it was, and who came.",
        "get_session",
        {"include_participants": True},
    ),
    "telnyx://sessions/{session}/attendance": Readable(
        "attendance",
        "Attendance",
        "Who was in a meeting, from when to when.",
        "attendance",
        {"page_size": 250},
    ),
}


def listed(tools: Collection[str]) -> list[ResourceTemplate]:
    """The kinds of resources that a server with these tools can read."""
    return [
        ResourceTemplate(
            uri_template=template,
            name=kind.name,
            title=kind.title,
            description=kind.description,
            mime_type=_JSON,
        )
        for template, kind in READABLE.items()
        if kind.tool in tools
    ]


async def read(uri: str, tools: Collection[str], call: Call) -> list[ReadResourceContents]:
    """What a URI stands for, as JSON.

    Raises:
        MCPError: There is no such resource, or it could not be read; says why and what to do.
    """
    for template in listed(tools):
        part = UriTemplate.parse(template.uri_template).match(uri)
        if part is not None and all(part.values()):
            kind = READABLE[template.uri_template]
            result = await call(kind.tool, part | kind.always)
            return [ReadResourceContents(_text(result, uri), _JSON)]
    known = ", ".join(template.uri_template for template in listed(tools))
    problem = f"There is no resource {visible(uri, 100)[0]!r}. The resources are {known}."
    raise MCPError(INVALID_PARAMS, problem, {"uri": uri})


def _text(result: CallToolResult | InputRequiredResult, uri: str) -> str:
    """The JSON of a result; the sentence of an error is raised."""
    if not isinstance(result, CallToolResult):
        raise TypeError("a tool that only reads has asked something")
    if result.is_error:
        error = dict((result.structured_content or {})["error"])
        code = INVALID_PARAMS if error["kind"] in _ASKED_FOR_WRONGLY else INTERNAL_ERROR
        raise MCPError(code, error.pop("message"), {"uri": uri, **error})
    content = result.content[0]
    return content.text if isinstance(content, TextContent) else ""
