"""JSON Schemas from annotations, in a subset that every host accepts. Pure.

Written by hand rather than by pydantic for two reasons. The subset holds by construction: there is
no way to write `anyOf`, `$ref`, `title` or null here, and one schema outside it makes some hosts
drop every tool of a server. And it takes microseconds: building 25 pydantic models only to list
tools would cost a tenth of the start-up; they are built when a tool is first called.
A test compares these schemas with pydantic's.
"""

import types
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.results import SUPPLIED, is_record
from telnyx_video_mcp.toolkit.untrusted import Supplied

JsonSchema = dict[str, Any]

_PREVIEW: JsonSchema = {
    "needs_confirmation": {"type": "boolean"},
    "preview": {"type": "object"},
    "confirm": {"type": "string"},
    "done": {"type": "boolean"},
    "message": {"type": "string"},
}
_DEEPEST = 1
_RARE = {
    *("unreadable", "user_id"),
    *("webhook_event_url", "webhook_event_failover_url", "webhook_timeout_secs"),
}
"""Fields that hardly any result has, and that every schema would have to name."""
_PRIMITIVES: dict[Any, str] = {str: "string", bool: "boolean", int: "integer", float: "number"}


def input_schema(parameters: Mapping[str, Any], required: Iterable[str]) -> JsonSchema:
    """The schema of a tool's arguments; `parameters` maps names to annotations."""
    schema: JsonSchema = {
        "type": "object",
        "properties": {name: value_schema(annotation) for name, annotation in parameters.items()},
        "additionalProperties": False,
    }
    if names := list(required):
        schema["required"] = names
    return schema


def output_schema(annotation: Any) -> JsonSchema:
    """The schema of a result: nothing is required, and an error may stand in its place.

    Records inside records are plain objects; values carry a type but no format and no enumeration,
    because those belong to the API and change without notice. A tool that returns a plan may
    answer with a preview, too.
    """
    several = get_origin(annotation) in (Union, types.UnionType)
    arms = get_args(annotation) if several else (annotation,)
    plans = [arm for arm in arms if get_origin(arm) is Plan]
    result = get_args(plans[0])[0] if plans else annotation
    schema = _object(result)
    schema["properties"] |= _PREVIEW if plans else {}
    schema["properties"]["error"] = {}  # no type: a record may have a field of this name
    if _holds(schema, SUPPLIED):
        schema["properties"]["notice"] = {}  # no type, as above
    return schema


def _holds(schema: JsonSchema, name: str) -> bool:
    parts = [*schema.get("properties", {}).values(), schema.get("items") or {}]
    return name in schema.get("properties", {}) or any(_holds(each, name) for each in parts if each)


def value_schema(annotation: Any) -> JsonSchema:
    """The schema of one value: type, description and bounds from an annotation."""
    bare, described = _unwrap(annotation)
    schema = _plain(bare)
    for field in described:
        if field.description:
            schema["description"] = field.description
        for bound in field.metadata:
            schema |= _bound(bound, schema["type"])
        if isinstance(field.json_schema_extra, dict):
            schema |= field.json_schema_extra
    return schema


def _unwrap(annotation: Any) -> tuple[Any, list[FieldInfo]]:
    """The bare type, without `None` and `Annotated`, and the `Field(...)`s met on the way."""
    found: list[FieldInfo] = []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *extras = get_args(annotation)
            found = [extra for extra in extras if isinstance(extra, FieldInfo)] + found
        elif origin in (Union, types.UnionType):
            arms = [arm for arm in get_args(annotation) if arm is not type(None)]
            if len(arms) > 1:
                return annotation, found
            annotation = arms[0]
        else:
            return annotation, found


def _plain(bare: Any) -> JsonSchema:
    origin, args = get_origin(bare), get_args(bare)
    if bare in _PRIMITIVES:
        return {"type": _PRIMITIVES[bare]}
    if origin is Literal:
        return {"type": "string", "enum": list(args)}
    if origin is list:
        return {"type": "array", "items": value_schema(args[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": value_schema(args[1])}
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        hints = get_type_hints(bare, include_extras=True)
        properties = {name: value_schema(hints[name]) for name in bare.model_fields}
        required = [name for name, field in bare.model_fields.items() if field.is_required()]
        extra = {"required": required} if required else {}
        return {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
            **extra,
        }
    raise TypeError(f"{bare!r} has no place in a portable schema")


def _bound(bound: Any, json_type: str) -> JsonSchema:
    sized = {"array": "Items", "object": "Properties"}.get(json_type, "Length")
    match bound:
        case Ge(ge=value):
            return {"minimum": value}
        case Le(le=value):
            return {"maximum": value}
        case MinLen(min_length=value):
            return {f"min{sized}": value}
        case MaxLen(max_length=value):
            return {f"max{sized}": value}
    if isinstance(pattern := getattr(bound, "pattern", None), str):
        return {"pattern": pattern}
    return {}


def _object(annotation: Any, depth: int = 0, told: set[Any] | None = None) -> JsonSchema:
    """`told` are the types that the whole schema has described already."""
    told = set() if told is None else told
    shape = get_origin(annotation) or annotation
    filled = dict(zip(getattr(shape, "__parameters__", ()), get_args(annotation), strict=True))
    hints = _fields(shape, filled)
    supplied = {name: hint for name, hint in hints.items() if _is_supplied(hint)}
    properties = {
        name: _result(hint, depth, told) for name, hint in hints.items() if name not in supplied
    }
    if supplied:
        marked = {name: _result(hint, depth, told) for name, hint in supplied.items()}
        properties[SUPPLIED] = {"type": "object", "properties": marked}
    return {"type": "object", "properties": properties}


def _is_supplied(hint: Any) -> bool:
    bare, _ = _unwrap(hint)
    return Supplied in (bare, *get_args(bare))


def _fields(shape: Any, filled: Mapping[Any, Any]) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        listed = (name for name, field in shape.model_fields.items() if not field.exclude)
        return {name: hints[name] for name in listed if name not in _RARE}
    if is_dataclass(shape):
        named = {each.name: _filled_in(hints[each.name], filled) for each in fields(shape)}
        own = next((named.pop(each.name) for each in fields(shape) if is_record(each)), None)
        shown = {**(_fields(own, {}) if own else {}), **named}
        return {name: hint for name, hint in shown.items() if hint is not type(None)}
    raise TypeError(f"{shape!r} is not a result that has fields")


def _filled_in(hint: Any, filled: Mapping[Any, Any]) -> Any:
    """A hint with the types that a generic result was given."""
    (item,) = get_args(hint) if get_origin(hint) is list else (None,)
    return list[filled[item]] if item in filled else hint  # type: ignore[valid-type]  # at run time it is one


def _result(hint: Any, depth: int, told: set[Any]) -> JsonSchema:
    """A part of a result.

    What a list holds is described, once in a schema: where it comes again, and what lies deeper,
    is a plain object, or the list of tools grows large.
    """
    bare, _ = _unwrap(hint)
    if get_origin(bare) in (list, tuple):
        return {"type": "array", "items": _result(get_args(bare)[0], depth, told)}
    described = is_dataclass(bare) or (isinstance(bare, type) and issubclass(bare, BaseModel))
    if described and depth < _DEEPEST and bare not in told:
        told.add(bare)
        return _object(bare, depth + 1, told)
    if bare is Any:
        return {}
    return {"type": _PRIMITIVES.get(bare) or _other_type(bare)}


def _other_type(bare: Any) -> str:
    texts = {Supplied, str, type(None)}  # text that only at times is from outsiders
    if bare is Supplied or get_origin(bare) is Literal or set(get_args(bare) or [bare]) <= texts:
        return "string"
    return "number" if set(get_args(bare)) - {type(None)} == {int, float} else "object"
