"""Whatever comes back, a verb returns what it promises or raises an ApiError, and nothing else."""

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import Page, Record, Room, RoomComposition, RoomSession
from tests.api.driver import answering

pytestmark = pytest.mark.anyio

known_names = (
    "id unique_name active sessions participants video_layout size_mb max_participants unreadable "
    "record_type code title detail source pointer message page_number page_size total_pages"
)
names = st.sampled_from(known_names.split()) | st.text(max_size=4)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)
records = st.dictionaries(names, values, max_size=6)
documents = st.fixed_dictionaries(
    {},
    optional={
        "data": records | st.lists(records, max_size=4) | values,
        "meta": records | values,
        "errors": st.lists(records, max_size=5) | values,
        "success": values,
        "message": values,
    },
)
bodies = st.binary(max_size=200) | (documents | values).map(lambda it: json.dumps(it).encode())
header_texts = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)
headers = st.fixed_dictionaries(
    {},
    optional={
        "content-type": header_texts,
        "retry-after": header_texts | st.integers().map(str),
        "x-ratelimit-reset": header_texts | st.integers().map(str),
        "x-request-id": header_texts,
        "date": header_texts,
        "location": header_texts,
    },
)
Verb = Callable[[Api, type[Record]], Awaitable[object]]


async def deleted(client: Api, _: type[Record]) -> None:
    await client.delete("/rooms/1")


VERBS: dict[str, Verb] = {
    "get": lambda client, record: client.get("/rooms/1", record),
    "page": lambda client, record: client.page("/rooms", record),
    "create": lambda client, record: client.post("/rooms", record, {}),
    "change": lambda client, record: client.patch("/rooms/1", record, {}),
    "delete": deleted,
    "delete_many": lambda client, record: client.delete_many("/room_recordings", record, {}),
}


@given(
    verb=st.sampled_from(sorted(VERBS)),
    record=st.sampled_from([Room, RoomSession, RoomComposition]),
    status=st.integers(100, 599) | st.just(200),
    headers=headers,
    body=bodies,
)
@settings(max_examples=400)
async def test_any_reply_is_what_was_promised_or_an_api_error(
    verb: str, record: type[Record], status: int, headers: dict[str, str], body: bytes
) -> None:
    sent = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]
    async with answering(lambda _: httpx.Response(status, headers=sent, content=body)) as client:
        try:
            outcome = await VERBS[verb](client, record)
        except ApiError as error:
            explained = error.explain("list_rooms")
            assert explained["message"].isprintable()
            assert len(explained["message"]) < 700
            assert json.dumps(explained, ensure_ascii=False, allow_nan=False).encode()
            return
    assert 200 <= status < 300
    promised = {"page": Page, "delete": type(None)}.get(verb, record)
    assert type(outcome) is promised
