"""How a server process ends: what is in flight finishes, or is cancelled and says so."""

import asyncio
from typing import NoReturn, Protocol

import anyio

from telnyx_video_mcp.commands.signals import PROCESS
from telnyx_video_mcp.toolkit.in_flight import CallsInFlight

_FOLLOW_UP_SECS = 1
_LAST_REPLIES_SECS = 3
_CLOSING_SECS = 3


class Transport(Protocol):
    """What clients are connected by."""

    async def serve(self) -> None:
        """Serve until `close` is called."""

    async def answered(self) -> None:
        """Return once every request that came in is answered and its reply has been sent."""

    def close(self) -> None:
        """Close what is still open, and let `serve` return."""


async def serve(
    transport: Transport, calls: CallsInFlight, shutdown_secs: float, ending: anyio.Event
) -> NoReturn:
    """Serve until a signal comes or `ending` is set, finish, and end the process.

    Calls in flight get `shutdown_secs` to finish, and are cancelled then. Clients that do not read
    their replies cannot hold up the end by more than a few seconds.
    """
    loop = asyncio.get_running_loop()

    def stop() -> None:
        calls.close()
        loop.call_soon_threadsafe(ending.set)  # also wakes the loop, which a handler does not

    with PROCESS.tell(stop):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_drain, transport, calls, shutdown_secs, ending)
            await transport.serve()
            tasks.cancel_scope.cancel()
        # Returning from here, asyncio would wait for a thread that still looks up a host name.
        PROCESS.end(0)


async def _drain(
    transport: Transport, calls: CallsInFlight, shutdown_secs: float, ending: anyio.Event
) -> None:
    await ending.wait()
    clients_may_ask = calls.closed  # the end of the input has not closed them
    with anyio.move_on_after(shutdown_secs):
        await _nothing_in_flight(transport, calls)
        if clients_may_ask:
            await _followed_up(transport, calls)
    calls.close()
    calls.cancel()
    with anyio.move_on_after(_LAST_REPLIES_SECS):
        await _nothing_in_flight(transport, calls)
    transport.close()
    await anyio.sleep(_CLOSING_SECS)
    PROCESS.end(0)


async def _nothing_in_flight(transport: Transport, calls: CallsInFlight) -> None:
    await calls.finished()
    await transport.answered()


async def _followed_up(transport: Transport, calls: CallsInFlight) -> None:
    """Wait a little for what a client asks after a result.

    The SDK's client lists the tools after its first result, to check it, and loses the result when
    it gets no answer.
    """
    await anyio.sleep(max(0, _FOLLOW_UP_SECS - calls.secs_since_the_last()))
    await transport.answered()
