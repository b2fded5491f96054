"""What every request and page of a call passes: guards, links of one chain."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic

from telnyx_video_mcp.api.messages import Params, Request
from telnyx_video_mcp.api.models import Page, RecordT

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api


@dataclass(frozen=True)
class PageRequest(Generic[RecordT]):
    """A page that is wanted: of which collection, of which records, which one."""

    path: str
    record: type[RecordT]
    params: Params
    page: int | None = None
    page_size: int | None = None


ReadPage = Callable[[PageRequest[RecordT]], Awaitable[Page[RecordT]]]
"""Reads a page through the guards that come after."""


class Guard:
    """A link of the chain that every request of a call passes; lets everything pass.

    It has two hooks, one around a request and one around a page. Neither sends anything itself: a
    request is handed on by returning it, a page by reading it through `read`, so that no guard can
    keep a request from the guards beside it. What a guard looks up for itself goes through the
    `Api` that it is given, which has the guards after it.
    """

    async def request(self, request: Request, api: "Api") -> Request:
        """Look at a request before it is sent, and return it, changed or not.

        Raises:
            Exception: The request is refused; nothing is sent.
        """
        del api
        return request

    async def page(
        self, wanted: PageRequest[RecordT], read: ReadPage[RecordT], api: "Api"
    ) -> Page[RecordT]:
        """Read a page: the one that is wanted, or what of it may be seen."""
        del api
        return await read(wanted)
