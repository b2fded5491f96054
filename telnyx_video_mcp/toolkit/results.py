"""Results: compact JSON without nulls, the same for the model and for the program."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel


def success(value: Any) -> CallToolResult:
    """What a tool function returned, as the answer to its call."""
    return _result(to_json(value), is_error=False)


def error(**explained: Any) -> CallToolResult:
    """An error, in the fields of `explain`."""
    return _result({"error": to_json(explained)}, is_error=True)


def _result(document: dict[str, Any], *, is_error: bool) -> CallToolResult:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    # Some hosts show the model only the one, some only the other.
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=document,
        is_error=is_error,
    )


def to_json(value: Any) -> Any:
    """Records, dataclasses and containers as JSON values; nulls are left out everywhere."""
    if isinstance(value, str):
        return value if value.isascii() else _well_formed(value)
    if isinstance(value, BaseModel):
        return to_json(value.model_dump(exclude_none=True))
    if is_dataclass(value) and not isinstance(value, type):
        return to_json({field.name: getattr(value, field.name) for field in fields(value)})
    if isinstance(value, dict):
        return {to_json(key): to_json(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value if item is not None]
    return value


def _well_formed(text: str) -> str:
    """A lone surrogate, which JSON can spell, cannot be sent as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
