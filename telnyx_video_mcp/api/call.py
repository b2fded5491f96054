"""The API as one call works with it: verbs behind guards, notes, progress, clock and write gate.

It has verbs instead of a method for each endpoint: path and names of an operation stand once,
where they are used. Every verb raises an `ApiError`, or what a guard raises, and sends what it is
given and no more.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from telnyx_video_mcp.api.archive import Archive
from telnyx_video_mcp.api.call_state import (
    CallState,
    Progress,
    Seen,
    WriteNotAllowedError,
    nobody_listens,
)
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.guard import Guard, PageRequest
from telnyx_video_mcp.api.limits import Limits
from telnyx_video_mcp.api.messages import Params, Reply, Request
from telnyx_video_mcp.api.models import Page, RecordT, Room
from telnyx_video_mcp.api.replies import nothing, one, page_of, server_time

if TYPE_CHECKING:  # its httpx is imported by the first call, not at the start
    from telnyx_video_mcp.api.client import VideoClient

LARGEST_PAGE = 250
DEFAULT_PAGE_SIZE = 20


class Api:
    """The Telnyx Video API for one call.

    Args:
        client: Sends the requests.
        guards: What every request and page passes, the first first.
        limits: What the guards hold, for tools that must know of it.
        seconds: The most that all requests of this call take together; None is the usual limit.
        progress: Where a long call reports how far it is.
        archive: Where files are saved, if there is such a place.
    """

    def __init__(
        self,
        client: "VideoClient",
        guards: Sequence[Guard] = (),
        *,
        limits: Limits | None = None,
        seconds: float | None = None,
        progress: Progress = nobody_listens,
        archive: Archive | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.archive = archive
        self.progress = progress
        self.seen = Seen()
        self._client = client
        self._guards = tuple(guards)
        lasts = client.timeout_secs if seconds is None else seconds
        self._state = CallState(client.now() + lasts)

    @property
    def notes(self) -> list[str]:
        """What the result of this call should say besides."""
        return self._state.notes

    def note(self, text: str) -> None:
        """Add to the notes, once."""
        if text not in self._state.notes:
            self._state.notes.append(text)

    @property
    def request_id(self) -> str | None:
        """The id that Telnyx gave to the last request, for the audit."""
        return self._state.request_id

    @property
    def wrote(self) -> bool:
        """Whether a request that writes was sent."""
        return self._state.wrote

    def allow_writes(self) -> None:
        """Open the write gate; until then every verb that writes raises WriteNotAllowedError."""
        self._state.may_write = True

    def seconds_left(self) -> float:
        """What is left of the time of this call."""
        return self._state.deadline - self._client.now()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._client.sleep(seconds)

    async def now(self) -> datetime:
        """The account's time: that of the `Date` header of this call's replies.

        It costs a small read if this call has had no reply yet.
        """
        if self._state.clock is None:
            await self.page("/rooms", Room, page_size=1)
        if self._state.clock is None:  # a reply without a date
            return datetime.fromtimestamp(self._client.wall(), UTC)
        then, at = self._state.clock
        return then + timedelta(seconds=self._client.now() - at)

    async def get(self, path: str, record: type[RecordT], params: Params | None = None) -> RecordT:
        """Read one record."""
        return await self._one(Request("GET", path, params=params), record)

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Create something or act; a body of None sends none.

        Without `repeatable` it is sent again only if it certainly did not happen.
        """
        return await self._one(Request("POST", path, body=body, repeatable=repeatable), record)

    async def patch(self, path: str, record: type[RecordT], body: Mapping[str, Any]) -> RecordT:
        """Change the fields that `body` names; never repeated after a lost reply."""
        return await self._one(Request("PATCH", path, body=body, repeatable=False), record)

    async def delete(self, path: str) -> None:
        """Delete one thing. Not finding it on a repeated attempt is a success."""
        request = Request("DELETE", path)
        nothing(request, await self._send(request))

    async def delete_many(self, path: str, record: type[RecordT], params: Params) -> RecordT:
        """Delete all that `params` select; never repeated after a lost reply."""
        return await self._one(Request("DELETE", path, params=params, repeatable=False), record)

    async def page(
        self,
        path: str,
        record: type[RecordT],
        params: Params | None = None,
        *,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Page[RecordT]:
        """Read one page; what is None is not sent, so that Telnyx's own default holds."""
        found = await self._page(PageRequest(path, record, params or {}, page, page_size))
        self.seen.add(found.items)
        return found

    async def pages(
        self, path: str, record: type[RecordT], params: Params | None = None, *, most: int = 40
    ) -> AsyncIterator[Page[RecordT]]:
        """Read a whole collection, `LARGEST_PAGE` records a request and `most` requests at most.

        The last page yielded still has a `next_page` when there was more than that.
        """
        number: int | None = 1
        for _ in range(most):
            found = await self.page(path, record, params, page=number, page_size=LARGEST_PAGE)
            yield found
            if (number := found.next_page) is None:
                return

    async def rehearse(self, request: Request) -> Request:
        """What the guards make of a request, without sending it; raises what they raise."""
        for position, guard in enumerate(self._guards):
            request = await guard.request(request, self._after(position))
        return request

    def _after(self, position: int) -> Self:
        """This call with only the guards after one of them."""
        rest = object.__new__(type(self))  # copy.copy takes ten times as long
        # What a guard looks up may be of rooms that the call itself never hears of.
        rest.__dict__.update(self.__dict__, _guards=self._guards[position + 1 :], seen=Seen())
        return rest

    async def _one(self, request: Request, record: type[RecordT]) -> RecordT:
        found = one(request, await self._send(request), record)
        self.seen.add([found])
        return found

    async def _page(self, wanted: PageRequest[RecordT], position: int = 0) -> Page[RecordT]:
        if position < len(self._guards):
            read = partial(self._page, position=position + 1)
            return await self._guards[position].page(wanted, read, self._after(position))
        numbers = {"page[number]": wanted.page, "page[size]": wanted.page_size}
        asked = {name: number for name, number in numbers.items() if number is not None}
        request = Request("GET", wanted.path, params={**wanted.params, **asked})
        page, size = wanted.page or 1, wanted.page_size or DEFAULT_PAGE_SIZE
        return page_of(request, await self._send(request), wanted.record, page, size)

    async def _send(self, request: Request) -> Reply:
        if request.writes and not self._state.may_write:
            raise WriteNotAllowedError(f"{request.method} {request.target}")
        request = await self.rehearse(request)
        self._state.wrote = self._state.wrote or request.writes
        try:
            reply = await self._client.send(request, self._state.deadline)
        except ApiError as error:
            self._state.request_id = error.request_id
            raise
        self._state.request_id = reply.request_id
        if (served := server_time(reply)) is not None:
            self._state.clock = served.astimezone(UTC), self._client.now()
        return reply
