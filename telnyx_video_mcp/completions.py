"""Completions: names of rooms, and meetings that go on, while a person is typing."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from mcp_types import CallToolResult, Completion, CompletionArgument, InputRequiredResult

Call = Callable[[str, dict[str, Any]], Awaitable[CallToolResult | InputRequiredResult]]
"""Calls a tool by name, with arguments."""

_MOST = 100
_PATIENCE_SECS = 5.0
_LARGEST_PAGE = 250


async def complete(argument: CompletionArgument, call: Call) -> Completion:
    """What an argument could become, from one look at the rooms; nothing, if that fails."""
    if argument.name not in {"room", "session"}:
        return Completion(values=[])
    rooms: list[dict[str, Any]] = []
    more = False
    with anyio.move_on_after(_PATIENCE_SECS):
        result = await call("list_rooms", {"page_size": _LARGEST_PAGE})
        if isinstance(result, CallToolResult) and not result.is_error:
            page = result.structured_content or {}
            rooms, more = page["items"], "next_page" in page
    typed = argument.value.casefold()
    of_room = ("unique_name",)
    of_session = ("unique_name", "active_session_id")
    if argument.name == "session":
        rooms = [room for room in rooms if "active_session_id" in room]
    found = [
        room[key]
        for key in (of_room if argument.name == "room" else of_session)
        for room in rooms
        if key in room and typed in room[key].casefold()
    ]
    return Completion(
        values=found[:_MOST],
        total=None if more else len(found),
        has_more=more or len(found) > _MOST,
    )
