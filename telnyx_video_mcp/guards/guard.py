"""Guards stand between tools and client, so that no tool can pass by them.

Each guard has the client's verbs, overrides the few that it watches and hands on the rest.
"""

import time
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from telnyx_video_mcp.api.call import Api, Params, Progress, Verbs
from telnyx_video_mcp.api.models import Page, RecordT, RoomParticipant

LARGEST_PAGE = 250


async def _nobody_listens(_done: float, _total: float | None, _message: str | None) -> None:
    """Progress that nobody asked for."""


class Guard:
    """Hands every verb on; the base of the guards, and the outermost when there are none."""

    def __init__(self, api: "Verbs | Api") -> None:
        self._api = api
        self.notes: list[str] = getattr(api, "notes", [])
        self.progress: Progress = _nobody_listens

    async def sleep(self, seconds: float, /) -> None:
        """Wait."""
        await self._api.sleep(seconds)

    def seconds_left(self) -> float:
        """What is left of the time of this call."""
        return self._api.seconds_left()

    def wall(self) -> float:
        """The time of day, in seconds since 1970."""
        return self._api.wall() if isinstance(self._api, Guard) else time.time()

    @property
    def request_id(self) -> str | None:
        """The id of the last request, for the audit."""
        return self._api.request_id

    @property
    def wrote(self) -> bool:
        """Whether a request that writes has been sent, for the audit."""
        return self._api.wrote

    def is_protected(self, participant: RoomParticipant) -> bool:
        """Whether somebody may never be kicked or muted."""
        return self._api.is_protected(participant) if isinstance(self._api, Guard) else False

    async def check_people(self, participants: Sequence[str]) -> None:
        """Refuse participants, by id, who may not be touched; before anybody is asked."""
        if isinstance(self._api, Guard):
            await self._api.check_people(participants)

    def check_token_ttl(self, seconds: int | None) -> None:
        """Refuse a lifetime of client tokens that is too long; before anything is made."""
        if isinstance(self._api, Guard):
            self._api.check_token_ttl(seconds)

    async def check_bulk(self, params: Params) -> None:
        """Refuse a bulk deletion that goes too far; before anybody is asked."""
        if isinstance(self._api, Guard):
            await self._api.check_bulk(params)

    async def get(self, path: str, record: type[RecordT], params: Params | None = None) -> RecordT:
        """Read one record."""
        return await self._api.get(path, record, params)

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Create something or act."""
        return await self._api.post(path, record, body, repeatable=repeatable)

    async def patch(self, path: str, record: type[RecordT], body: Mapping[str, Any]) -> RecordT:
        """Change the fields that `body` names."""
        return await self._api.patch(path, record, body)

    async def delete(self, path: str) -> None:
        """Delete one thing."""
        await self._api.delete(path)

    async def delete_many(self, path: str, record: type[RecordT], params: Params) -> RecordT:
        """Delete all that `params` select."""
        return await self._api.delete_many(path, record, params)

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
        return await self._api.page(path, record, params, page=page, page_size=page_size)

    async def pages(
        self, path: str, record: type[RecordT], params: Params | None = None, *, most: int = 40
    ) -> AsyncIterator[Page[RecordT]]:
        """Read a whole collection through this guard's `page`, `most` requests at most."""
        number: int | None = 1
        for _ in range(most):
            found = await self.page(path, record, params, page=number, page_size=LARGEST_PAGE)
            yield found
            if (number := found.next_page) is None:
                return
