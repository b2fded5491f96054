"""Faults on order: the next matching requests fail as somebody asked."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import JSONResponse, Response

from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import RefusedError, shown

UNSET = object()
ERRORS, SERVER_ERRORS = range(400, 600), range(500, 600)
CODES = {
    401: "10009",
    403: "10010",
    404: "10005",
    408: "10008",
    409: "10012",
    429: "10011",
    504: "10008",
}


class ControlError(Exception):
    """A control request that makes no sense; the message names the field."""


def unknown_field(name: str, known: Iterable[str]) -> ControlError:
    """A field that this control does not have."""
    return ControlError(f"unknown field {shown(name)}; the fields are: {', '.join(known)}.")


@dataclass
class Fault:
    """What happens to the next `times` requests that match.

    `delay_secs` comes before the answer. `applied` carries the operation out first of all; without
    it, `status` and `drop` answer in its place, and a mere delay comes before the operation.
    """

    path: str
    method: str = "*"
    times: int = 1
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = UNSET
    delay_secs: float = 0
    drop: bool = False
    applied: bool = False

    def matches(self, method: str, path: str) -> bool:
        """Whether this is for that request; `path` begins with `/v2`."""
        wanted = self.path if self.path.startswith("/v2") else f"/v2{self.path}"
        same_path = path.startswith(wanted[:-1]) if wanted.endswith("*") else path == wanted
        return same_path and self.method in ("*", method)

    def reply(self) -> Response | None:
        """The reply ordered, or None when the operation's own is to be sent.

        A string is sent as it is, as HTML unless `headers` say otherwise. Without `body`, an error
        status gets the platform's usual envelope.
        """
        if self.status is None:
            return None
        body = self.body
        if body is UNSET:
            body = _usual_error(self.status) if self.status in ERRORS else ""
        if isinstance(body, str):
            typed = any(name.lower() == "content-type" for name in self.headers)
            return Response(body, self.status, self.headers, None if typed else "text/html")
        return JSONResponse(body, self.status, self.headers)


@dataclass
class FaultQueue:
    """The faults that are still to happen, first come first served."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that matches, one of its times used up."""
        for fault in self.waiting:
            if fault.matches(method, path):
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
                return fault
        return None


def parse_fault(order: Json) -> Fault:
    """A fault from a control body; `ControlError` names what is wrong with it."""
    for name, value in order.items():
        if name not in FIELDS:
            raise unknown_field(name, FIELDS)
        valid, words = FIELDS[name]
        if not valid(value):
            raise ControlError(f"'{name}' must be {words}.")
    if "path" not in order:
        raise ControlError("'path' is required.")
    if "status" not in order:
        for name in ("body", "headers"):
            if name in order:
                raise ControlError(f"'{name}' needs 'status'.")
        if not order.get("drop") and not order.get("delay_secs"):
            raise ControlError("A fault needs 'status', 'drop' or 'delay_secs'.")
    elif order.get("drop"):
        raise ControlError("'drop' sends no reply, so it goes without 'status'.")
    return Fault(**{**order, "method": order.get("method", "*").upper()})


def _usual_error(status: int) -> Json:
    code = CODES.get(status, "10007" if status in SERVER_ERRORS else "10015")
    return RefusedError(status, code, "Sandbox fault", "This failure was ordered.").body()


def _whole(low: int, high: float) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and low <= value <= high


def _text_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(item, str) and item.isascii() and item.isprintable() for item in value.values()
    )


FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "method": (
        lambda value: isinstance(value, str) and bool(re.fullmatch(r"\*|[A-Za-z]+", value)),
        "an HTTP method, or * for any",
    ),
    "path": (
        lambda value: isinstance(value, str) and value.startswith(("/", "*")),
        "a path such as /v2/rooms; it may end in *",
    ),
    "times": (_whole(1, math.inf), "a whole number from 1"),
    "status": (_whole(200, 599), "an HTTP status from 200 to 599"),
    "headers": (_text_pairs, "an object of printable ASCII strings"),
    "body": (lambda _: True, "any JSON"),
    "delay_secs": (
        lambda value: type(value) in (int, float) and 0 <= value < math.inf,
        "a number of seconds from 0",
    ),
    "drop": (lambda value: isinstance(value, bool), "true or false"),
    "applied": (lambda value: isinstance(value, bool), "true or false"),
}
