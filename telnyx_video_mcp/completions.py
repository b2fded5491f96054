"""Completions: rooms, and meetings that go on or are over, while a person is typing."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from mcp_types import CallToolResult, Completion, CompletionArgument, InputRequiredResult

from telnyx_video_mcp.toolkit.untrusted import folded

Call = Callable[[str, dict[str, Any]], Awaitable[CallToolResult | InputRequiredResult]]
"""Calls a tool by name, with arguments."""

_MOST = 100
_LARGEST_PAGE = 250


async def complete(
    argument: CompletionArgument, call: Call, *, patience_secs: float = 3.0
) -> Completion:
    """What an argument could become, from one look at the rooms or sessions; nothing, if it fails.

    `name` is the name of a room, new or not. For a session those that go on come first, then the
    recent ones: the names of their rooms, which mean the meeting there, and ids.
    """
    if argument.name not in {"room", "name", "session"}:
        return Completion(values=[])
    tool, keys = (
        ("list_rooms", ["unique_name"])
        if argument.name != "session"
        else ("list_sessions", ["room_name", "id"])
    )
    items: list[dict[str, Any]] = []
    more = False
    with anyio.move_on_after(patience_secs):
        result = await call(tool, {"page_size": _LARGEST_PAGE})
        if isinstance(result, CallToolResult) and not result.is_error:
            page = result.structured_content or {}
            items, more = page["items"], "next_page" in page
    items.sort(key=lambda item: not item.get("active"))
    typed = folded(argument.value)
    names = dict.fromkeys(item[key] for key in keys for item in items if key in item)
    found = [name for name in names if typed in folded(name)]
    return Completion(
        values=found[:_MOST],
        total=None if more else len(found),
        has_more=more or len(found) > _MOST,
    )
