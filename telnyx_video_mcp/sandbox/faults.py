"""Faults on order: the next matching requests fail as somebody asked."""

from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import JSONResponse, Response

from telnyx_video_mcp.sandbox.dates import http_date
from telnyx_video_mcp.sandbox.links import MEDIA
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import RefusedError
from telnyx_video_mcp.sandbox.s3_refusals import ordered_failure

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

    For downloads only: `cut_after_bytes` closes the connection after so many bytes of the body,
    and at the latest before the last one, although `Content-Length` promises them all;
    `bytes_per_sec` sends the body no faster than that.
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
    cut_after_bytes: int | None = None
    bytes_per_sec: float | None = None

    def matches(self, method: str, path: str) -> bool:
        """Whether this is for that request; `path` begins with `/v2` or `/media`."""
        whole = self.path.startswith(("/v2", MEDIA))
        wanted = self.path if whole else f"/v2{self.path}"
        same_path = path.startswith(wanted[:-1]) if wanted.endswith("*") else path == wanted
        return same_path and self.method in ("*", method)

    def shown(self) -> Json:
        """The fields that were ordered otherwise than they are by default, and `times`."""
        default = Fault(self.path, times=0)
        return {"path": self.path} | {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if getattr(self, each.name) != getattr(default, each.name)
        }

    def reply(self) -> Response | None:
        """The reply ordered, or None when the operation's own is to be sent.

        A string is sent as it is, as HTML unless `headers` say otherwise. Without `body`, an error
        status gets the usual one: the platform's envelope, or for a download what S3 would say.
        """
        if self.status is None:
            return None
        body = self.body
        if body is UNSET and self.status in ERRORS and self.path.startswith(MEDIA):
            return ordered_failure(self.status, self.headers).reply()
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

    def shown(self) -> list[Json]:
        """The faults as they were ordered, with `times` as it stands."""
        return [fault.shown() for fault in self.waiting]

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that matches, one of its times used up."""
        for fault in self.waiting:
            if fault.matches(method, path):
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
                return fault
        return None


def _usual_error(status: int) -> Json:
    code = CODES.get(status, "10007" if status in SERVER_ERRORS else "10015")
    return RefusedError(status, code, "Sandbox fault", "This failure was ordered.").body()
