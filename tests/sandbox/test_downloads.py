"""The files behind the links, as a client fetches them from a bucket."""

from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.sandbox.files import StoredFile
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from tests.sandbox.driver import NOON, Driver
from tests.sandbox.recorded import Recorded, recorded

pytestmark = pytest.mark.anyio

GIGABYTE = 10**9


@pytest.fixture
async def files(api: Driver) -> Recorded:
    """One finished session of two people, composed; requests go out without a key."""
    return await recorded(api)


def refusal(reply: httpx.Response, status: int) -> dict[str, str | None]:
    """The elements of an error as S3 writes it."""
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/xml")
    root = ET.fromstring(reply.text)
    assert root.tag == "Error"
    return {element.tag: element.text for element in root}


def changed(url: str, **query: str | None) -> str:
    """The link with other parameters; None leaves one out."""
    parts = httpx.URL(url)
    renamed = {name.replace("_", "-"): value for name, value in query.items()}
    kept = {name: value for name, value in {**parts.params, **renamed}.items() if value is not None}
    return f"{url.partition('?')[0]}?{urlencode(kept)}"


async def test_a_link_brings_the_whole_file_with_what_describes_it(files: Recorded) -> None:
    for url, media in (
        (files.video, "video/webm"),
        (files.audio, "audio/webm"),
        (files.composition, "video/mp4"),
    ):
        reply = await files.http.get(url)
        assert reply.status_code == 200
        assert reply.headers["content-type"] == media
        assert reply.headers["accept-ranges"] == "bytes"
        assert int(reply.headers["content-length"]) == len(reply.content) > 5000
        assert reply.headers["last-modified"].startswith("Sun, 22 Nov 2026 12:02:")
        assert reply.headers["etag"]


async def test_what_a_link_brings_is_the_media_that_it_claims_to_be(files: Recorded) -> None:
    video, audio, composition = [(await files.http.get(url)).content for url in files.links]
    for track, codec in ((video, b"V_VP8"), (audio, b"A_OPUS")):
        assert track.startswith(b"\x1a\x45\xdf\xa3")
        assert b"webm" in track[:64]
        assert codec in track
    boxes, start = [], 0
    while start < len(composition):
        boxes.append(composition[start + 4 : start + 8])
        start += int.from_bytes(composition[start : start + 4])
    assert start == len(composition)
    assert boxes[0] == b"ftyp"
    assert {b"moov", b"mdat"} < set(boxes)


async def test_no_two_files_are_the_same_and_each_stays_the_same(
    api: Driver, files: Recorded
) -> None:
    tracks = await api.data("GET", "/room_recordings")
    assert len(tracks) == 4
    once, twice = [
        [sha256((await files.http.get(each["download_url"])).content).digest() for each in tracks]
        for _ in range(2)
    ]
    assert once == twice
    assert len(set(once)) == 4


async def test_a_link_is_good_for_an_hour_of_the_sandboxs_clock(
    api: Driver, files: Recorded
) -> None:
    await api.control("advance", seconds=3600 - 6)
    assert (await files.http.get(files.video)).status_code == 200
    await api.control("advance", seconds=6)
    for url in files.links:
        error = refusal(await files.http.get(url), 403)
        assert (error["Code"], error["Message"]) == ("AccessDenied", "Request has expired")
        assert (error["X-Amz-Expires"], error["Expires"]) == ("3600", "2026-11-22T13:02:20Z")
    (fresh,) = [
        each["download_url"]
        for each in await api.data("GET", "/room_recordings")
        if each["id"] == files.video_id
    ]
    assert (await files.http.get(fresh)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"X_Amz_Signature": "0" * 64},
        {"X_Amz_Signature": "é"},
        {"X_Amz_Expires": "999999"},
        {"X_Amz_Date": "20991122T120005Z"},
        {"X_Amz_Credential": "SANDBOX"},
        {"X_Amz_Expires": None},
        {"colour": "blue"},
    ],
)
async def test_a_forged_link_opens_nothing(files: Recorded, change: dict[str, str | None]) -> None:
    reply = await files.http.get(changed(files.video, **change))
    assert refusal(reply, 403)["Code"] == "SignatureDoesNotMatch"


async def test_a_signature_opens_its_own_file_only(api: Driver, files: Recorded) -> None:
    query = files.video.partition("?")[2]
    for other in (files.audio, files.composition):
        url = f"{other.partition('?')[0]}?{query}"
        assert refusal(await files.http.get(url), 403)["Code"] == "SignatureDoesNotMatch"
    twice = f"{files.video}&X-Amz-Expires=3600"
    assert refusal(await files.http.get(twice), 403)["Code"] == "SignatureDoesNotMatch"
    bare = files.video.partition("?")[0]
    assert refusal(await files.http.get(bare), 403)["Message"] == "Access Denied"
    await api.control("reset", seed="empty")
    assert refusal(await files.http.get(files.video), 403)["Code"] == "SignatureDoesNotMatch"


async def test_a_deleted_recording_is_no_longer_behind_its_link(
    api: Driver, files: Recorded
) -> None:
    await api.data("DELETE", f"/room_recordings/{files.video_id}", 204)
    error = refusal(await files.http.get(files.video), 404)
    assert error["Code"] == "NoSuchKey"
    assert files.video_id in str(error["Key"])


async def test_a_key_has_no_business_there(api: Driver, files: Recorded) -> None:
    error = refusal(await api.http.get(files.video), 400)
    assert (error["Code"], error["ArgumentName"]) == ("InvalidArgument", "Authorization")


async def test_files_are_read_and_not_written(files: Recorded) -> None:
    for method in ("PUT", "POST", "DELETE"):
        assert refusal(await files.http.request(method, files.video), 405)["Code"]
    assert (await files.http.get(files.video)).status_code == 200


async def test_a_head_describes_the_file_without_it(files: Recorded) -> None:
    whole, head = await files.http.get(files.video), await files.http.head(files.video)
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=10-19", slice(10, 20)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-100", slice(-100, None)),
        ("bytes=5000-99999999", slice(5000, None)),
        ("bytes=-99999999", slice(0, None)),
    ],
)
async def test_a_part_of_a_file_can_be_had(files: Recorded, asked: str, part: slice) -> None:
    whole = (await files.http.get(files.video)).content
    reply = await files.http.get(files.video, headers={"range": asked})
    first, stop, _ = part.indices(len(whole))
    assert (reply.status_code, reply.content) == (206, whole[part])
    assert reply.headers["content-range"] == f"bytes {first}-{stop - 1}/{len(whole)}"
    assert reply.headers["content-length"] == str(stop - first)
    head = await files.http.head(files.video, headers={"range": asked})
    assert (head.status_code, head.headers["content-length"]) == (206, str(stop - first))


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=9-2", "bytes=0-1,4-5", "lines=0-1", "10-20"])
async def test_a_part_that_cannot_be_read_means_the_whole(files: Recorded, asked: str) -> None:
    reply = await files.http.get(files.video, headers={"range": asked})
    assert reply.status_code == 200
    assert "content-range" not in reply.headers


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
async def test_a_part_beyond_the_end_is_refused(files: Recorded, asked: str) -> None:
    reply = await files.http.get(files.video, headers={"range": asked})
    size = (await files.http.head(files.video)).headers["content-length"]
    assert refusal(reply, 416)["ActualObjectSize"] == size
    assert reply.headers["content-range"] == f"bytes */{size}"


async def test_a_part_of_another_state_of_the_file_means_the_whole(
    api: Driver, files: Recorded
) -> None:
    before = (await files.http.head(files.video)).headers["etag"]
    asked = {"range": "bytes=5-9", "if-range": before}
    assert (await files.http.get(files.video, headers=asked)).status_code == 206
    await api.control("media", id=files.video_id, bytes=50)
    assert (await files.http.get(files.video, headers=asked)).status_code == 200


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
    told = await api.control("media", id=files.video_id, bytes=GIGABYTE)
    assert told == {"id": files.video_id, "bytes": GIGABYTE}
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
        told = await api.control("media", id=files.composition_id, **order)
        assert told["bytes"] == len(small)
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


async def test_downloads_are_logged_apart_and_without_what_opens_them(
    api: Driver, files: Recorded
) -> None:
    await api.http.delete("/sandbox/requests")
    size = len((await files.http.get(files.video)).content)
    await files.http.get(files.video, headers={"range": "bytes=0-9"})
    await files.http.head(files.audio)
    await files.http.get(changed(files.audio, X_Amz_Signature="0"))
    video, audio = (httpx.URL(url).path for url in (files.video, files.audio))
    assert (await files.http.get("/sandbox/downloads")).json() == [
        {"method": "GET", "path": video, "range": None, "status": 200, "sent_bytes": size},
        {"method": "GET", "path": video, "range": "bytes=0-9", "status": 206, "sent_bytes": 10},
        {"method": "HEAD", "path": audio, "range": None, "status": 200, "sent_bytes": 0},
        {"method": "GET", "path": audio, "range": None, "status": 403, "sent_bytes": 0},
    ]
    assert await api.requests() == []
    assert (await files.http.delete("/sandbox/downloads")).json() == {"cleared": 4}
    assert (await files.http.get("/sandbox/downloads")).json() == []


async def test_every_finished_file_of_the_demo_world_can_be_had() -> None:
    transport = SandboxTransport()
    async with httpx.AsyncClient(transport=transport) as http:
        state = transport.app.state.world.state()
        finished = [
            each
            for each in (*state["recordings"], *state["compositions"])
            if each["status"] == "completed"
        ]
        assert len(finished) > 10
        replies = [await http.get(each["download_url"]) for each in finished]
    assert {reply.status_code for reply in replies} == {200}
