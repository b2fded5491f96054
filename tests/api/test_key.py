"""The key goes to the configured host, and nowhere else: not along a redirect, not into a text."""

import httpx
import pytest

from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.api.errors import ApiError, NotFoundError, UnreadableReplyError
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from tests.api.driver import BASE_URL, KEY, OneCall, answering, everything_said, message

pytestmark = pytest.mark.anyio

ELSEWHERE = "https://evil.example/v2/rooms"
SAME_HOST = f"{BASE_URL}/elsewhere"


async def test_every_request_carries_the_key_to_the_configured_host() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"data": {}})

    async with answering(answer) as client:
        await client.get("/rooms/1", Room)
        await client.post("/rooms", Room, {})
        await client.post("/room_sessions/1/actions/end", Room, None)
        await client.patch("/rooms/1", Room, {})
        await client.delete("/rooms/1")
    assert len(asked) == 5
    assert {request.url.host for request in asked} == {"telnyx.test"}
    assert {request.headers["authorization"] for request in asked} == {f"Bearer {KEY}"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", [ELSEWHERE, SAME_HOST, "/v2/elsewhere", "//evil.example/"])
async def test_a_redirect_is_not_followed(status: int, location: str) -> None:
    asked: list[str] = []

    def redirect(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(status, headers={"location": location})

    async with answering(redirect) as client:
        for verb in (client.get("/rooms/1", Room), client.post("/rooms/1", Room, {})):
            with pytest.raises(UnreadableReplyError, match="redirect"):
                await verb
        with pytest.raises(UnreadableReplyError, match="redirect"):
            await client.delete("/rooms/1")
    assert asked == [f"{BASE_URL}/rooms/1"] * 3


@pytest.mark.parametrize(
    "path", ["//evil.example", "/rooms/../x", "/rooms/a?b", "https://evil.example", "rooms", "/@x"]
)
async def test_what_is_no_path_is_never_asked_for(path: str) -> None:
    client = OneCall(VideoClient(KEY, base_url=BASE_URL, transport=SandboxTransport()))
    async with client:
        with pytest.raises(NotFoundError, match="its ids do not look like this"):
            await client.get(path, Room)


@pytest.mark.parametrize("status", [200, 302, 401, 422, 503])
@pytest.mark.parametrize(
    "place", ["title", "detail", "code", "message", "pointer", "page", "request id", "content type"]
)
async def test_a_key_that_the_server_echoes_is_in_no_text(status: int, place: str) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        said = request.headers["authorization"]
        error = {"code": "1", "title": "Bad", "detail": "No"}
        bodies = {
            "message": {"success": False, "message": said},
            "pointer": {"errors": [{**error, "source": {"pointer": said}}]},
        }
        body = bodies.get(place, {"errors": [{**error, place: said}]})
        headers = {
            "retry-after": "99",
            "location": f"https://evil.example/{KEY}",
            "x-request-id": said if place == "request id" else "1",
        }
        if place == "page":
            return httpx.Response(status, headers=headers, html=f"<pre>{said}</pre>")
        if place == "content type":
            headers["content-type"] = said
        return httpx.Response(status, headers=headers, json=body)

    async with answering(echo) as client:
        with pytest.raises(ApiError) as raised:
            await client.get("/rooms/1", Room)
    assert KEY not in everything_said(raised.value)


@pytest.mark.parametrize("before", range(300 - len(KEY), 300, 8))
async def test_not_even_a_part_of_the_key_is_left_where_a_long_text_is_cut(before: int) -> None:
    body = {"message": "x" * before + KEY}
    async with answering(lambda _: httpx.Response(422, json=body)) as client:
        with pytest.raises(ApiError) as raised:
            await client.get("/rooms/1", Room)
    assert KEY[:4] not in message(raised.value)


async def test_a_client_shows_no_key_of_itself() -> None:
    async with VideoClient(KEY, base_url=BASE_URL) as client:
        assert KEY not in repr(client)
        assert KEY not in repr(OneCall(client))
