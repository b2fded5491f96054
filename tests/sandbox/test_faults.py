from typing import Any

import httpx
import pytest

from tests.sandbox.driver import Driver

pytestmark = pytest.mark.anyio


async def test_a_fault_answers_instead_of_the_operation_and_is_then_over(api: Driver) -> None:
    await api.control("faults", method="POST", path="/v2/rooms", status=503)
    error = await api.error("POST", "/rooms", 503, json={})
    assert error["code"] == "10007"
    assert await api.data("GET", "/rooms") == []
    await api.data("POST", "/rooms", 201, json={})


async def test_a_fault_strikes_as_often_as_ordered(api: Driver) -> None:
    await api.control("faults", path="/rooms", status=500, times=2)
    statuses = [(await api.http.get("/v2/rooms")).status_code for _ in range(3)]
    assert statuses == [500, 500, 200]


async def test_faults_strike_in_the_order_they_were_ordered(api: Driver) -> None:
    await api.control("faults", path="/v2/rooms", status=500)
    assert await api.control("faults", path="/v2/rooms", status=429) == {"waiting": 2}
    statuses = [(await api.http.get("/v2/rooms")).status_code for _ in range(3)]
    assert statuses == [500, 429, 200]


@pytest.mark.parametrize(
    ("order", "struck"),
    [
        ({"path": "/v2/rooms"}, True),
        ({"path": "/rooms", "method": "get"}, True),
        ({"path": "/v2/ro*", "method": "*"}, True),
        ({"path": "*"}, True),
        ({"path": "/v2/rooms", "method": "POST"}, False),
        ({"path": "/v2/rooms/"}, False),
        ({"path": "/v2/room"}, False),
    ],
)
async def test_a_fault_strikes_what_it_names(
    api: Driver,
    order: dict[str, str],
    struck: bool,  # noqa: FBT001  # pytest passes it by name
) -> None:
    await api.control("faults", **order, status=500)
    assert (await api.http.get("/v2/rooms")).status_code == (500 if struck else 200)


async def test_headers_and_any_json_are_sent_as_ordered(api: Driver) -> None:
    await api.control(
        "faults",
        path="/v2/rooms",
        status=429,
        headers={"retry-after": "1", "x-ratelimit-remaining": "0"},
        body={"success": False, "message": "slow down"},
    )
    reply = await api.http.get("/v2/rooms")
    assert reply.json() == {"success": False, "message": "slow down"}
    assert reply.headers["retry-after"] == "1"
    assert reply.headers["x-ratelimit-remaining"] == "0"
    assert reply.headers["x-ratelimit-limit"] == "2000"


@pytest.mark.parametrize(
    ("body", "headers", "media"),
    [
        ("<h1>Bad Gateway</h1>", {}, "text/html; charset=utf-8"),
        ("{not json", {"Content-Type": "application/json"}, "application/json"),
        ("", {}, "text/html; charset=utf-8"),
    ],
)
async def test_a_string_is_sent_as_it_is(
    api: Driver, body: str, headers: dict[str, str], media: str
) -> None:
    await api.control("faults", path="*", status=502, body=body, headers=headers)
    reply = await api.http.get("/v2/rooms")
    assert (reply.text, reply.headers["content-type"]) == (body, media)


async def test_a_dropped_request_gets_no_reply_and_leaves_nothing(api: Driver) -> None:
    await api.control("faults", method="POST", path="/v2/rooms", drop=True)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        await api.http.post("/v2/rooms", json={"unique_name": "lost"})
    assert await api.data("GET", "/rooms") == []


async def test_a_lost_reply_leaves_what_was_written(api: Driver) -> None:
    await api.control("faults", path="/v2/rooms", drop=True, applied=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await api.http.post("/v2/rooms", json={"unique_name": "kept"})
    await api.control("faults", path="/v2/rooms", status=504, applied=True)
    await api.error("POST", "/rooms", 504, json={"unique_name": "kept too"})
    assert {r["unique_name"] for r in await api.data("GET", "/rooms")} == {"kept", "kept too"}


async def test_a_mere_delay_answers_normally(api: Driver) -> None:
    await api.control("faults", path="/v2/rooms", delay_secs=0.01)
    assert await api.data("GET", "/rooms") == []


async def test_a_delay_beyond_the_clients_patience_is_a_timeout(api: Driver) -> None:
    await api.control("faults", path="/v2/rooms", delay_secs=60, applied=True)
    with pytest.raises(httpx.ReadTimeout):
        await api.http.post("/v2/rooms", json={}, timeout=0.01)
    assert len(await api.data("GET", "/rooms")) == 1


async def test_a_fault_comes_before_the_key_is_looked_at(api: Driver) -> None:
    await api.control("faults", path="*", status=500)
    await api.error("GET", "/rooms", 500, headers={"authorization": "Bearer invalid"})


@pytest.mark.parametrize(
    ("order", "named"),
    [
        ({"status": 500}, "path"),
        ({"path": "rooms", "status": 500}, "path"),
        ({"path": "/rooms"}, "status"),
        ({"path": "/rooms", "status": 99}, "status"),
        ({"path": "/rooms", "status": "500"}, "status"),
        ({"path": "/rooms", "status": 500, "times": 0}, "times"),
        ({"path": "/rooms", "status": 500, "method": 1}, "method"),
        ({"path": "/rooms", "status": 500, "headers": {"retry-after": 1}}, "headers"),
        ({"path": "/rooms", "delay_secs": -1}, "delay_secs"),
        ({"path": "/rooms", "drop": "yes"}, "drop"),
        ({"path": "/rooms", "drop": True, "body": {}}, "body"),
        ({"path": "/rooms", "drop": True, "status": 500}, "drop"),
        ({"path": "/rooms", "drop": True, "date": None}, "date"),
        ({"path": "/rooms", "date": True}, "date"),
        ({"path": "/rooms", "date": 1e300}, "date"),
        ({"path": "/rooms", "date": "caf\u00e9"}, "date"),
        ({"path": "/rooms", "date": "a\r\nb"}, "date"),
        ({"path": "/rooms", "applied": True}, "status"),
        ({"path": "/rooms", "cut_after_bytes": 1}, "cut_after_bytes"),
        ({"path": "*", "bytes_per_sec": 1}, "bytes_per_sec"),
        ({"path": "/media/*", "cut_after_bytes": -1}, "cut_after_bytes"),
        ({"path": "/media/*", "bytes_per_sec": 0}, "bytes_per_sec"),
        ({"path": "/media/*", "bytes_per_sec": 10**400}, "bytes_per_sec"),
        ({"path": "/media/*", "status": 503, "cut_after_bytes": 1}, "cut_after_bytes"),
        ({"path": "/media/*", "drop": True, "bytes_per_sec": 1}, "bytes_per_sec"),
        ({"path": "/media/*", "drop": True, "applied": True}, "applied"),
        ({"path": "/media/*"}, "status"),
        ({"path": "/rooms", "status": 500, "delay": 1}, "delay"),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused_by_field(
    api: Driver, order: Any, named: str
) -> None:
    assert f"'{named}'" in (await api.control("faults", 422, **order))["error"]
    assert (await api.http.get("/v2/rooms")).status_code == 200
