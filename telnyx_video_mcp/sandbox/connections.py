"""Closing a connection early, and streaming a body in memory: ASGI has no messages for these.

What carries requests to the sandbox puts these into a scope's `state`:

* `drop_connection()` closes at once, without the reply or the rest of it.
* `cut_connection()` closes once everything sent so far is on its way. It may also raise, where an
  exception is how the other side learns of it.
* `hand_over(pieces)`, where there is one, takes the body of a reply as an async iterator, to be
  read as the client reads it, instead of messages that somebody would have to collect.
"""

from collections.abc import Callable
from datetime import datetime
from math import inf

import anyio
from starlette.types import Receive, Scope

from telnyx_video_mcp.sandbox.dates import STATED_DATE
from telnyx_video_mcp.sandbox.faults import UNSET, Fault


async def wait_for_disconnect(receive: Receive, at_most_secs: float = inf) -> None:
    """Wait, but not for a client that has gone: so a long delay never outlives its request."""
    with anyio.move_on_after(at_most_secs):
        while (await receive())["type"] != "http.disconnect":
            pass


async def before_reply(
    fault: Fault, scope: Scope, receive: Receive, now: Callable[[], datetime]
) -> bool:
    """What a fault does before there is a reply; False when nobody is left to get one."""
    await wait_for_disconnect(receive, fault.delay_secs)
    if fault.drop:
        scope["state"]["drop_connection"]()
        await wait_for_disconnect(receive)
        return False
    if fault.date is not UNSET:
        scope["state"][STATED_DATE] = fault.stated_date(now())
    return True
