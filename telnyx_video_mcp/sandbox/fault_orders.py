"""Faults as a control receives them: which fields there are, and which go together."""

from typing import Any

from telnyx_video_mcp.sandbox import orders
from telnyx_video_mcp.sandbox.faults import Fault
from telnyx_video_mcp.sandbox.links import MEDIA
from telnyx_video_mcp.sandbox.orders import ControlError, Field
from telnyx_video_mcp.sandbox.records import Json

FASTEST = 10**12


def _date(value: Any) -> bool:
    off_by_secs, _ = orders.seconds(-orders.TEN_YEARS)
    return value is None or orders.printable(value) or off_by_secs(value)


FAULT_FIELDS: dict[str, Field] = {
    "path": orders.PATH,
    "method": orders.METHOD,
    "times": orders.whole(1),
    "status": orders.whole(200, 599),
    "headers": orders.HEADERS,
    "body": orders.ANYTHING,
    "delay_secs": orders.seconds(0),
    "drop": orders.SWITCH,
    "applied": orders.SWITCH,
    "date": (_date, f"null, printable ASCII, or seconds of at most {orders.TEN_YEARS} either way"),
    "cut_after_bytes": orders.whole(0),
    "bytes_per_sec": (
        lambda value: type(value) in (int, float) and 0 < value <= FASTEST,
        f"a number above 0, at most {FASTEST}",
    ),
}
_DOWNLOADS_ONLY = ("cut_after_bytes", "bytes_per_sec")
_ONE_OF = ("status", "drop", "delay_secs", "date", *_DOWNLOADS_ONLY)


def parse_fault(order: Json) -> Fault:
    """A fault from fields that are good by themselves; `ControlError` if not together."""
    if order["path"].startswith(MEDIA):
        _refuse(order, ("applied",), "is for /v2, not for downloads")
    else:
        _refuse(order, _DOWNLOADS_ONLY, f"is for downloads, whose path begins with {MEDIA}")
    if order.get("drop"):
        _refuse(
            order, ("status", "date", *_DOWNLOADS_ONLY), "goes without 'drop', which sends no reply"
        )
    if "status" in order:
        _refuse(order, _DOWNLOADS_ONLY, "goes without 'status', which sends no file")
    else:
        _refuse(order, ("body", "headers"), "needs 'status'")
    if not any(_strikes(order, name) for name in _ONE_OF):
        raise ControlError(f"A fault needs one of {', '.join(map(repr, _ONE_OF))}.")
    return Fault(**{**order, "method": order.get("method", "*").upper()})


def _strikes(order: Json, name: str) -> bool:
    """Whether that field makes the fault do something; `drop: false` and a delay of 0 do not."""
    return name in order and (name not in ("drop", "delay_secs") or bool(order[name]))


def _refuse(order: Json, names: tuple[str, ...], why: str) -> None:
    for name in names:
        if name in order:
            raise ControlError(f"'{name}' {why}.")
