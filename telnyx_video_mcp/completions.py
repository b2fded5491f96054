"""Completions: names of rooms, and meetings that go on, while a person is typing."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from mcp_types import CallToolResult, Completion, CompletionArgument, InputRequiredResult

Call = Callable[[str, dict[str, Any]], Awaitable[CallToolResult | InputRequiredResult]]
"""Calls a tool by name, with arguments."""

_MOST = 100
_LARGEST_PAGE = 250


async def complete(
    argument: CompletionArgument, call: Call, *, patience_secs: float = 3.0
) -> Completion:
    """What an argument could become, from one look at the rooms; nothing, if that fails."""
    if argument.name not in {"room", "session"}:
        return Completion(values=[])
    rooms: list[dict[str, Any]] = []
    more = False
    with anyio.move_on_after(patience_secs):
        result = await call("list_rooms", {"page_size": _LARGEST_PAGE})
        if isinstance(result, CallToolResult) and not result.is_error:
            page = result.structured_content or {}
            rooms, more = page["items"], "next_page" in page
    keys = ["unique_name"]
    if argument.name == "session":
        rooms = [room for room in rooms if "active_session_id" in room]
        keys = ["unique_name", "active_session_id"]
    typed = argument.value.casefold()
    names = [room[key] for key in keys for room in rooms if key in room]
    found = [name for name in names if typed in name.casefold()]
    return Completion(
        values=found[:_MOST],
        total=None if more else len(found),
        has_more=more or len(found) > _MOST,
    )
