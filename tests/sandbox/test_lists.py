from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.sandbox.filters import RECORDING_FILTERS, ROOM_FILTERS, page, select
from tests.sandbox.driver import NOBODY, Driver

pytestmark = pytest.mark.anyio

times = st.datetimes(datetime(2026, 11, 20), datetime(2026, 11, 24), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis wants naive bounds
days = st.dates(
    datetime(2026, 11, 20, tzinfo=UTC).date(), datetime(2026, 11, 24, tzinfo=UTC).date()
)


@given(st.integers(0, 600), st.integers(1, 250))
def test_walking_the_pages_meets_everything_once_and_in_order(total: int, size: int) -> None:
    items = [{"id": number} for number in range(total)]
    met: list[Any] = []
    number = 1
    while True:
        reply = page(items, {"page[number]": str(number), "page[size]": str(size)})
        met += reply["data"]
        assert reply["meta"]["total_results"] == total
        if number >= reply["meta"]["total_pages"]:
            break
        number += 1
    assert met == items
    assert page(items, {"page[number]": str(number + 1), "page[size]": str(size)})["data"] == []


@given(st.lists(times), days, days)
def test_date_filters_mean_calendar_days_with_both_ends_included(
    created: list[datetime], first: Any, last: Any
) -> None:
    items = [{"created_at": f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"} for moment in created]
    name = "filter[date_created_at]"
    between = {f"{name}[gte]": first.isoformat(), f"{name}[lte]": last.isoformat()}
    expected = [i for i, m in zip(items, created, strict=True) if first <= m.date() <= last]
    assert select(items, between, ROOM_FILTERS) == expected
    on = {f"{name}[eq]": first.isoformat()}
    same_day = {f"{name}[gte]": first.isoformat(), f"{name}[lte]": first.isoformat()}
    assert select(items, on, ROOM_FILTERS) == select(items, same_day, ROOM_FILTERS)


@given(st.lists(st.none() | st.integers(0, 100)), st.integers(-5, 105))
def test_the_duration_filter_means_at_least(durations: list[int | None], least: int) -> None:
    items = [{"duration_secs": duration} for duration in durations]
    found = select(items, {"filter[duration_secs]": str(least)}, RECORDING_FILTERS)
    assert [i["duration_secs"] for i in found] == [
        d for d in durations if d is not None and d >= least
    ]


async def test_lists_are_newest_first_and_twenty_at_a_time(api: Driver) -> None:
    made = []
    for _ in range(25):
        made.append(api.room())
        api.world.advance(1)
    reply = (await api.http.get("/v2/rooms")).json()
    assert [room["id"] for room in reply["data"]] == made[::-1][:20]
    assert reply["meta"] == {
        "page_number": 1,
        "page_size": 20,
        "total_pages": 2,
        "total_results": 25,
    }
    last = await api.data("GET", "/rooms", params={"page[number]": 2})
    assert [room["id"] for room in last] == made[::-1][20:]


@pytest.mark.parametrize(
    "query",
    [
        {"page[number]": "0"},
        {"page[number]": "two"},
        {"page[size]": "0"},
        {"page[size]": "251"},
        {"page[size]": "9" * 5000},
        {"filter[date_created_at][gte]": "22.11.2026"},
        {"filter[date_created_at][eq]": "2026-11-31"},
        {"filter[date_updated_at][lte]": "20261122"},
        {"include_sessions": "yes"},
    ],
)
async def test_a_query_that_cannot_be_read_is_refused_by_name(
    api: Driver, query: dict[str, str]
) -> None:
    error = await api.error("GET", "/rooms", 422, params=query)
    assert error["code"] == "10015"
    assert error["source"] == {"parameter": next(iter(query))}


async def test_a_filter_nobody_knows_is_ignored(api: Driver) -> None:
    api.room()
    query = {"filter[date_created_at]": "x", "filter[name]": "x", "unique_name": "x"}
    assert len(await api.data("GET", "/rooms", params=query)) == 1


async def found(api: Driver, path: str, **filters: str) -> set[str]:
    query = {f"filter[{name}]": value for name, value in filters.items()}
    return {item["id"] for item in await api.data("GET", path, params=query)}


async def test_rooms_are_found_by_their_exact_name(api: Driver) -> None:
    weekly = api.room(unique_name="weekly")
    api.room(unique_name="weekly-2")
    assert await found(api, "/rooms", unique_name="weekly") == {weekly}
    assert await found(api, "/rooms", unique_name="Weekly") == set()


async def test_sessions_are_found_by_room_and_by_whether_they_run(api: Driver) -> None:
    room = api.room()
    over, alice = api.join(room)
    api.world.leave(alice)
    running, _ = api.join(room)
    elsewhere, _ = api.join(api.room())
    assert await found(api, "/room_sessions", active="true") == {running, elsewhere}
    assert await found(api, "/room_sessions", room_id=room) == {running, over}
    assert await found(api, "/room_sessions", room_id=room.upper(), active="false") == {over}
    assert await found(api, f"/rooms/{room}/sessions", active="true") == {running}
    await api.error("GET", "/room_sessions", 422, params={"filter[active]": "1"})


async def test_participants_are_found_by_their_whole_context(api: Driver) -> None:
    room = api.room()
    session, alice = api.join(room, "Alice")
    api.join(room, "Alice B")
    _, double = api.join(api.room(), "Alice")
    assert await found(api, "/room_participants", context="Alice") == {alice, double}
    assert await found(api, "/room_participants", context="Alice", session_id=session) == {alice}
    path = f"/room_sessions/{session}/participants"
    assert await found(api, path, context="Alice") == {alice}


async def test_those_still_inside_left_on_no_day(api: Driver) -> None:
    room = api.room()
    _, gone = api.join(room)
    api.join(room)
    api.world.leave(gone)
    query = {"filter[date_left_at][lte]": "2026-12-31"}
    left = await api.data("GET", "/room_participants", params=query)
    assert [p["id"] for p in left] == [gone]


async def test_recordings_are_found_by_what_they_belong_to_and_are(api: Driver) -> None:
    room = api.room(enable_recording=True)
    session, alice = api.join(room)
    api.world.advance(30)
    api.world.leave(alice)
    api.world.advance(5)
    _, bob = api.join(room)
    tracks = api.world.list_recordings()
    alices = {r["id"] for r in tracks if r["participant_id"] == alice}
    bobs = {r["id"] for r in tracks if r["participant_id"] == bob}
    path = "/room_recordings"
    assert await found(api, path, room_id=room) == alices | bobs
    assert await found(api, path, session_id=session) == alices
    assert await found(api, path, participant_id=bob) == bobs
    assert await found(api, path, status="completed") == alices
    assert await found(api, path, duration_secs="30") == alices
    assert await found(api, path, duration_secs="31") == set()
    assert await found(api, path, participant_id=bob, type="audio") < bobs
    assert await found(api, path, room_id=NOBODY) == set()


async def test_compositions_are_found_by_session_and_status(api: Driver) -> None:
    session, _ = api.join(api.room(enable_recording=True))
    old = api.world.create_composition({"session_id": session})["id"]
    api.world.advance(timedelta(days=1).total_seconds())
    new = api.world.create_composition({"session_id": session})["id"]
    path = "/room_compositions"
    assert await found(api, path, session_id=session) == {old, new}
    assert await found(api, path, status="enqueued") == {new}
    query = {"filter[date_created_at][eq]": "2026-11-22"}
    assert [c["id"] for c in await api.data("GET", path, params=query)] == [old]
