"""The fields of a control, read strictly: an unknown field is refused by name, as is a bad one."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import shown

TEN_YEARS = 10 * 365 * 24 * 3600

Field: TypeAlias = tuple[Callable[[Any], bool], str]
"""Whether a value will do, and what would, in words that follow "must be"."""


class ControlError(Exception):
    """A control request that makes no sense; the message names the field."""


def checked(order: Any, known: Mapping[str, Field], *, required: Iterable[str]) -> Json:
    """`order` as it came, if it is an object of known fields with good values."""
    if not isinstance(order, dict):
        raise ControlError("The body must be a JSON object.")
    for name, value in order.items():
        if name not in known:
            raise _unknown_field(name, known)
        valid, words = known[name]
        if not valid(value):
            raise ControlError(f"'{name}' must be {words}.")
    for name in required:
        if name not in order:
            raise ControlError(f"'{name}' is required.")
    return order


def _unknown_field(name: str, known: Iterable[str]) -> ControlError:
    return ControlError(f"unknown field {shown(name)}; the fields are: {', '.join(known)}.")


def whole(low: int, high: int | None = None) -> Field:
    """A whole number within inclusive bounds."""
    words = f"from {low}" if high is None else f"from {low} to {high}"
    return (
        lambda value: type(value) is int and low <= value and (high is None or value <= high),
        f"a whole number {words}",
    )


def seconds(low: float, high: float = TEN_YEARS) -> Field:
    """A number of seconds, fractions included, within inclusive bounds."""
    return (
        lambda value: type(value) in (int, float) and low <= value <= high,
        f"a number of seconds from {low:g} to {high}",
    )


def nullable(field: Field) -> Field:
    """The same, or null."""
    valid, words = field
    return lambda value: value is None or valid(value), f"{words}, or null"


def printable(value: Any) -> bool:
    """Whether this is text that a header can hold."""
    return isinstance(value, str) and value.isascii() and value.isprintable()


def _text_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(printable(item) for item in value.values())


ANYTHING: Field = (lambda _: True, "any JSON")
HEADERS: Field = (_text_pairs, "an object of printable ASCII strings")
METHOD: Field = (
    lambda value: isinstance(value, str) and bool(re.fullmatch(r"\*|[A-Za-z]+", value)),
    "an HTTP method, or * for any",
)
PATH: Field = (
    lambda value: isinstance(value, str) and value.startswith(("/", "*")),
    "a path such as /v2/rooms or /media/recordings/*; it may end in *",
)
SWITCH: Field = (lambda value: isinstance(value, bool), "true or false")
TEXT: Field = (lambda value: isinstance(value, str) and bool(value), "a string")
TEXT_OR_NULL: Field = (lambda value: value is None or isinstance(value, str), "a string or null")
