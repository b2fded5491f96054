import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.driver import NOON, Driver

pytestmark = pytest.mark.anyio


def claims(token: str) -> Any:
    header, payload, signature = token.split(".")
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "EdDSA", "typ": "JWT"}
    assert len(base64.urlsafe_b64decode(signature + "==")) == 64
    return json.loads(base64.urlsafe_b64decode(payload + "=="))


async def issue(api: Driver, room: str, **body: Any) -> Any:
    return await api.data(
        "POST", f"/rooms/{room}/actions/generate_join_client_token", 201, json=body
    )


async def test_a_token_grants_join_on_its_room_for_ten_minutes(api: Driver) -> None:
    room = api.room()
    issued = await issue(api, room)
    granted = claims(issued["token"])
    assert granted["grants"][0]["actions"] == ["join"]
    assert granted["grants"][0]["resources"] == [f"telnyx:video:rooms:{room}"]
    assert granted["exp"] - granted["iat"] == 600
    expires = datetime.fromisoformat(issued["token_expires_at"])
    assert expires == NOON + timedelta(seconds=600)
    assert datetime.fromisoformat(issued["refresh_token_expires_at"]) == NOON + timedelta(hours=1)
    assert (await issue(api, room))["token"] != issued["token"]


async def test_lifetimes_are_as_ordered(api: Driver) -> None:
    issued = await issue(api, api.room(), token_ttl_secs=10, refresh_token_ttl_secs=86400)
    assert datetime.fromisoformat(issued["token_expires_at"]) == NOON + timedelta(seconds=10)
    assert datetime.fromisoformat(issued["refresh_token_expires_at"]) == NOON + timedelta(days=1)


@pytest.mark.parametrize(
    "body",
    [
        {"token_ttl_secs": 9},
        {"token_ttl_secs": 3601},
        {"refresh_token_ttl_secs": 59},
        {"refresh_token_ttl_secs": 86401},
        {"token_ttl_secs": 60.5},
    ],
)
async def test_lifetimes_have_bounds(api: Driver, body: Any) -> None:
    path = f"/rooms/{api.room()}/actions/generate_join_client_token"
    assert (await api.error("POST", path, 422, json=body))["code"] == "10015"


async def test_refreshing_returns_a_new_token_and_nothing_else(api: Driver) -> None:
    room = api.room()
    issued = await issue(api, room)
    path = f"/rooms/{room}/actions/refresh_client_token"
    body = {"refresh_token": issued["refresh_token"], "token_ttl_secs": 60}
    fresh = await api.data("POST", path, 201, json=body)
    assert set(fresh) == {"token", "token_expires_at"}
    assert fresh["token"] != issued["token"]
    assert claims(fresh["token"])["exp"] == int(NOON.timestamp()) + 60


async def test_a_page_refreshes_without_a_key(api: Driver) -> None:
    room = api.room()
    body = {"refresh_token": (await issue(api, room))["refresh_token"]}
    del api.http.headers["authorization"]
    await api.data("POST", f"/rooms/{room}/actions/refresh_client_token", 201, json=body)


async def test_a_refresh_token_is_good_for_its_room_and_its_time(api: Driver) -> None:
    room, other = api.room(), api.room()
    issued = await issue(api, room, refresh_token_ttl_secs=60)
    good = {"refresh_token": issued["refresh_token"]}

    async def refused(where: str, body: Any) -> None:
        path = f"/rooms/{where}/actions/refresh_client_token"
        assert (await api.error("POST", path, 403, json=body))["code"] == "10010"

    await refused(other, good)
    await refused(room, {"refresh_token": issued["token"]})
    await refused(room, {"refresh_token": "a.b.c"})
    await api.control("advance", seconds=60)
    await refused(room, good)


async def test_refreshing_needs_the_refresh_token(api: Driver) -> None:
    path = f"/rooms/{api.room()}/actions/refresh_client_token"
    assert (await api.error("POST", path, 422, json={}))["code"] == "10004"
