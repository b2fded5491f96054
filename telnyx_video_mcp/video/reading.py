"""Reading a collection whole, or not at all: half of it would be taken for all."""

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.messages import Params
from telnyx_video_mcp.api.models import RecordT
from telnyx_video_mcp.toolkit.refusal import Refusal

MOST_PAGES = 40


async def whole(
    api: Api, path: str, record: type[RecordT], params: Params | None = None, *, too_many: str
) -> list[RecordT]:
    """All records of a collection, 250 a request; `MOST_PAGES` requests at most.

    Raises:
        Refusal: There are more. `too_many` is the sentence; `{count}` in it is how many were read.
    """
    found: list[RecordT] = []
    async for page in api.pages(path, record, params, most=MOST_PAGES):
        found += page.items
    if page.next_page:
        raise Refusal(too_many.format(count=len(found)), kind="too_many")
    return found
