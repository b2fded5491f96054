"""Results: compact JSON without nulls, the same for the model and for the program."""

import base64
import json
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from mcp_types import CallToolResult, ImageContent, TextContent
from pydantic import BaseModel


@dataclass(frozen=True)
class Illustrated:
    """A result with a picture (PNG) for the person to look at."""

    result: Any
    png: bytes


def success(value: Any, **added: Any) -> CallToolResult:
    """What a tool function returned, as the answer to its call, with fields added to it."""
    if isinstance(value, Illustrated):
        told = success(value.result, **added)
        data = base64.b64encode(value.png).decode()
        told.content.append(ImageContent(type="image", data=data, mime_type="image/png"))
        return told
    return _result(_plain(value) | added if added else value, is_error=False)


def error(**explained: Any) -> CallToolResult:
    """An error, in the fields of `explain`."""
    return _result({"error": explained}, is_error=True)


def _result(value: Any, *, is_error: bool) -> CallToolResult:
    document = _plain(value)
    text = _compact(document)
    # Cleaning takes longer than all the rest, and replies that need it are rare.
    if "null" in text or not text.isascii():
        document = _clean(document)
        text = _compact(document)
    # Some hosts show the model only the one, some only the other.
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=document,
        is_error=is_error,
    )


def _compact(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    """Records, dataclasses and containers as JSON values, without the nulls of known fields."""
    if isinstance(value, BaseModel):
        return value.model_dump(exclude_none=True)
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if item is not None]
    return value


def _clean(value: Any) -> Any:
    """Without the nulls inside undocumented fields, and without lone surrogates.

    JSON can spell a lone surrogate, but it cannot be sent as UTF-8.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_clean(item) for item in value if item is not None]
    return value
