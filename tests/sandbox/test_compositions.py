from typing import Any

import pytest

from tests.sandbox.driver import NOBODY, Driver

pytestmark = pytest.mark.anyio


def recorded_session(api: Driver) -> tuple[str, list[str], list[str]]:
    """A finished session of two people; its id, its video recordings, its audio recordings."""
    room = api.room(enable_recording=True)
    session, alice = api.join(room)
    _, bob = api.join(room)
    api.world.advance(120)
    for person in (alice, bob):
        api.world.leave(person)
    tracks = [r for r in api.world.list_recordings() if r["session_id"] == session]
    video, audio = ([r["id"] for r in tracks if r["type"] == t] for t in ("video", "audio"))
    return session, video, audio


async def test_composing_takes_its_time(api: Driver) -> None:
    session, _, _ = recorded_session(api)
    new = await api.data("POST", "/room_compositions", 202, json={"session_id": session})
    path = f"/room_compositions/{new['id']}"
    seen = []
    for _ in range(3):
        seen.append((await api.data("GET", path))["status"])
        await api.control("advance", seconds=5)
    assert seen == ["enqueued", "processing", "completed"]
    done = await api.data("GET", path)
    assert (done["format"], done["resolution"], done["duration_secs"]) == ("mp4", "1280x720", 120)
    assert done["download_url"].startswith("http://sandbox.invalid/media/compositions/")
    assert new["download_url"] is new["duration_secs"] is new["size_mb"] is None


async def test_a_composition_is_silent_unless_sound_is_asked_for(api: Driver) -> None:
    session, _, _ = recorded_session(api)
    for audio in ({}, {"audio_sources": None}, {"audio_sources": ["*"]}):
        body = {"session_id": session, **audio}
        await api.data("POST", "/room_compositions", 202, json=body)
    newest_first = (await api.state())["compositions"]
    assert [c["has_audio"] for c in newest_first] == [True, False, False]


async def test_a_composition_contains_the_recordings_its_regions_name(api: Driver) -> None:
    session, (left, right), _ = recorded_session(api)
    layout: dict[str, Any] = {
        "main": {"video_sources": [left], "width": 1280, "height": 720},
        "pip": {"video_sources": [right, left], "x_pos": 936, "y_pos": 516, "z_pos": 1},
    }
    body = {"session_id": session, "video_layout": layout}
    shown = await api.data("POST", "/room_compositions", 202, json=body)
    assert shown["video_layout"]["pip"]["video_sources"] == [right, left]
    assert shown["video_layout"]["main"]["z_pos"] == 0
    (composition,) = (await api.state())["compositions"]
    assert composition["session_id"] == session
    assert composition["video_recording_ids"] == [left, right]


async def test_a_star_means_all_video_of_the_session(api: Driver) -> None:
    session, video, _ = recorded_session(api)
    recorded_session(api)
    body = {"session_id": session, "video_layout": {"grid": {"video_sources": ["*"]}}}
    await api.data("POST", "/room_compositions", 202, json=body)
    (composition,) = (await api.state())["compositions"]
    assert sorted(composition["video_recording_ids"]) == sorted(video)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("session_id", "weekly", "10015"),
        ("session_id", NOBODY, "10017"),
        ("format", "webm", "10015"),
        ("resolution", "1280 x 720", "10015"),
        ("resolution", "15x720", "10015"),
        ("resolution", "720x1281", "10015"),
        ("resolution", "1280x721", "10015"),
        ("audio_sources", [], "10015"),
        ("audio_sources", [NOBODY], "10015"),
        ("video_layout", [], "10015"),
        ("video_layout", {name: {"video_sources": ["*"]} for name in "abc"}, "10015"),
        ("video_layout", {"a": {}}, "10004"),
        ("video_layout", {"a": {"video_sources": []}}, "10004"),
        ("video_layout", {"a": {"video_sources": "*"}}, "10015"),
        ("video_layout", {"a": {"video_sources": [NOBODY]}}, "10017"),
        ("video_layout", {"a": {"video_sources": ["*"], "z_pos": 100}}, "10015"),
        ("video_layout", {"a": {"video_sources": ["*"], "width": 15}}, "10015"),
    ],
)
async def test_a_composition_that_cannot_be_is_refused(
    api: Driver, field: str, value: Any, code: str
) -> None:
    session, _, _ = recorded_session(api)
    body = {"session_id": session, field: value}
    error = await api.error("POST", "/room_compositions", 422, json=body)
    assert error["code"] == code
    assert error["source"]["pointer"].startswith(f"/{field}")


async def test_audio_tracks_and_other_sessions_are_no_video_sources(api: Driver) -> None:
    session, _, audio = recorded_session(api)
    _, elsewhere, _ = recorded_session(api)
    for source in (audio[0], elsewhere[0]):
        body = {"session_id": session, "video_layout": {"a": {"video_sources": [source]}}}
        error = await api.error("POST", "/room_compositions", 422, json=body)
        assert error["code"] == "10017"
        assert source in error["detail"]


async def test_there_is_nothing_to_compose_where_nobody_had_video(api: Driver) -> None:
    session, _ = api.join(api.room())
    assert (await api.error("POST", "/room_compositions", 422, json={}))["code"] == "10004"
    error = await api.error("POST", "/room_compositions", 422, json={"session_id": session})
    assert error["code"] == "10017"


async def test_a_composition_can_be_deleted_once(api: Driver) -> None:
    session, _, _ = recorded_session(api)
    path = f"/room_compositions/{api.world.create_composition({'session_id': session})['id']}"
    await api.data("DELETE", path, 204)
    await api.error("DELETE", path, 404)
    await api.error("GET", path, 404)
