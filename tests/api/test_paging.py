"""One page as asked for, or a whole collection, 250 records a request and within bounds."""

from typing import Any

import httpx
import pytest

from telnyx_video_mcp.api.models import Page, Room
from tests.api.driver import Account, answering, sending

pytestmark = pytest.mark.anyio


def rooms(count: int) -> list[dict[str, str]]:
    return [{"id": f"r{number}"} for number in range(count)]


async def read(
    document: dict[str, Any], page: int | None = None, page_size: int | None = None
) -> Page[Room]:
    async with sending(document) as client:
        return await client.page("/rooms", Room, page=page, page_size=page_size)


@pytest.fixture
def big_account(account: Account) -> Account:
    for number in range(599):
        account.world.create_room({"unique_name": f"room {number}"})
    return account


async def test_what_is_not_asked_for_is_not_sent(account: Account) -> None:
    await account.client.page("/rooms", Room)
    await account.client.page("/rooms", Room, {"include_sessions": False}, page=3, page_size=7)
    assert await account.queries() == [
        {},
        {"include_sessions": "false", "page[number]": "3", "page[size]": "7"},
    ]


async def test_a_page_says_where_it_is_and_what_is_next(big_account: Account) -> None:
    found = await big_account.client.page("/rooms", Room, page=2, page_size=50)
    assert (found.page, found.page_size, found.total, found.next_page) == (2, 50, 600, 3)
    assert len(found.items) == 50
    last = await big_account.client.page("/rooms", Room, page=12, page_size=50)
    assert (len(last.items), last.next_page) == (50, None)


async def test_a_page_beyond_the_last_is_empty_and_has_no_next(account: Account) -> None:
    found = await account.client.page("/rooms", Room, page=9)
    assert (found.items, found.next_page, found.total) == ([], None, 1)


@pytest.mark.parametrize(
    "meta",
    [
        {},
        {"meta": None},
        {"meta": []},
        {"meta": {}},
        {"meta": {"total_pages": None, "total_results": None, "page_number": None}},
        {"meta": {"total_pages": "9", "total_results": "9", "page_size": "1"}},
        {"meta": {"total_pages": -1, "total_results": -1, "page_number": -1, "page_size": -1}},
        {"meta": {"total_pages": True, "total_results": 1.5, "page_number": [], "page_size": {}}},
    ],
)
async def test_without_a_usable_meta_a_full_page_promises_another(meta: dict[str, Any]) -> None:
    full = await read({"data": rooms(5), **meta}, page=2, page_size=5)
    assert (full.page, full.page_size, full.total, full.next_page) == (2, 5, None, 3)
    short = await read({"data": rooms(4), **meta}, page=2, page_size=5)
    assert short.next_page is None


async def test_without_meta_and_without_a_size_the_page_is_telnyxs_default() -> None:
    assert (await read({"data": rooms(20)})).next_page == 2
    assert (await read({"data": rooms(19)})).next_page is None
    assert (await read({"data": []})).next_page is None


async def test_a_whole_collection_comes_250_at_a_time(big_account: Account) -> None:
    found = [page async for page in big_account.client.pages("/rooms", Room)]
    assert [len(page.items) for page in found] == [250, 250, 100]
    assert len({room.id for page in found for room in page.items}) == 600
    assert found[-1].next_page is None
    assert await big_account.queries() == [
        {"page[number]": number, "page[size]": "250"} for number in ("1", "2", "3")
    ]


async def test_a_collection_is_read_no_further_than_allowed(big_account: Account) -> None:
    found = [page async for page in big_account.client.pages("/rooms", Room, most=2)]
    assert len(found) == 2
    assert found[-1].next_page == 3
    assert len(await big_account.statuses()) == 2


async def test_filters_go_with_every_page(big_account: Account) -> None:
    filters = {"filter[unique_name]": "room 7"}
    found = [page async for page in big_account.client.pages("/rooms", Room, filters)]
    assert [room.unique_name for page in found for room in page.items] == ["room 7"]


async def test_an_empty_collection_is_one_empty_page(account: Account) -> None:
    pages = account.client.pages("/room_compositions", Room)
    assert [page.items async for page in pages] == [[]]


async def test_a_server_that_promises_pages_for_ever_is_left_in_the_end() -> None:
    asked = []

    def endless(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["page[number]"])
        return httpx.Response(200, json={"data": rooms(1), "meta": {"total_pages": 10**9}})

    async with answering(endless) as client:
        found = [page async for page in client.pages("/rooms", Room)]
    assert len(found) == 40
    assert asked == [str(number) for number in range(1, 41)]


async def test_a_server_that_always_says_page_1_is_not_asked_for_page_2_for_ever() -> None:
    asked = []

    def confused(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["page[number]"])
        meta = {"page_number": 1, "page_size": 250, "total_pages": 3, "total_results": 600}
        return httpx.Response(200, json={"data": rooms(250), "meta": meta})

    async with answering(confused) as client:
        async for _ in client.pages("/rooms", Room):
            pass
    assert asked == ["1", "2", "3"]


async def test_a_failure_halfway_is_an_error_not_an_end(big_account: Account) -> None:
    pages = big_account.client.pages("/rooms", Room)
    assert len((await anext(pages)).items) == 250
    await big_account.fault(status=500, times=5)
    with pytest.raises(Exception, match="failed with status 500"):
        await anext(pages)
