"""The calls in flight: how they are waited for, cancelled, and no longer taken."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest

from telnyx_video_mcp.toolkit.in_flight import CallsInFlight
from telnyx_video_mcp.toolkit.refusal import Refusal
from tests.deadline import one_step

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def a_call(calls: CallsInFlight) -> AsyncIterator[tuple[anyio.Event, list[str]]]:
    """A call that lasts until the event is set, and what became of it."""
    became: list[str] = []
    begun, done = anyio.Event(), anyio.Event()

    async def call() -> None:
        with calls.one():
            begun.set()
            await done.wait()
            became.append("finished")
        became.append("over")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call)
        await begun.wait()
        yield done, became


async def test_waiting_ends_with_the_last_call() -> None:
    calls = CallsInFlight()
    with one_step():
        await calls.finished()
        waited = anyio.Event()

        async def wait() -> None:
            await calls.finished()
            waited.set()

        async with (
            a_call(calls) as (one, _),
            a_call(calls) as (other, _),
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(wait)
            one.set()
            await anyio.wait_all_tasks_blocked()
            assert not waited.is_set()
            other.set()
        assert waited.is_set()


async def test_a_cancelled_call_ends_its_block_and_nothing_else() -> None:
    calls = CallsInFlight()
    with one_step():
        async with a_call(calls) as (_, became):
            calls.cancel()
            await calls.finished()
        assert became == ["over"]


async def test_once_closed_it_takes_no_call_but_lets_those_in_flight_finish() -> None:
    calls = CallsInFlight()
    with one_step():
        async with a_call(calls) as (done, became):
            calls.close()
            with pytest.raises(Refusal, match="nothing was sent") as refused, calls.one():
                raise AssertionError
            assert refused.value.kind == "shutting_down"
            done.set()
            await calls.finished()
    assert became == ["finished", "over"]


async def test_a_call_that_fails_is_over_too() -> None:
    calls = CallsInFlight()
    with pytest.raises(ZeroDivisionError), calls.one():
        _ = 1 / 0
    with one_step():
        await calls.finished()
