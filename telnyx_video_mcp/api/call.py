"""What tools work on: the client's verbs, behind the guards of this server."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from telnyx_video_mcp.api.models import Page, RecordT, RoomParticipant

Params = Mapping[str, str | int | bool]


Progress = Callable[[float, float | None, str | None], Awaitable[None]]
"""Reports what is done, of how much, and in words."""


class Verbs(Protocol):
    """The verbs of `VideoClient`; see there for what each sends and raises."""

    def sleep(self, seconds: float, /) -> Awaitable[None]:
        """Wait."""

    def seconds_left(self) -> float:
        """What is left of the time of this call."""

    @property
    def request_id(self) -> str | None:
        """The id that the last reply carried."""

    @property
    def wrote(self) -> bool:
        """Whether a request that writes has been sent."""

    async def get(self, path: str, record: type[RecordT], params: Params | None = None) -> RecordT:
        """Read one record."""

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Create something or act."""

    async def patch(self, path: str, record: type[RecordT], body: Mapping[str, Any]) -> RecordT:
        """Change the fields that `body` names."""

    async def delete(self, path: str) -> None:
        """Delete one thing."""

    async def delete_many(self, path: str, record: type[RecordT], params: Params) -> RecordT:
        """Delete all that `params` select."""

    async def page(
        self,
        path: str,
        record: type[RecordT],
        params: Params | None = None,
        *,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Page[RecordT]:
        """Read one page."""

    def pages(
        self, path: str, record: type[RecordT], params: Params | None = None, *, most: int = 40
    ) -> AsyncIterator[Page[RecordT]]:
        """Read a whole collection, 250 records a request."""


class Api(Verbs, Protocol):
    """The verbs, and what the guards know."""

    notes: list[str]
    """What a guard did that the result should say."""
    progress: Progress
    """Tells the client how far a long call is."""

    def wall(self) -> float:
        """The time of day, in seconds since 1970."""

    async def check_people(self, participants: Sequence[str]) -> None:
        """Refuse participants, by id, who may not be touched."""

    def check_token_ttl(self, seconds: int | None) -> None:
        """Refuse a lifetime of client tokens that is too long; before anything is made."""

    async def check_bulk(self, params: Params) -> None:
        """Refuse a bulk deletion that goes too far."""

    def is_protected(self, participant: RoomParticipant) -> bool:
        """Whether somebody may never be kicked or muted."""
