"""Files that are made larger than they are."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.sandbox.files import StoredFile
from tests.sandbox.driver import NOON, Driver
from tests.sandbox.recorded import Recorded

pytestmark = pytest.mark.anyio

GIGABYTE = 10**9


@given(
    content=st.binary(min_size=1, max_size=40),
    size=st.integers(0, 200),
    start=st.integers(0, 200),
    piece=st.integers(1, 60),
)
def test_pieces_of_a_large_file_are_its_content_over_and_over(
    content: bytes, size: int, start: int, piece: int
) -> None:
    pieces = list(StoredFile(content, size, "video/webm", NOON).pieces(start, size, piece))
    assert b"".join(pieces) == (content * (size // len(content) + 1))[start:size]
    assert all(0 < len(each) <= piece for each in pieces)


async def test_a_file_can_be_a_gigabyte_and_is_not_held_in_memory(
    api: Driver, files: Recorded
) -> None:
    small = (await files.http.get(files.video)).content
    answer = await api.control("media", id=files.video_id, bytes=GIGABYTE)
    assert answer == {"id": files.video_id, "bytes": GIGABYTE}
    seen = 0
    async with files.http.stream("GET", files.video) as reply:
        assert reply.headers["content-length"] == str(GIGABYTE)
        async for piece in reply.aiter_raw():
            if not seen:
                assert piece == (small * (len(piece) // len(small) + 1))[: len(piece)]
            seen += len(piece)
            assert len(piece) <= 65536
            if seen > 50 * 65536:
                break
    (*_, entry) = (await files.http.get("/sandbox/downloads")).json()
    assert entry["sent_bytes"] < GIGABYTE
    end = await files.http.get(files.video, headers={"range": "bytes=-10"})
    assert end.headers["content-range"] == f"bytes 999999990-999999999/{GIGABYTE}"
    assert end.content == (small * 3)[GIGABYTE % len(small) - 10 + len(small) :][:10]


async def test_a_file_becomes_what_it_was_when_its_size_is_taken_back(
    api: Driver, files: Recorded
) -> None:
    small = (await files.http.get(files.composition)).content
    path = f"/room_compositions/{files.composition_id}"
    shown = await api.data("GET", path)
    await api.control("media", id=files.composition_id.upper(), bytes=0)
    assert (await files.http.get(files.composition)).content == b""
    assert (await api.data("GET", path))["size_mb"] == shown["size_mb"]
    for order in ({"bytes": None}, {}):
        answer = await api.control("media", id=files.composition_id, **order)
        assert answer["bytes"] == len(small)
    assert (await files.http.get(files.composition)).content == small


@pytest.mark.parametrize("order", [{"bytes": -1}, {"bytes": 1.5}, {"bytes": 10**13 + 1}, {"id": 7}])
async def test_a_size_that_makes_no_sense_is_refused(files: Recorded, order: Any) -> None:
    body = {"id": files.video_id, **order}
    reply = await files.http.post("/sandbox/media", json=body)
    assert (reply.status_code, f"'{next(iter(order))}'" in reply.json()["error"]) == (422, True)


async def test_what_has_no_file_has_no_size(api: Driver) -> None:
    _, person = api.join(api.room(enable_recording=True))
    running = api.world.list_recordings()[0]["id"]
    for each in (person, running, "weekly"):
        error = (await api.control("media", 404, id=each, bytes=1))["error"]
        assert error == f"'{each}' is no completed recording or composition."
