"""Faults on order: the next matching requests fail as somebody asked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import JSONResponse, Response

from telnyx_video_mcp.sandbox import orders
from telnyx_video_mcp.sandbox.dates import http_date
from telnyx_video_mcp.sandbox.orders import ControlError, checked
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import RefusedError

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


@dataclass
class Fault:
    """What happens to the next `times` requests that match.

    `delay_secs` comes before the answer. `applied` carries the operation out first of all; without
    it, `status` and `drop` answer in its place, and a mere delay comes before the operation.

    `date` makes the reply's `Date` header odd: null sends none, a string is sent as it is, and a
    number is how many seconds it is ahead of the sandbox's clock (behind it, when negative).
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
    date: Any = UNSET

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

    def stated_date(self, now: datetime) -> str | None:
        """What `date` makes of the sandbox's time `now`: the header's text, or None for none."""
        if isinstance(self.date, int | float):
            return http_date(now + timedelta(seconds=self.date))
        return self.date if isinstance(self.date, str) else None


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


def parse_fault(order: Any) -> Fault:
    """A fault from a control body; `ControlError` names what is wrong with it."""
    order = checked(order, FIELDS, required="path")
    if order.get("drop"):
        for name in ("status", "date"):
            if name in order:
                raise ControlError(f"'drop' sends no reply, so it goes without '{name}'.")
    if "status" not in order:
        for name in ("body", "headers"):
            if name in order:
                raise ControlError(f"'{name}' needs 'status'.")
        if not order.get("drop") and not order.get("delay_secs") and "date" not in order:
            raise ControlError("A fault needs 'status', 'drop', 'delay_secs' or 'date'.")
    return Fault(**{**order, "method": order.get("method", "*").upper()})


def _usual_error(status: int) -> Json:
    code = CODES.get(status, "10007" if status in SERVER_ERRORS else "10015")
    return RefusedError(status, code, "Sandbox fault", "This failure was ordered.").body()


def _date(value: Any) -> bool:
    off_by_secs, _ = orders.seconds(-orders.TEN_YEARS)
    return value is None or orders.printable(value) or off_by_secs(value)


FIELDS: dict[str, orders.Field] = {
    "method": orders.METHOD,
    "path": orders.PATH,
    "times": orders.whole(1),
    "status": orders.whole(200, 599),
    "headers": orders.HEADERS,
    "body": orders.ANYTHING,
    "delay_secs": orders.seconds(0),
    "drop": orders.SWITCH,
    "applied": orders.SWITCH,
    "date": (_date, f"null, printable ASCII, or seconds of at most {orders.TEN_YEARS} either way"),
}
