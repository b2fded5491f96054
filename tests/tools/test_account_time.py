"""Time is the account's: what is old, and for how long, follows the API's own clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from mcp.client import Client
from mcp_types import ElicitResult

from telnyx_video_mcp.connection import Clock
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.hosting import KEY, NOON, Host, hosting, world_at_noon

pytestmark = pytest.mark.anyio

DAY = 86_400


@asynccontextmanager
async def stopped_clock() -> AsyncIterator[Host]:
    """A host whose own machine stays at noon; only the account's time goes on."""
    transport = SandboxTransport(world_at_noon())
    clock = Clock(now=lambda: 0.0, wall=NOON.timestamp)
    server = create_server(Settings(api_key=KEY), transport=transport, clock=clock)

    async def agree(_context: Any, _parameters: Any) -> ElicitResult:
        return ElicitResult(action="accept", content={})

    callback: Any = agree
    async with Client(server, cache=None, elicitation_callback=callback) as client:
        yield Host(client, transport, [])


async def test_advancing_the_sandbox_makes_its_recordings_older() -> None:
    async with stopped_clock() as host:
        _, alice = host.join(host.room(unique_name="weekly", enable_recording=True), "Alice")
        host.world.leave(alice)
        young = await host.call("clean_up_recordings", older_than_days=14)
        host.world.advance(15 * DAY)
        old = await host.call("clean_up_recordings", older_than_days=14)
    assert (young["done"], old["done"], old["deleted"]) == (False, True, 2)


async def test_minutes_of_somebody_who_is_still_inside_follow_the_accounts_clock() -> None:
    async with stopped_clock() as host:
        session, _ = host.join(host.room(unique_name="weekly"), "Alice")
        host.world.advance(600)
        report = await host.call("attendance", session=session)
    (alice,) = report["people"]
    assert alice["minutes"] == 10


@pytest.mark.parametrize("date", [None, "soon", "Tue, 99 Nov 2026 10:00:00 GMT"])
async def test_without_a_date_that_can_be_read_this_machines_clock_counts(date: str | None) -> None:
    async with hosting() as host:
        session, _ = host.join(host.room(unique_name="weekly"), "Alice")
        host.world.advance(600)
        await host.fault(path="/v2/*", times=9, date=date)
        report = await host.call("attendance", session=session)
    (alice,) = report["people"]
    assert alice["minutes"] == 10
