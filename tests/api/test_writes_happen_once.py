"""Creates, changes and bulk deletion are sent again only if they certainly did not happen."""

import socket
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.api.errors import ApiError, NoReplyError, NotFoundError, UnreachableError
from telnyx_video_mcp.api.models import BulkDeletion, Room
from tests.api.driver import KEY, Account, Clock, OneCall, message
from tests.deadline import AT_MOST_SECS

pytestmark = pytest.mark.anyio

Write = Callable[[Account], Awaitable[Any]]


async def create(account: Account) -> Room:
    return await account.client.post("/rooms", Room, {"unique_name": "weekly"})


async def change(account: Account) -> Room:
    return await account.client.patch(f"/rooms/{account.room}", Room, {"max_participants": 7})


async def delete_many(account: Account) -> BulkDeletion:
    filters = {"filter[room_id]": account.room}
    return await account.client.delete_many("/room_recordings", BulkDeletion, filters)


def rooms_named_weekly(account: Account) -> int:
    return sum(room["unique_name"] == "weekly" for room in account.world.list_rooms())


writes = pytest.mark.parametrize("write", [create, change, delete_many])


async def test_a_dropped_reply_on_create_leaves_one_room(account: Account) -> None:
    await account.fault(method="POST", drop=True, applied=True)
    with pytest.raises(NoReplyError) as raised:
        await create(account)
    assert rooms_named_weekly(account) == 1
    assert await account.statuses() == [None]
    assert "may have been carried out: check with list_rooms" in message(raised.value)


async def test_a_dropped_reply_on_bulk_deletion_deletes_once(account: Account) -> None:
    assert len(await account.state("recordings")) == 2
    await account.fault(method="DELETE", drop=True, applied=True)
    with pytest.raises(NoReplyError) as raised:
        await delete_many(account)
    assert await account.statuses() == [None]
    assert "check with list_recordings" in message(raised.value, "list_recordings")


@writes
@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_write_that_may_have_happened_is_not_repeated(
    account: Account, write: Write, status: int
) -> None:
    await account.fault(status=status, headers={"retry-after": "1"}, times=2)
    with pytest.raises(ApiError) as raised:
        await write(account)
    assert await account.statuses() == [status]
    assert account.clock.waits == []
    assert "may have been carried out" in message(raised.value)


@writes
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ReadTimeout("slow"),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("broken pipe"),
        httpx.RemoteProtocolError("gone"),
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_a_write_on_a_breaking_connection_is_not_repeated(
    write: Write, failure: Exception
) -> None:
    account = Account(failures=[failure])
    async with account.client, account.controls:
        with pytest.raises(NoReplyError) as raised:
            await write(account)
        assert await account.statuses() == []
        assert "may have been carried out: check with list_rooms" in message(raised.value)


async def test_a_create_that_hangs_is_not_repeated() -> None:
    account = Account(timeout_secs=0.1)
    async with account.client, account.controls:
        await account.fault(delay_secs=60)
        with pytest.raises(NoReplyError) as raised:
            await create(account)
        assert await account.statuses() == [None]
        assert "did not answer" in message(raised.value)
        assert "may have been carried out" in message(raised.value)


@writes
async def test_a_rate_limited_write_is_repeated(account: Account, write: Write) -> None:
    await account.fault(status=429, headers={"retry-after": "3"})
    await write(account)
    first, second = await account.statuses()
    assert first == 429
    assert second in (200, 201)
    assert rooms_named_weekly(account) == (write is create)


@writes
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("busy"),
        httpx.ProxyError("403 Forbidden"),  # the proxy never opened the tunnel
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_a_write_without_a_connection_is_repeated(write: Write, failure: Exception) -> None:
    account = Account(failures=[failure])
    async with account.client, account.controls:
        await write(account)
        assert len(await account.statuses()) == 1
        assert rooms_named_weekly(account) == (write is create)


async def test_a_create_that_is_never_connected_did_not_happen() -> None:
    clock = Clock()
    with socket.socket() as bound:  # nobody else gets the port, and nobody listens on it
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        client = VideoClient(
            KEY,
            base_url=f"http://127.0.0.1:{port}/v2",
            timeout_secs=AT_MOST_SECS,
            sleep=clock.sleep,
            now=clock.now,
        )
        async with OneCall(client) as call:
            with pytest.raises(UnreachableError) as raised:
                await call.post("/rooms", Room, {})
    assert len(clock.waits) == 4
    assert f"No connection to 127.0.0.1:{port}: connection refused." in message(raised.value)
    assert "Nothing was sent" in message(raised.value)
    assert "may have" not in message(raised.value)


async def test_a_bulk_deletion_that_telnyx_does_not_know_says_so_after_a_rate_limit(
    account: Account,
) -> None:
    await account.fault(status=429, headers={"retry-after": "1"})
    await account.fault(status=404)
    with pytest.raises(NotFoundError):
        await delete_many(account)
