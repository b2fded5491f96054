"""A call takes no longer than its time limit, and waits as long as Telnyx asks within it."""

import anyio
import pytest

from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.api.errors import ApiError, RateLimitedError, UnavailableError
from telnyx_video_mcp.api.models import Room
from tests.api.driver import KEY, Account, OneCall, message
from tests.deadline import AT_MOST_SECS, one_step

pytestmark = pytest.mark.anyio

SERVED = "Sun, 22 Nov 2026 12:00:00 GMT"
SOON = "Sun, 22 Nov 2026 12:00:06 GMT"


@pytest.mark.parametrize(
    ("status", "headers", "asked"),
    [
        (429, {"retry-after": "7"}, 7),
        (503, {"retry-after": "7"}, 7),
        (429, {"retry-after": "2.5"}, 2.5),
        (429, {"retry-after": "0"}, 0),
        (429, {"retry-after": SOON, "date": SERVED}, 6),
        (429, {"x-ratelimit-reset": "9"}, 9),
        (429, {"retry-after": "7", "x-ratelimit-reset": "9"}, 7),
        (429, {"retry-after": "soon", "x-ratelimit-reset": "9"}, 9),
        (429, {"retry-after": SOON, "x-ratelimit-reset": "9"}, 9),
    ],
)
async def test_the_wait_is_the_one_asked_for(
    account: Account, status: int, headers: dict[str, str], asked: float
) -> None:
    await account.fault(status=status, headers=headers, date=headers.get("date"))
    await account.client.page("/rooms", Room)
    (wait,) = account.clock.waits
    assert asked <= wait <= asked + 0.4


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (503, {"x-ratelimit-reset": "9"}),
        (503, {"retry-after": "a while"}),
        (503, {"retry-after": "-5"}),
        (503, {"retry-after": "nan"}),
        (503, {"retry-after": "inf"}),
        (503, {"retry-after": SOON, "date": "noon"}),
        (503, {"retry-after": "Sun, 99999999999999999999 Nov 2026 12:00:00 GMT", "date": SERVED}),
        (503, {"retry-after": "Sun, 22 Nov 2026 12:00:06 +99999999999999999999", "date": SERVED}),
    ],
)
async def test_what_asks_for_no_wait_gets_the_usual_pause(
    account: Account, status: int, headers: dict[str, str]
) -> None:
    await account.fault(status=status, headers=headers)
    await account.client.page("/rooms", Room)
    (wait,) = account.clock.waits
    assert wait <= 0.4


@pytest.mark.parametrize("name", ["retry-after", "x-ratelimit-reset"])
async def test_a_wait_beyond_the_limit_becomes_part_of_the_error(
    account: Account, name: str
) -> None:
    await account.fault(status=429, headers={name: "61"})
    with pytest.raises(RateLimitedError) as raised:
        await account.client.page("/rooms", Room)
    assert account.clock.waits == []
    assert await account.statuses() == [429]
    assert raised.value.explain("list_rooms")["retry_after_secs"] == 61
    assert "Try again in 61 s." in message(raised.value)


async def test_waits_add_up_to_the_limit_and_no_further(account: Account) -> None:
    await account.fault(status=503, headers={"retry-after": "12"}, times=9)
    with pytest.raises(UnavailableError) as raised:
        await account.client.page("/rooms", Room)
    assert len(account.clock.waits) == 2
    assert sum(account.clock.waits) < 30
    assert raised.value.retry_after_secs == 12


async def test_the_limit_can_be_set() -> None:
    account = Account(timeout_secs=100)
    async with account.client, account.controls:
        await account.fault(status=429, headers={"retry-after": "61"})
        await account.client.page("/rooms", Room)
        assert len(account.clock.waits) == 1


async def test_one_limit_holds_for_all_requests_of_a_call(account: Account) -> None:
    call = account.client
    await account.fault(status=429, headers={"retry-after": "20"})
    await call.page("/rooms", Room)
    await account.fault(status=429, headers={"retry-after": "20"})
    with pytest.raises(RateLimitedError):
        await call.page("/rooms", Room)
    assert len(account.clock.waits) == 1


async def test_each_call_has_a_limit_of_its_own(account: Account) -> None:
    for _ in range(2):
        await account.fault(status=429, headers={"retry-after": "20"})
        await account.client.page("/rooms", Room)
    assert len(account.clock.waits) == 2


async def test_a_call_without_time_left_sends_nothing_and_says_so(account: Account) -> None:
    call = account.client
    account.clock.time += 31
    with pytest.raises(ApiError) as raised:
        await call.post("/rooms", Room, {})
    assert await account.statuses() == []
    assert "may have been carried out" not in message(raised.value)


@pytest.mark.parametrize("header", ["9" * 9, "9" * 5000])
async def test_an_absurd_wait_is_never_waited_for(account: Account, header: str) -> None:
    await account.fault(status=429, headers={"retry-after": header})
    with pytest.raises(RateLimitedError):
        await account.client.page("/rooms", Room)
    assert account.clock.waits == []


async def test_a_cancelled_call_closes_its_request() -> None:
    asked, closed = anyio.Event(), anyio.Event()

    async def never_answer(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            await stream.receive()
            asked.set()
            with pytest.raises(anyio.EndOfStream):
                await stream.receive()
            closed.set()

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    client = OneCall(
        VideoClient(KEY, base_url=f"http://127.0.0.1:{port}/v2", timeout_secs=AT_MOST_SECS * 10)
    )
    with one_step():
        async with listener, client, anyio.create_task_group() as server:
            server.start_soon(listener.serve, never_answer)
            async with anyio.create_task_group() as call:
                call.start_soon(client.page, "/rooms", Room)
                await asked.wait()
                call.cancel_scope.cancel()
            await closed.wait()
            server.cancel_scope.cancel()
