"""The `Date` header: the sandbox's clock, unless a fault wants another."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.sandbox.dates import http_date
from telnyx_video_mcp.sandbox.world import World
from tests.sandbox.driver import NOBODY, NOON, Driver
from tests.sandbox.test_serve import raw_reply, served

pytestmark = pytest.mark.anyio

DATE = "Sun, 22 Nov 2026 12:00:00 GMT"


@given(st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_a_date_is_the_time_without_its_fraction(moment: datetime) -> None:
    assert parsedate_to_datetime(http_date(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/rooms", 200),
        ("POST", "/v2/rooms", 201),
        ("GET", f"/v2/rooms/{NOBODY}", 404),
        ("PUT", "/v2/rooms", 405),
        ("GET", "/sandbox/state", 200),
        ("POST", "/sandbox/join", 422),
        ("GET", "/sandbox/nothing", 404),
    ],
)
async def test_every_reply_says_the_sandboxs_time_once(
    api: Driver, method: str, path: str, status: int
) -> None:
    reply = await api.http.request(method, path)
    assert (reply.status_code, reply.headers.get_list("date")) == (status, [DATE])


async def test_advancing_the_clock_moves_the_date_and_a_reset_takes_it_back(api: Driver) -> None:
    advanced = await api.http.post("/sandbox/advance", json={"seconds": 15 * 86400 + 0.9})
    assert advanced.headers["date"] == "Mon, 07 Dec 2026 12:00:00 GMT"
    room = await api.data("POST", "/rooms", 201, json={})
    reply = await api.http.get("/v2/rooms")
    assert reply.headers["date"] == "Mon, 07 Dec 2026 12:00:00 GMT"
    assert room["created_at"].startswith("2026-12-07T12:00:00")
    await api.control("reset", seed="empty")
    assert (await api.http.get("/v2/rooms")).headers["date"] == DATE


@pytest.mark.parametrize(
    ("date", "sent"),
    [
        (None, []),
        ("", [""]),
        ("yesterday, about noon", ["yesterday, about noon"]),
        (90, ["Sun, 22 Nov 2026 12:01:30 GMT"]),
        (-86400.5, ["Sat, 21 Nov 2026 11:59:59 GMT"]),
    ],
)
async def test_a_fault_makes_the_date_odd_as_often_as_ordered(
    api: Driver, date: Any, sent: list[str]
) -> None:
    await api.control("faults", path="/v2/rooms", date=date, times=2)
    replies = [await api.http.get("/v2/rooms") for _ in range(3)]
    assert [reply.headers.get_list("date") for reply in replies] == [sent, sent, [DATE]]
    assert [reply.status_code for reply in replies] == [200, 200, 200]


async def test_an_odd_date_goes_with_an_error_and_with_a_write_that_was_carried_out(
    api: Driver,
) -> None:
    await api.control("faults", path="*", status=503, date=None)
    reply = await api.http.get("/v2/rooms")
    assert (reply.status_code, reply.headers.get_list("date")) == (503, [])
    await api.control("faults", path="*", status=504, date=-60, applied=True)
    reply = await api.http.post("/v2/rooms", json={})
    assert (reply.status_code, reply.headers["date"]) == (504, "Sun, 22 Nov 2026 11:59:00 GMT")
    assert len(api.world.list_rooms()) == 1


async def test_a_fault_without_an_odd_date_sends_the_usual_one(api: Driver) -> None:
    await api.control("faults", path="*", status=500)
    assert (await api.http.get("/v2/rooms")).headers.get_list("date") == [DATE]
    await api.control("faults", path="*", status=500, headers={"Date": "noon"})
    assert (await api.http.get("/v2/rooms")).headers.get_list("date") == ["noon"]


async def test_the_rate_limit_counts_by_the_same_clock(api: Driver) -> None:
    first = await api.http.get("/v2/rooms")
    await api.control("advance", seconds=45)
    second = await api.http.get("/v2/rooms")
    await api.control("advance", seconds=15)
    third = await api.http.get("/v2/rooms")
    api.world.offset -= timedelta(days=1)
    fourth = await api.http.get("/v2/rooms")
    names = ("x-ratelimit-remaining", "x-ratelimit-reset")
    assert [tuple(reply.headers[name] for name in names) for reply in (first, second, third)] == [
        ("1999", "60"),
        ("1998", "15"),
        ("1999", "60"),
    ]
    assert fourth.headers["x-ratelimit-reset"] == "60"


async def test_too_many_requests_leave_none(api: Driver) -> None:
    await api.control("faults", path="*", status=429)
    reply = await api.http.get("/v2/rooms")
    assert (reply.headers["x-ratelimit-remaining"], reply.headers["x-ratelimit-reset"]) == (
        "0",
        "60",
    )


@pytest.mark.parametrize(
    ("target", "status"),
    [("/v2/rooms", b"201"), ("/v2/nothing", b"404"), ("/sandbox/reset", b"422"), ("/", b"404")],
)
async def test_over_http_every_reply_says_the_sandboxs_time_once(
    target: str, status: bytes
) -> None:
    world = World(now=lambda: NOON)
    world.advance(3600)
    async with served(world) as port:
        head, _, _ = (await raw_reply(port, target)).partition(b"\r\n\r\n")
    assert head.split(b" ")[1] == status
    dates = [line for line in head.split(b"\r\n") if line.lower().startswith(b"date:")]
    assert dates == [b"date: Sun, 22 Nov 2026 13:00:00 GMT"]


async def test_a_fault_can_leave_the_date_out_over_http_too() -> None:
    async with served(World()) as port:
        await raw_reply(port, "/sandbox/faults", path="*", date=None)
        assert b"\r\ndate:" not in await raw_reply(port, "/v2/rooms")
        assert b"\r\ndate:" in await raw_reply(port, "/v2/rooms")
