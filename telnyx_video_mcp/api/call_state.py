"""What changes during a call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

Progress = Callable[[float, float | None, str | None], Awaitable[None]]
"""Reports what is done, of how much, and in words."""


class WriteNotAllowedError(Exception):
    """A verb that writes was used before the call may write: a mistake in a tool."""


async def nobody_listens(_done: float, _total: float | None, _message: str | None) -> None:
    """Progress that nobody asked for."""


@dataclass
class CallState:
    """What changes during a call, shared by all views of it."""

    deadline: float
    notes: list[str] = field(default_factory=list)
    may_write: bool = False
    wrote: bool = False
    request_id: str | None = None
    clock: tuple[datetime, float] | None = None
    """The account's time as the last reply told it, and the client's clock at that moment."""
