"""Parts of a file, as a client asks for them that goes on where it was cut off."""

import pytest

from tests.sandbox.driver import Driver
from tests.sandbox.recorded import Recorded, refusal

pytestmark = pytest.mark.anyio


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
