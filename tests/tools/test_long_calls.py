"""Calls that wait: they tell how far they are, and stop at once when nobody wants them any more."""

import anyio
import pytest

from tests.deadline import one_step
from tests.hosting import ERAS, Era, hosting

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ERAS)]


async def test_waiting_tells_how_far_it_is(era: Era) -> None:
    messages: list[str | None] = []

    async def progress(progress: float, total: float | None, message: str | None) -> None:
        del progress, total
        messages.append(message)

    async with hosting(era) as host:
        session, alice = host.join(host.room(enable_recording=True), "Alice")
        host.world.advance(60)
        host.world.leave(alice)
        result = await host.client.call_tool(
            "wait_for", {"session": session}, progress_callback=progress
        )
    assert not result.is_error
    assert messages[0] == "0 of 2 recordings are completed; call again."


async def test_a_cancelled_wait_stops_at_once_and_asks_nothing_more(era: Era) -> None:
    stopped = anyio.Event()
    async with hosting(era) as host:
        session, _ = host.join(host.room(enable_recording=True), "Alice")
        with anyio.CancelScope() as scope:

            async def nobody_wants_it_any_more() -> None:
                scope.cancel()
                try:
                    await anyio.sleep_forever()
                finally:
                    stopped.set()

            host.time.meanwhile = [nobody_wants_it_any_more]
            await host.client.call_tool("wait_for", {"session": session})
        with one_step():
            await stopped.wait()
        assert scope.cancelled_caught
        assert len(await host.requests()) == 1
        assert await host.call("get_session", session=session), "the server goes on"


async def test_no_call_waits_longer_than_45_seconds(era: Era) -> None:
    async with hosting(era) as host:
        host.room(unique_name="weekly", enable_recording=True)
        session, _ = host.join("weekly", "Alice")
        for tool, arguments in (
            ("wait_for", {"session": session, "up_to_seconds": 45}),
            ("watch_session", {"session": session, "up_to_seconds": 45}),
        ):
            host.time.waits.clear()
            await host.call(tool, **arguments)
            assert 0 < sum(host.time.waits) <= 45, tool
        error = await host.refusal("wait_for", session=session, up_to_seconds=46)
    assert "up_to_seconds must be 0 to 45" in error["message"]
