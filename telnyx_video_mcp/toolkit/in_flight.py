"""The calls that a server is carrying out, and whether it still takes new ones."""

import math
import time
from collections.abc import Generator, Hashable
from contextlib import contextmanager

import anyio

from telnyx_video_mcp.toolkit.refusal import Refusal


class Pending:
    """Things that are not finished, and a way for one task to wait until all of them are."""

    def __init__(self) -> None:
        self._things: set[Hashable] = set()
        self._emptied: anyio.Event | None = None

    def add(self, thing: Hashable) -> None:
        """Something has begun."""
        self._things.add(thing)

    def discard(self, thing: Hashable) -> None:
        """It is finished."""
        self._things.discard(thing)
        if self._emptied and not self._things:
            self._emptied.set()

    async def emptied(self) -> None:
        """Return once nothing is pending."""
        while self._things:
            self._emptied = anyio.Event()
            await self._emptied.wait()


class CallsInFlight:
    """The calls of one server. `closed` says that it takes no more, because it is shutting down."""

    def __init__(self) -> None:
        self.closed = False
        self._scopes: set[anyio.CancelScope] = set()
        self._pending = Pending()
        self._last_ended = -math.inf

    @contextmanager
    def one(self) -> Generator[None]:
        """The time that one call takes. `cancel` ends the block early, without an exception.

        Raises:
            Refusal: The server is shutting down.
        """
        if self.closed:
            raise Refusal(
                "This server is shutting down and takes no more calls, so nothing was sent. Call "
                "again when it is back.",
                kind="shutting_down",
            )
        with anyio.CancelScope() as scope:
            self._scopes.add(scope)
            self._pending.add(scope)
            try:
                yield
            finally:
                self._last_ended = time.monotonic()
                self._scopes.discard(scope)
                self._pending.discard(scope)

    def close(self) -> None:
        """Take no more calls; those in flight go on."""
        self.closed = True

    def cancel(self) -> None:
        """Cancel the calls in flight."""
        for scope in tuple(self._scopes):
            scope.cancel()

    async def finished(self) -> None:
        """Return once no call is in flight."""
        await self._pending.emptied()

    def secs_since_the_last(self) -> float:
        """Seconds since a call ended; infinite when none has."""
        return time.monotonic() - self._last_ended
