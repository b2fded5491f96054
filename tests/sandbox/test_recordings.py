from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sandbox.driver import Driver

pytestmark = pytest.mark.anyio


async def test_a_room_that_records_makes_two_tracks_for_each_stay(api: Driver) -> None:
    room = api.room(enable_recording=True)
    _, alice = api.join(room)
    api.join(room)
    api.world.leave(alice)
    api.join(room)
    tracks = await api.data("GET", "/room_recordings")
    assert sorted((r["type"], r["codec"]) for r in tracks) == [
        *[("audio", "opus")] * 3,
        *[("video", "VP8")] * 3,
    ]
    assert len({r["participant_id"] for r in tracks}) == 3


async def test_the_switch_is_read_when_the_session_starts(api: Driver) -> None:
    room = api.room()
    api.join(room)
    await api.data("PATCH", f"/rooms/{room}", json={"enable_recording": True})
    api.join(room)
    assert await api.data("GET", "/room_recordings") == []


async def test_a_recording_is_complete_a_few_seconds_after_its_participant_left(
    api: Driver,
) -> None:
    _, person = api.join(api.room(enable_recording=True))
    recording = (await api.data("GET", "/room_recordings"))[0]["id"]
    path = f"/room_recordings/{recording}"
    running = await api.data("GET", path)
    assert running["status"] == "processing"
    assert running["duration_secs"] is running["ended_at"] is running["download_url"] is None

    await api.control("advance", seconds=90)
    await api.control("leave", participant_id=person)
    left = await api.data("GET", path)
    assert (left["status"], left["download_url"], left["duration_secs"]) == ("processing", None, 90)

    await api.control("advance", seconds=5)
    done = await api.data("GET", path)
    assert (done["status"], done["duration_secs"]) == ("completed", 90)
    assert done["size_mb"] > 0
    assert done["ended_at"] < done["completed_at"]


async def test_each_reading_brings_a_fresh_link_for_about_an_hour(api: Driver) -> None:
    _, person = api.join(api.room(enable_recording=True))
    api.world.leave(person)
    api.world.advance(5)
    path = f"/room_recordings/{api.world.list_recordings()[0]['id']}"
    first, second = [(await api.data("GET", path))["download_url"] for _ in range(2)]
    assert first != second
    query = parse_qs(urlsplit(first).query)
    assert (query["X-Amz-Date"], query["X-Amz-Expires"]) == (["20261122T120005Z"], ["3600"])


async def test_one_recording_can_be_deleted_once(api: Driver) -> None:
    api.join(api.room(enable_recording=True))
    path = f"/room_recordings/{api.world.list_recordings()[0]['id']}"
    await api.data("DELETE", path, 204)
    await api.error("DELETE", path, 404)
    assert len(api.world.list_recordings()) == 1


async def test_the_bulk_delete_takes_what_its_filters_mean(api: Driver) -> None:
    kept, _ = api.join(api.room(enable_recording=True))
    doomed, _ = api.join(api.room(enable_recording=True))
    query = {"filter[session_id]": doomed, "filter[type]": "video"}
    assert await api.data("DELETE", "/room_recordings", 201, params=query) == {"room_recordings": 1}
    left = await api.data("GET", "/room_recordings")
    assert sorted((r["session_id"], r["type"]) for r in left) == sorted(
        [(kept, "audio"), (kept, "video"), (doomed, "audio")]
    )


@pytest.mark.parametrize("query", ["", "?page[size]=1", "?filter[rom_id]=typo"])
async def test_the_bulk_delete_without_a_filter_takes_everything(api: Driver, query: str) -> None:
    api.join(api.room(enable_recording=True))
    assert await api.data("DELETE", f"/room_recordings{query}", 201) == {"room_recordings": 2}
    assert await api.data("GET", "/room_recordings") == []


async def test_a_filter_that_cannot_be_read_deletes_nothing(api: Driver) -> None:
    api.join(api.room(enable_recording=True))
    query = {"filter[date_started_at][lte]": "yesterday"}
    await api.error("DELETE", "/room_recordings", 422, params=query)
    assert len(api.world.list_recordings()) == 2
