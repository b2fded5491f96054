"""The files behind the links, as a client fetches them from a bucket."""

from hashlib import sha256
from urllib.parse import urlencode

import httpx
import pytest

from telnyx_video_mcp.sandbox.transport import SandboxTransport
from tests.sandbox.driver import Driver
from tests.sandbox.recorded import Recorded, refusal

pytestmark = pytest.mark.anyio

GIGABYTE = 10**9


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
    assert len(video) + len(audio) + len(composition) < 60_000
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
    assert files.video_id.encode() in (await files.http.get(files.video)).content
    assert files.composition_id.encode() in (await files.http.get(files.composition)).content
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
