"""What a call may ask of the archive. The server puts one into the `Api`, if one is set."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

SAVED, VERIFIED, UNDER_WAY, FAILED = "saved", "verified", "under way", "failed"


@dataclass(frozen=True, slots=True)
class Original:
    """A finished file at Telnyx.

    Args:
        collection: "room_recordings" or "room_compositions".
        kind: "audio", "video" or "composition".
        size_mb: What its record says of its size.
        url: A link to it, which may have expired; a credential.
        room: The unique name of its room, where the caller knows it.
    """

    collection: str
    id: str
    kind: str
    room_id: str | None = None
    session_id: str | None = None
    participant_id: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    duration_secs: float | None = None
    size_mb: float | None = None
    format: str | None = None
    url: str | None = field(default=None, repr=False)
    room: str | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """How far the copy of a file is.

    Args:
        state: `SAVED` (copied), `VERIFIED` (read back, and the same as when it was copied),
            `UNDER_WAY` (copying or reading back goes on) or `FAILED`.
        path: Where it is in the archive.
        bytes: How many bytes are copied or read back.
        total: Of how many, where that is known.
        problem: Why it failed, as a sentence.
        compared: Whether it was read back and found to be the same.
        named: Whether `path` holds the name that a person shows.
    """

    original: Original
    state: str
    path: str | None = None
    bytes: int = 0
    total: int | None = None
    problem: str | None = None
    compared: bool = False
    named: bool = False


Heard = Callable[[float, float | None, str | None], Awaitable[None]]
"""Told how many bytes are done, of how many, and in words."""


class Archive(Protocol):
    """Copies files, in the background where that takes longer than a call may."""

    @property
    def where(self) -> str:
        """The archive as the settings name it."""

    async def keep(
        self,
        originals: Sequence[Original],
        *,
        seconds_left: Callable[[], float],
        progress: Heard,
        compare: bool = False,
    ) -> list[Copy]:
        """Make sure that the archive has these files; how far each is, in the same order.

        Returns when all are finished, or when no seconds are left; the rest goes on. A file that
        the archive has already is read back and compared instead of copied. With `compare`, a file
        that was copied just now is read back, too.
        """

    async def has(self, copy: Copy) -> bool:
        """Whether a finished copy is still there with its size."""
