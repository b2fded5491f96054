"""A problem of one value as a sentence: where it is, what it must be, and what it was. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from telnyx_video_mcp.toolkit.refusal import nearest
from telnyx_video_mcp.toolkit.schema import JsonSchema

_LONGEST = 60
_TYPES = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "string": "text",
    "array": "a list",
    "object": "an object",
}


def sentence(error: Mapping[str, Any], schema: JsonSchema, *, secret: bool = False) -> str:
    """The sentence for one of pydantic's errors, in the words of the published schema.

    Args:
        error: One of `ValidationError.errors()`.
        schema: The schema of all arguments.
        secret: Whether the value must not be shown.
    """
    path = error["loc"]
    place = _place(path)
    expected = _at(schema, path)
    if error["type"] == "missing":
        about = f": {expected['description']}" if "description" in expected else "."
        return f"{place} is required{about}"
    if error["type"] == "extra_forbidden":
        meant = nearest(str(path[-1]), _at(schema, path[:-1]).get("properties", {}))
        return f"{place} is not known here{f'; did you mean {meant}?' if meant else '.'}"
    said = _said(error, expected)
    value = error.get("input")
    if "enum" in expected and isinstance(value, str):
        meant = nearest(value, expected["enum"])
        return f"{place} {said}, not {shown(value)}{f'; did you mean {meant!r}?' if meant else '.'}"
    of_one_entry = not said.startswith("must ")
    colon = ":" if of_one_entry and not place.endswith(":") else ""
    if secret or of_one_entry or " not " in said or not isinstance(value, str | int | float):
        return f"{place}{colon} {said}."
    return f"{place} {said}, not {shown(value)}."


def _place(path: Sequence[int | str]) -> str:
    """Where it is, as a person would say it: "video_layout, entry 1: name"."""
    place = ""
    for step in path:
        if isinstance(step, int):
            place += f", entry {step + 1}"
        else:
            name = step if step.isprintable() else repr(step)
            place += f": {name}" if place else name
    return f"{place}:" if isinstance(path[-1], int) else place


def shown(value: Any) -> str:
    """What somebody sent, as a sentence may repeat it."""
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…")
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _said(error: Mapping[str, Any], expected: JsonSchema) -> str:
    kind, json_type = error["type"], expected.get("type", "")
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if kind == "literal_error":
        *others, last = map(repr, expected["enum"])
        return f"must be {', '.join(others)} or {last}" if others else f"must be {last}"
    if kind in {"greater_than_equal", "less_than_equal"}:
        return f"must be {_range(expected)}"
    if kind.endswith(("too_short", "too_long")):
        return f"must {_size(error['ctx'], 'characters' if json_type == 'string' else 'entries')}"
    return f"must be {_TYPES.get(json_type, 'something else')}"


def _size(bound: Mapping[str, Any], unit: str) -> str:
    match bound:
        case {"min_length": 1}:
            return "not be empty"
        case {"min_length": least}:
            return f"have at least {least} {unit}"
    return f"have at most {bound['max_length']} {unit}"


def _range(expected: JsonSchema) -> str:
    match expected:
        case {"minimum": low, "maximum": high}:
            return f"{low} to {high}"
        case {"minimum": low}:
            return f"at least {low}"
    return f"at most {expected['maximum']}"


def _at(schema: JsonSchema, path: Sequence[int | str]) -> JsonSchema:
    """The part of a schema that a place in the arguments is described by."""
    for step in path:
        named = schema.get("properties", {}).get(step)
        schema = named or schema.get("items") or schema.get("additionalProperties") or {}
    return schema
