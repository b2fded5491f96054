"""What changes during a call."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from telnyx_video_mcp.api.models import Record, Room, RoomSession

Progress = Callable[[float, float | None, str | None], Awaitable[None]]
"""Reports what is done, of how much, and in words."""


class WriteNotAllowedError(Exception):
    """A verb that writes was used before the call may write: a mistake in a tool."""


async def nobody_listens(_done: float, _total: float | None, _message: str | None) -> None:
    """Progress that nobody asked for."""


@dataclass
class Seen:
    """What the rooms and sessions that a call has read tell, so that it need not read them again.

    Args:
        names: The rooms' unique names by their ids; None for a room without one.
        room_of: The ids of the rooms by those of the sessions in them.
    """

    names: dict[str, str | None] = field(default_factory=dict)
    room_of: dict[str, str] = field(default_factory=dict)

    def add(self, found: Sequence[Record]) -> None:
        """Remember what records of one kind tell."""
        if not found or not isinstance(found[0], Room | RoomSession):
            return
        for each in found:
            if isinstance(each, Room) and each.id:
                self.names[each.id] = each.unique_name
                if each.active_session_id:
                    self.room_of[each.active_session_id] = each.id
            elif isinstance(each, RoomSession) and each.id and each.room_id:
                self.room_of[each.id] = each.room_id


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
