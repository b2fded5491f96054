"""The controls: what can be done to the sandbox and to no real account, one row each.

`GET /sandbox` shows this table. A control answers JSON, takes no query, and refuses a field that it
does not have (422), so that a mistyped one is noticed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from telnyx_video_mcp.sandbox.fault_orders import FAULT_FIELDS, parse_fault
from telnyx_video_mcp.sandbox.faults import FaultQueue
from telnyx_video_mcp.sandbox.orders import (
    TEN_YEARS,
    TEXT,
    TEXT_OR_NULL,
    ControlError,
    Field,
    nullable,
    seconds,
    whole,
)
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.request_log import DownloadLog, RequestLog
from telnyx_video_mcp.sandbox.world import World

LARGEST_FILE = 10**13
SEED: Field = (lambda value: value in ("demo", "empty"), '"demo" or "empty"')


@dataclass
class Sandbox:
    """What the controls work on."""

    world: World
    faults: FaultQueue = field(default_factory=FaultQueue)
    requests: RequestLog = field(default_factory=RequestLog)
    downloads: DownloadLog = field(default_factory=DownloadLog)


Action: TypeAlias = Callable[[Sandbox, Json], Any]


@dataclass(frozen=True)
class Control:
    """One control: `action` gets the body, checked against `fields`; what it returns is the answer.

    It raises `ControlError` for what makes no sense, `RefusedError` for what cannot be done.
    """

    method: str
    path: str
    does: str
    action: Action
    fields: dict[str, Field] = field(default_factory=dict)
    required: tuple[str, ...] = ()

    def shown(self) -> Json:
        """The row as JSON: method, path, does, fields (name: what it must be), required."""
        return {
            "method": self.method,
            "path": self.path,
            "does": self.does,
            "fields": {name: words for name, (_, words) in self.fields.items()},
            "required": list(self.required),
        }


def _reset(sandbox: Sandbox, order: Json) -> Json:
    sandbox.world.reset(order["seed"])
    for entries in (sandbox.faults.waiting, sandbox.requests.entries, sandbox.downloads.entries):
        entries.clear()
    return order


def _advance(sandbox: Sandbox, order: Json) -> Json:
    world = sandbox.world
    if world.offset.total_seconds() + order["seconds"] > TEN_YEARS:
        raise ControlError("'seconds' would take the clock more than ten years ahead; reset first.")
    world.advance(order["seconds"])
    return {"now": world.now().isoformat()}


def _resize(sandbox: Sandbox, order: Json) -> Json:
    return {"id": order["id"], "bytes": sandbox.world.resize_file(order["id"], order.get("bytes"))}


def _order_fault(sandbox: Sandbox, order: Json) -> Json:
    sandbox.faults.waiting.append(parse_fault(order))
    return {"waiting": len(sandbox.faults.waiting)}


def _shows(what: Callable[[Sandbox], Any]) -> Action:
    return lambda sandbox, _: what(sandbox)


def _clears(which: Callable[[Sandbox], list[Any]]) -> Action:
    def action(sandbox: Sandbox, _order: Json) -> Json:
        entries = which(sandbox)
        cleared = len(entries)
        entries.clear()
        return {"cleared": cleared}

    return action


CONTROLS: tuple[Control, ...] = (
    Control(
        "POST",
        "/sandbox/reset",
        "Starts over: rooms and people, clock, files, links, faults and logs. Answers the seed.",
        _reset,
        {"seed": SEED},
        ("seed",),
    ),
    Control(
        "POST",
        "/sandbox/join",
        "Somebody enters a room, given by its id or unique name. Answers session_id and "
        "participant_id; 404 when there is no such room, 409 when it is full.",
        lambda sandbox, order: sandbox.world.join(order["room"], order.get("context")),
        {"room": TEXT, "context": TEXT_OR_NULL},
        ("room",),
    ),
    Control(
        "POST",
        "/sandbox/leave",
        "Somebody leaves; the last one ends the session. Answers session_id, participant_id and "
        "session_active; 404 when there is no such participant, 409 when they left before.",
        lambda sandbox, order: sandbox.world.leave(order["participant_id"]),
        {"participant_id": TEXT},
        ("participant_id",),
    ),
    Control(
        "POST",
        "/sandbox/advance",
        "Moves the clock ahead: recordings and compositions finish, tokens and links expire. "
        "Answers now, the sandbox's time in ISO 8601.",
        _advance,
        {"seconds": seconds(0)},
        ("seconds",),
    ),
    Control(
        "POST",
        "/sandbox/media",
        "Makes the file of a completed recording or composition so many bytes large, or what it "
        "was (null, or left out). Its content is repeated as it is sent, so it takes no memory; "
        "size_mb stays. Answers id and bytes; 404 when there is no such file.",
        _resize,
        {"id": TEXT, "bytes": nullable(whole(0, LARGEST_FILE))},
        ("id",),
    ),
    Control(
        "POST",
        "/sandbox/faults",
        "Makes the next requests that match path and method fail, as often as times says (once). "
        "status answers, with headers and body; drop closes the connection instead; applied does "
        "so after the operation was carried out; delay_secs waits first; date sends another Date, "
        "or none (null). Of a download, cut_after_bytes breaks it off, bytes_per_sec slows it "
        "down. The first fault that matches strikes. Answers waiting, how many are in the queue.",
        _order_fault,
        FAULT_FIELDS,
        ("path",),
    ),
    Control(
        "GET",
        "/sandbox/faults",
        "The faults that are still to strike, in their order.",
        _shows(lambda sandbox: sandbox.faults.shown()),
    ),
    Control(
        "DELETE",
        "/sandbox/faults",
        "Forgets the faults that are still to strike. Answers cleared, their number.",
        _clears(lambda sandbox: sandbox.faults.waiting),
    ),
    Control(
        "GET",
        "/sandbox/requests",
        "The requests under /v2 since the last clear: method, path, query, body, status (null "
        "while it is being answered, and when it was dropped).",
        _shows(lambda sandbox: sandbox.requests.shown()),
    ),
    Control(
        "DELETE",
        "/sandbox/requests",
        "Clears that log. Answers cleared, the number of entries.",
        _clears(lambda sandbox: sandbox.requests.entries),
    ),
    Control(
        "GET",
        "/sandbox/downloads",
        "The requests under /media since the last clear: method, path, range, status, sent_bytes.",
        _shows(lambda sandbox: sandbox.downloads.shown()),
    ),
    Control(
        "DELETE",
        "/sandbox/downloads",
        "Clears that log. Answers cleared, the number of entries.",
        _clears(lambda sandbox: sandbox.downloads.entries),
    ),
    Control(
        "GET",
        "/sandbox/state",
        "Everything there is, as the API shows it, and what the API does not show: who is muted, "
        "what a composition consists of, and the tokens issued.",
        _shows(lambda sandbox: sandbox.world.state()),
    ),
)
