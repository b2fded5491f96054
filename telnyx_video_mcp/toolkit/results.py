"""Results: compact JSON without nulls, the same for the model and for the program.

Text from outsiders is recognised by its type, in whatever a tool returns: a field of the type
`Supplied` is shown under `participant_supplied` of its object, and a notice stands first.
"""

import base64
from collections.abc import Iterable
from dataclasses import Field, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, dataclass_transform

from mcp_types import CallToolResult, ImageContent, TextContent
from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, to_json

from telnyx_video_mcp.toolkit.untrusted import LONGEST, NOTICE, NOTICE_ON_TABLE, Supplied

SUPPLIED = "participant_supplied"
_RECORD = "record"
ResultT = TypeVar("ResultT")
_PLAIN = frozenset({str, int, float, bool})


def record() -> Any:
    """A field of a result whose own fields stand in the result itself, beside the others.

    The other fields replace what the record has under the same names.
    """
    return field(metadata={_RECORD: True})


@dataclass_transform(frozen_default=True, field_specifiers=(field, record))
def result(kind: type[ResultT]) -> type[ResultT]:
    """Make a class the shape of a result: a frozen dataclass, not for comparing or printing.

    Those two are a third of what it takes to make such a class, and every start makes dozens.
    """
    return dataclass(frozen=True, eq=False, repr=False)(kind)


def is_record(each: "Field[Any]") -> bool:
    """Whether a field was made by `record`."""
    return _RECORD in each.metadata


@dataclass(frozen=True)
class Illustrated:
    """A result with what stands beside it, in blocks of their own: a table, a picture (PNG).

    The table is Markdown with names of people in it; the JSON repeats neither.
    """

    result: Any
    png: bytes | None = None
    table: str | None = None


def success(value: Any, notes: Iterable[str] = ()) -> CallToolResult:
    """What a tool returned as the answer to its call, with notes on it."""
    if isinstance(value, Illustrated):
        answer = success(value.result, notes)
        if value.table is not None:
            text = f"{NOTICE_ON_TABLE}\n\n{value.table}"
            answer.content.append(TextContent(type="text", text=text))
        if value.png is not None:
            data = base64.b64encode(value.png).decode()
            answer.content.append(ImageContent(type="image", data=data, mime_type="image/png"))
        return answer
    document, supplied = _shown(value)
    if listed := list(notes):
        document["notes"] = listed
    if supplied:  # first, and whatever a record may have under this name
        document = {"notice": NOTICE, **document} | {"notice": NOTICE}
    return _result(document, is_error=False)


def error(**explained: Any) -> CallToolResult:
    """An error, in the fields of `explain`."""
    document, supplied = _shown(explained)
    if supplied:
        document = {"notice": NOTICE, **document}
    return _result({"error": document}, is_error=True)


def _result(document: Any, *, is_error: bool) -> CallToolResult:
    text = _compact(document)
    # Cleaning takes longer than all the rest, and replies that need it are rare.
    if text is None or "null" in text:
        document = without_nulls(document)
        text = _compact(document) or ""
    # Some hosts show the model only the one, some only the other.
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=document,
        is_error=is_error,
    )


def _compact(document: Any) -> str | None:
    """Compact JSON; None where a lone surrogate keeps it from being UTF-8."""
    try:
        return to_json(document).decode()
    except PydanticSerializationError:
        return None


def _shown(value: Any) -> tuple[Any, bool]:
    """A value as JSON without the nulls of known fields, and whether it holds outsiders' text."""
    if type(value) in _PLAIN:
        return value, False
    if isinstance(value, dict):
        return _object({}, value.items())
    if isinstance(value, list | tuple):
        shown = [_shown(item) for item in value if item is not None]
        return [item for item, _ in shown], any(supplied for _, supplied in shown)
    if is_dataclass(value) and not isinstance(value, type):
        names, own_record = _layout(type(value))
        document = {} if own_record is None else _dumped(getattr(value, own_record))
        document.pop(SUPPLIED, None)  # the name is ours, whatever a record may have under it
        return _object(document, [(name, getattr(value, name)) for name in names])
    if isinstance(value, BaseModel):
        return _dumped(value), False
    return value, False


def _dumped(model: BaseModel) -> dict[str, Any]:
    """A model as JSON; calling its serializer itself saves a third of the time."""
    document: dict[str, Any] = model.__pydantic_serializer__.to_python(model, exclude_none=True)
    return document


@cache
def _layout(kind: type) -> tuple[tuple[str, ...], str | None]:
    """The names of a dataclass's fields, and which of them is a record."""
    listed = fields(kind)
    names = tuple(each.name for each in listed if not is_record(each))
    return names, next((each.name for each in listed if is_record(each)), None)


def _object(
    document: dict[str, Any], values: Iterable[tuple[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Add fields to a document, in place of those that it has under the same names."""
    marked: dict[str, Any] = {}
    supplied = False
    for name, value in values:
        if value is None:
            document.pop(name, None)
        elif type(value) in _PLAIN:
            document[name] = value
        elif _is_supplied(value):
            if not marked:
                document[SUPPLIED] = marked
            marked[name] = str(value) if isinstance(value, Supplied) else list(map(str, value))
            if isinstance(value, Supplied) and value.length > LONGEST:
                marked["cut"] = f"the first {LONGEST} of {value.length} characters"
        else:
            document[name], inside = _shown(value)
            supplied = supplied or inside
    return document, supplied or bool(marked)


def _is_supplied(value: Any) -> bool:
    if isinstance(value, list | tuple) and value:
        value = value[0]
    return isinstance(value, Supplied)


def without_nulls(value: Any) -> Any:
    """JSON without the nulls inside undocumented fields, and without lone surrogates.

    JSON can spell a lone surrogate, but it cannot be sent as UTF-8.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {
            without_nulls(key): without_nulls(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [without_nulls(item) for item in value if item is not None]
    return value
