"""A reply that is not what the API documents is an error with a sentence, never a surprise."""

from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest

from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.api.errors import ApiError, UnreadableReplyError
from telnyx_video_mcp.api.models import BulkDeletion, Room
from tests.api.driver import KEY, OneCall, answering, message, sending
from tests.deadline import AT_MOST_SECS

pytestmark = pytest.mark.anyio

Verb = Callable[[OneCall], Awaitable[Any]]
VERBS: dict[str, Verb] = {
    "get": lambda client: client.get("/rooms/1", Room),
    "page": lambda client: client.page("/rooms", Room),
    "create": lambda client: client.post("/rooms", Room, {}),
    "change": lambda client: client.patch("/rooms/1", Room, {}),
    "bulk delete": lambda client: client.delete_many("/room_recordings", BulkDeletion, {}),
}
any_verb = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
HTML = b"<!DOCTYPE html><html><body><h1>Log in to the hotel's network</h1></body></html>"


def speaks_to_people(error: ApiError) -> None:
    text = message(error)
    assert text.isprintable()
    assert len(text) < 500
    for foreign in ("<", "Traceback", "pydantic", "validation error"):
        assert foreign not in text


@any_verb
@pytest.mark.parametrize(
    "content",
    [
        b"",
        HTML,
        b'{"data": {"id": "1", "unique_na',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"data":' * 100_000,
        b'{"data": ' + b"9" * 10_000 + b"}",
        b"null",
        b"{}",
        b'{"data": null}',
        b'{"data": NaN}',
        b'{"meta": {}}',
        b'{"errors": [{"title": "Bad"}]}',
    ],
    ids=lambda content: content[:12].decode(errors="replace"),
)
@pytest.mark.parametrize("media", ["text/html", "application/json", ""])
async def test_what_is_no_reply_of_the_api_is_an_error(
    verb: Verb, content: bytes, media: str
) -> None:
    headers = {"content-type": media}
    async with answering(lambda _: httpx.Response(200, headers=headers, content=content)) as client:
        with pytest.raises(UnreadableReplyError) as raised:
            await verb(client)
    assert raised.value.status == 200
    speaks_to_people(raised.value)


WRONG_DATA: dict[str, list[Any]] = {
    "get": [[], [{}], "text", "", 0, 7, 1.5, True, False],
    "create": [[], "", 0, False],
    "page": ["", "text", 0, 7, True, {}, {"id": "1"}, [None], [1], ["text"], [[]]],
    "bulk delete": [[], 7, ""],
}


@pytest.mark.parametrize(
    ("verb", "data"), [(verb, data) for verb, many in WRONG_DATA.items() for data in many]
)
async def test_data_of_the_wrong_type_is_an_error(verb: str, data: Any) -> None:
    async with sending({"data": data}) as client:
        with pytest.raises(UnreadableReplyError) as raised:
            await VERBS[verb](client)
    speaks_to_people(raised.value)


async def test_an_unreadable_answer_to_a_create_may_have_created() -> None:
    async with answering(lambda _: httpx.Response(201, content=b'{"da')) as client:
        with pytest.raises(UnreadableReplyError) as raised:
            await client.post("/rooms", Room, {})
    assert "may have been carried out: check with list_rooms" in message(raised.value)


async def test_a_web_page_is_not_a_deletion() -> None:
    headers = {"content-type": "text/html"}
    async with answering(lambda _: httpx.Response(200, headers=headers, content=HTML)) as client:
        with pytest.raises(UnreadableReplyError) as raised:
            await client.delete("/rooms/1")
    speaks_to_people(raised.value)


@pytest.mark.parametrize(
    "media", ["<b>bold</b>", "x" * 10_000, "text/ht\tml", "text/html; charset=\xe9"]
)
async def test_a_strange_content_type_stays_out_of_the_sentence(media: str) -> None:
    headers = [(b"content-type", media.encode("latin-1"))]
    async with answering(lambda _: httpx.Response(200, headers=headers, content=HTML)) as client:
        with pytest.raises(UnreadableReplyError) as raised:
            await client.get("/rooms/1", Room)
    speaks_to_people(raised.value)


async def test_a_strange_request_id_stays_out_of_the_error() -> None:
    headers = [(b"x-request-id", b"<b>" + b"x" * 10_000)]
    async with answering(lambda _: httpx.Response(404, headers=headers)) as client:
        with pytest.raises(ApiError) as raised:
            await client.get("/rooms/1", Room)
    request_id = raised.value.explain("list_rooms")["request_id"] or ""
    assert len(request_id) <= 300
    assert "<" not in request_id


async def test_bytes_that_are_no_http_are_an_error() -> None:
    await _answered_with(b"SSH-2.0-OpenSSH_9.9\r\n")


async def test_half_a_reply_is_an_error() -> None:
    await _answered_with(b'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"data":')


async def test_a_damaged_compression_is_an_error() -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n"
    await _answered_with(head + b"oops")


async def _answered_with(reply: bytes) -> None:
    async def answer(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            await stream.receive()
            await stream.send(reply)

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    client = OneCall(
        VideoClient(KEY, base_url=f"http://127.0.0.1:{port}/v2", timeout_secs=AT_MOST_SECS)
    )
    async with listener, client, anyio.create_task_group() as server:
        server.start_soon(listener.serve, answer)
        with pytest.raises(ApiError) as raised:
            await client.post("/rooms", Room, {})
        server.cancel_scope.cancel()
    speaks_to_people(raised.value)
    assert "may have been carried out" in message(raised.value)
