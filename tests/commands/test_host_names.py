"""Host names are the same in capitals and in small letters, wherever they are given."""

import httpx
import pytest

from tests.deadline import http_client
from tests.process.driver import greeting, running

pytestmark = pytest.mark.anyio

HELLO = greeting("legacy")[0]
ACCEPT = {"accept": "application/json, text/event-stream"}


async def statuses(url: httpx.URL, *asked: dict[str, str]) -> list[int]:
    async with http_client(**ACCEPT) as client:
        return [
            (await client.post(url, json=HELLO, headers=headers)).status_code for headers in asked
        ]


@pytest.mark.parametrize("bind", ["127.0.0.1:0", "LOCALHOST:0"])
async def test_this_machine_is_answered_in_any_case(bind: str) -> None:
    async with running("serve", "--http", bind, "--sandbox") as server:
        url = httpx.URL(await server.announced_url())
        answered = await statuses(
            url,
            {"host": "LOCALHOST"},
            {"host": "LocalHost:8000"},
            {"origin": "HTTP://LocalHost:3000"},
            {"host": "EVIL.example"},
            {"origin": "http://EVIL.example"},
        )
    assert answered == [200, 200, 200, 421, 403]


async def test_an_allowed_host_is_answered_in_any_case() -> None:
    options = ("--http", "127.0.0.1:0", "--allowed-host", "Video.EXAMPLE", "--sandbox")
    async with running("serve", *options) as server:
        url = httpx.URL(await server.announced_url())
        answered = await statuses(
            url,
            {"host": "video.example"},
            {"host": "VIDEO.Example:8443", "origin": "https://Video.Example"},
            {"host": "VIDEO.Example.evil"},
        )
    assert answered == [200, 200, 421]
