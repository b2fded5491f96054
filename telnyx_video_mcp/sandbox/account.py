"""The state every operation works on: tables of records, and a clock that can be moved."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import TypeVar
from uuid import UUID, uuid4

from telnyx_video_mcp.sandbox.links import LinkSigner, file_path
from telnyx_video_mcp.sandbox.records import (
    Composition,
    Participant,
    Recording,
    Room,
    Session,
    Token,
)
from telnyx_video_mcp.sandbox.refusals import not_found

Record = TypeVar("Record")


def real_time() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


class Account:
    """One account's records, keyed by id in order of creation.

    `now` gives the real time; `offset` is what the world's clock adds to it. `base_url` is where
    download links lead: to the transport in this process, until a server sets its own address.
    """

    def __init__(self, now: Callable[[], datetime] = real_time) -> None:
        self._real_time = now
        self.base_url = "http://sandbox.invalid"
        self.clear()

    def clear(self) -> None:
        """Forget everything, and come back to real time."""
        self.offset = timedelta()
        self.user_id = new_id()
        self.rooms: dict[str, Room] = {}
        self.sessions: dict[str, Session] = {}
        self.participants: dict[str, Participant] = {}
        self.recordings: dict[str, Recording] = {}
        self.compositions: dict[str, Composition] = {}
        self.tokens: dict[str, Token] = {}
        self.file_sizes: dict[str, int] = {}
        self.links = LinkSigner()

    def now(self) -> datetime:
        """The time in this world."""
        return self._real_time() + self.offset

    def advance(self, seconds: float) -> None:
        """Move the clock: recordings and compositions finish, tokens and links expire."""
        self.offset += timedelta(seconds=seconds)

    def download_url(self, kind: str, record_id: str) -> str:
        """A fresh link to the file of a recording or composition, good for an hour."""
        path = file_path(kind, record_id)
        return f"{self.base_url}{path}?{self.links.query(path, self.now())}"

    def active_session(self, room_id: str) -> Session | None:
        """The session somebody is in right now."""
        return next(
            (s for s in self.sessions.values() if s.room_id == room_id and s.ended_at is None),
            None,
        )

    def people(self, session_id: str) -> list[Participant]:
        """Everyone who was ever in the session, newest first."""
        return newest_first(
            {p.id: p for p in self.participants.values() if p.session_id == session_id},
            "joined_at",
        )


def new_id() -> str:
    """A fresh id, as the platform makes them."""
    return str(uuid4())


def find(table: dict[str, Record], record_id: str) -> Record:
    """The record of that id; a malformed id is answered like an unknown one."""
    try:
        return table[str(UUID(record_id))]
    except (KeyError, ValueError):
        raise not_found() from None


def newest_first(table: dict[str, Record], time: str) -> list[Record]:
    """The records by their time `time`, latest first; of two at once, the later made."""
    return sorted(table.values(), key=attrgetter(time))[::-1]
