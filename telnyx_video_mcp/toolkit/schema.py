"""JSON Schemas from annotations, in a subset that every host accepts. Pure.

Written by hand rather than by pydantic for two reasons. The subset holds by construction: there is
no way to write `anyOf`, `$ref`, `title` or null here, and one schema outside it makes some hosts
drop every tool of a server. And it takes microseconds: building 25 pydantic models only to list
tools would cost a tenth of the start-up; they are built when a tool is first called.
A test compares these schemas with pydantic's.
"""

import types
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import is_typeddict

JsonSchema = dict[str, Any]

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

    Nested records are plain objects; values carry a type but no format and no enumeration,
    because those belong to the API and change without notice.
    """
    shape = _object(annotation)
    shape["properties"]["error"] = {}  # no type: a record may have a field of this name
    return shape


def value_schema(annotation: Any) -> JsonSchema:
    """The schema of one value: type, description and bounds from an annotation."""
    bare, fields = _unwrap(annotation)
    schema = _plain(bare)
    for field in fields:
        if field.description:
            schema["description"] = field.description
        for bound in field.metadata:
            schema |= _bound(bound, schema["type"])
        if isinstance(field.json_schema_extra, dict):
            schema |= field.json_schema_extra
    return schema


def _unwrap(annotation: Any) -> tuple[Any, list[FieldInfo]]:
    """The bare type, without `None` and `Annotated`, and the `Field(...)`s met on the way."""
    fields: list[FieldInfo] = []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *extras = get_args(annotation)
            fields = [extra for extra in extras if isinstance(extra, FieldInfo)] + fields
        elif origin in (Union, types.UnionType):
            arms = [arm for arm in get_args(annotation) if arm is not type(None)]
            if len(arms) > 1:
                return annotation, fields
            annotation = arms[0]
        else:
            return annotation, fields


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


def _object(annotation: Any) -> JsonSchema:
    shape = get_origin(annotation) or annotation
    filled = dict(zip(getattr(shape, "__parameters__", ()), get_args(annotation), strict=True))
    return {
        "type": "object",
        "properties": {name: _result(hint, filled) for name, hint in _fields(shape).items()},
    }


def _fields(shape: Any) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return {
            name: hints[name] for name, field in shape.model_fields.items() if not field.exclude
        }
    if is_typeddict(shape) or is_dataclass(shape):
        return hints
    raise TypeError(f"{shape!r} is not a result that has fields")


def _result(hint: Any, filled: Mapping[Any, Any]) -> JsonSchema:
    bare, _ = _unwrap(hint)
    if bare in _PRIMITIVES:
        return {"type": _PRIMITIVES[bare]}
    if get_origin(bare) is list:
        (item,) = get_args(bare)
        return {
            "type": "array",
            "items": _object(filled[item]) if item in filled else _result(item, filled),
        }
    if get_origin(bare) is Literal:
        return {"type": "string"}
    if set(get_args(bare)) - {type(None)} == {int, float}:
        return {"type": "number"}
    return {} if bare is Any else {"type": "object"}
