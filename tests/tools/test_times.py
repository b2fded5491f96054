"""Dates in calls: the API filters by day, the tool cuts exactly and says so."""

import pytest

from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("era", ERAS)
async def test_rooms_made_after_a_time_leave_out_those_of_the_same_morning(era: Era) -> None:
    async with hosting(era) as host:
        host.room(unique_name="noon")
        host.world.advance(3600)
        host.room(unique_name="one")
        found = await host.call("list_rooms", created_from="2026-11-22T12:30Z")
        (request,) = await host.requests()
    assert [each["unique_name"] for each in found["items"]] == ["one"]
    assert request["query"] == {"filter[date_created_at][gte]": "2026-11-22"}
    assert found["notes"] == [
        (
            "Telnyx filters by whole days. 1 of the 2 items on this page was outside the times "
            "given and was left out; `total` still counts it."
        )
    ]


async def test_a_span_within_one_day_asks_for_that_day() -> None:
    async with hosting() as host:
        host.room(unique_name="noon")
        times = {"created_from": "2026-11-22T11:00Z", "created_to": "2026-11-22T14:00+02:00"}
        found = await host.call("list_rooms", **times)
        (request,) = await host.requests()
    assert [each["unique_name"] for each in found["items"]] == ["noon"]
    assert request["query"] == {"filter[date_created_at][eq]": "2026-11-22"}
    assert "notes" not in found


async def test_recordings_of_an_hour_are_those_of_that_hour() -> None:
    async with hosting() as host:
        room = host.room(enable_recording=True)
        for _ in range(2):
            _, stay = host.join(room, "Alice")
            host.world.advance(1800)
            host.world.leave(stay)
            host.world.advance(1800)
        found = await host.call("list_recordings", started_to="2026-11-22T12:30Z")
    assert {each["started_at"][:16] for each in found["items"]} == {"2026-11-22T12:00"}
    assert found["total"] == 2 * len(found["items"])


async def test_a_bulk_deletion_takes_only_days_because_telnyx_deletes_by_day() -> None:
    async with hosting() as host:
        error = await host.refusal("delete_recordings", ended_to="2026-11-22T12:30Z")
        assert await host.requests() == []
    assert "ended_to must be a day" in error["message"]
