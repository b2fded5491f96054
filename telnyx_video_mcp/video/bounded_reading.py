"""Reading several collections page by page, within a number of requests and a time.

Nothing is kept: each page is handed on as it comes. All first pages come first, then all second
ones, so that every collection has its share when the reading stops early.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import anyio

from telnyx_video_mcp.api.call import LARGEST_PAGE, Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.messages import Params
from telnyx_video_mcp.api.models import Page, Record
from telnyx_video_mcp.toolkit.refusal import Refusal

_AT_ONCE = 4
_LAST_SECS = 10.0
"""With less time than this left, no further page is asked for."""


@dataclass
class Source:
    """A collection to read. `take` gets the records of each page, and the account's time.

    `only_first` leaves all pages but the first one unread. `read` and `total` count records;
    `total` is None where Telnyx does not tell.
    """

    what: str
    path: str
    record: type[Record]
    params: Params
    take: Callable[[Sequence[Any], datetime], None]
    only_first: bool = False
    read: int = 0
    total: int | None = None
    pages_left: int = 1


def missing(sources: Sequence[Source]) -> list[str]:
    """What was not read, in words: a part for each kind of records. Pure."""
    parts = []
    for what in dict.fromkeys(each.what for each in sources if each.pages_left):
        alike = [each for each in sources if each.what == what]
        read = sum(each.read for each in alike)
        total = sum(each.total or 0 for each in alike)
        if any(each.pages_left and each.total is None for each in alike):
            parts.append(f"{what} after the first {read:,}")
        else:
            parts.append(f"{max(total - read, 1):,} of {total:,} {what}")
    return parts


@dataclass
class Reading:
    """The reading of some collections with at most `most` requests, of which `sent` are sent."""

    api: Api
    sources: Sequence[Source]
    most: int
    sent: int = 0
    stopped: str | None = None
    as_of: datetime | None = None
    """The account's time at the first page, to count what is still going on."""
    _waiting: list[tuple[int, Source]] = field(default_factory=list)
    _later: list[tuple[int, Source]] = field(default_factory=list)
    _failure: Exception | None = None

    async def run(self) -> None:
        """Read all of them, four pages at once; `stopped` says why it had to stop early.

        A later page that Telnyx fails to bring, for the moment, only stops the reading.

        Raises:
            ApiError: A first page could not be read, or Telnyx refuses a page.
            Refusal: A guard refuses a page.
        """
        self._later = [(1, each) for each in self.sources]
        while self._later and not self.stopped:
            self._waiting = sorted(self._later, key=lambda one: one[0], reverse=True)
            self._later = []
            async with anyio.create_task_group() as tasks:
                for _ in range(_AT_ONCE):
                    tasks.start_soon(self._read_some)
            if self._failure:  # a task group would have wrapped it
                raise self._failure

    async def _read_some(self) -> None:
        while self._waiting and not self._failure and not self.stopped:
            if self.sent >= self.most:
                self.stopped = f"one call sends at most {self.most} requests here"
                return
            if self.api.seconds_left() < _LAST_SECS:
                self.stopped = "the time of one call is used up"
                return
            number, source = self._waiting.pop()
            self.sent += 1
            try:
                await self._read(number, source)
            except (ApiError, Refusal) as error:
                late = self.api.seconds_left() <= 0
                if isinstance(error, ApiError) and number > 1 and (error.transient or late):
                    self.stopped = error.sentence.rstrip(".")
                else:
                    self._failure = error
                return

    async def _read(self, number: int, source: Source) -> None:
        found: Page[Any] = await self.api.page(
            source.path, source.record, source.params, page=number, page_size=LARGEST_PAGE
        )
        if self.as_of is None:
            self.as_of = await self.api.now()
        source.take(found.items, self.as_of)
        source.read += len(found.items)
        source.pages_left -= 1
        await self.api.progress(self.sent, None, f"{source.read:,} {source.what}")
        if number == 1:
            source.total = found.total
        if source.total is None:
            further = [] if found.next_page is None else [found.next_page]
        elif number == 1:
            further = list(range(2, -(-source.total // found.page_size) + 1))
        else:
            further = []
        source.pages_left += len(further)
        if not source.only_first:
            self._later += [(each, source) for each in further]
