"""What may be sent twice is sent again, a few times, with growing pauses."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from telnyx_video_mcp.api.errors import ApiError, NotFoundError, UnavailableError
from telnyx_video_mcp.api.models import ActionResult, Room
from tests.api.driver import Account

pytestmark = pytest.mark.anyio

Verb = Callable[[Account], Awaitable[object]]

SOON = {"retry-after": "1"}


async def read_one(account: Account) -> object:
    return await account.client.get(f"/rooms/{account.room}", Room)


async def read_a_page(account: Account) -> object:
    return await account.client.page("/rooms", Room)


async def mute(account: Account) -> object:
    path = f"/room_sessions/{account.session}/actions/mute"
    return await account.client.post(path, ActionResult, {"participants": "all"}, repeatable=True)


async def delete_one(account: Account) -> None:
    await account.client.delete(f"/rooms/{account.room}")


repeatable = pytest.mark.parametrize("verb", [read_one, read_a_page, mute, delete_one])


@repeatable
@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
async def test_a_passing_failure_is_not_noticed(account: Account, verb: Verb, status: int) -> None:
    await account.fault(status=status, headers=SOON)
    await verb(account)
    assert len(account.clock.waits) == 1
    first, second = await account.statuses()
    assert first == status
    assert second in (200, 204)


@repeatable
async def test_a_broken_connection_is_not_noticed(account: Account, verb: Verb) -> None:
    await account.fault(drop=True)
    await verb(account)
    first, second = await account.statuses()
    assert first is None
    assert second in (200, 204)


@repeatable
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.WriteError("broken pipe"),
        httpx.RemoteProtocolError("gone"),
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_a_failing_network_is_not_noticed(verb: Verb, failure: Exception) -> None:
    account = Account(failures=[failure, failure])
    async with account.client, account.controls:
        await verb(account)
        assert len(account.clock.waits) == 2


async def test_a_reply_that_never_comes_is_asked_for_again() -> None:
    account = Account(timeout_secs=1)
    async with account.client, account.controls:
        await account.fault(delay_secs=60)
        assert (await account.client.get(f"/rooms/{account.room}", Room)).id == account.room


@repeatable
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501])
async def test_a_failure_that_stays_is_not_asked_for_again(
    account: Account, verb: Verb, status: int
) -> None:
    await account.fault(status=status, times=2)
    with pytest.raises(ApiError) as raised:
        await verb(account)
    assert raised.value.status == status
    assert await account.statuses() == [status]
    assert account.clock.waits == []


@pytest.mark.parametrize("verb", [read_one, read_a_page])
async def test_a_read_that_fails_with_500_twice_is_not_noticed(
    account: Account, verb: Verb
) -> None:
    await account.fault(status=500, times=2)
    await verb(account)
    assert await account.statuses() == [500, 500, 200]


@pytest.mark.parametrize("verb", [mute, delete_one])
async def test_what_changes_something_is_not_repeated_after_500(
    account: Account, verb: Verb
) -> None:
    await account.fault(status=500, times=2)
    with pytest.raises(UnavailableError):
        await verb(account)
    assert await account.statuses() == [500]


async def test_after_five_attempts_the_last_failure_is_the_answer(account: Account) -> None:
    await account.fault(status=503, times=99)
    with pytest.raises(UnavailableError):
        await read_one(account)
    assert await account.statuses() == [503] * 5


async def test_pauses_double_and_are_spread(account: Account) -> None:
    firsts = set()
    for _ in range(20):
        account.clock.waits.clear()
        await account.fault(status=503, times=5)
        with pytest.raises(UnavailableError):
            await read_one(account)
        for wait, longest in zip(account.clock.waits, (0.4, 0.8, 1.6, 3.2), strict=True):
            assert longest / 2 <= wait <= longest
        firsts.add(account.clock.waits[0])
    assert len(firsts) > 10


async def test_a_deletion_whose_reply_was_lost_is_done(account: Account) -> None:
    await account.fault(method="DELETE", drop=True, applied=True)
    await delete_one(account)
    assert await account.statuses() == [None, 404]
    assert await account.state("rooms") == []


async def test_a_deletion_of_nothing_is_an_error(account: Account) -> None:
    await delete_one(account)
    with pytest.raises(NotFoundError):
        await delete_one(account)


async def test_a_deletion_of_nothing_is_an_error_after_a_refused_attempt_too(
    account: Account,
) -> None:
    await delete_one(account)
    await account.fault(status=429, headers=SOON)  # certainly did nothing
    with pytest.raises(NotFoundError):
        await delete_one(account)
