"""The workflows in detail: what they ask of the API, how they wait, what they admit."""

import json
from typing import Any

import bpe_openai
import httpx
import pytest
from mcp.client import Client

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.hosting import ERAS, Era, Host, Time, hosting

pytestmark = pytest.mark.anyio

WEEKLY = "weekly"


async def paths(host: Host) -> list[str]:
    return [f"{each['method']} {each['path']}" for each in await host.requests()]


@pytest.mark.parametrize("guests", [0, 1, 7])
async def test_hosting_takes_one_request_a_guest_and_one_or_two_more(guests: int) -> None:
    names = [f"Guest {number}" for number in range(guests)]
    async with hosting() as host:
        first = await host.call("host_meeting", name=WEEKLY, guests=names)
        assert len(await host.requests()) == guests + 2
        await host.forget()
        await host.call("host_meeting", name=WEEKLY, guests=names)
        assert len(await host.requests()) == guests + 1
    assert [each["name"] for each in first["guests"]] == names


async def test_more_guests_than_the_room_holds_are_refused_before_anything_is_made() -> None:
    many = [f"Guest {number}" for number in range(11)]
    async with hosting() as host:
        error = await host.refusal("host_meeting", name=WEEKLY, guests=many)
        assert await host.writes() == []
        await host.call("host_meeting", name=WEEKLY, guests=many, max_participants=11)
    assert "max_participants" in error["message"]


async def test_a_lifetime_above_the_ceiling_is_refused_before_anything_is_made() -> None:
    async with hosting(max_token_ttl_secs=300) as host:
        error = await host.refusal(
            "host_meeting", name=WEEKLY, guests=["Alice"], token_ttl_secs=900
        )
        assert await host.requests() == []
        hosted = await host.call("host_meeting", name=WEEKLY, guests=["Alice", "Bob"])
    assert "token_ttl_secs must be 10 to 300, not 900." in error["message"]
    assert [each["expires_in_minutes"] for each in hosted["guests"]] == [5, 5]
    assert len(hosted["notes"]) == 1


async def test_one_failed_token_does_not_cost_the_others() -> None:
    async with hosting() as host:
        path = "/v2/rooms/*"
        await host.fault(method="POST", path=path, status=403, times=1)
        hosted = await host.call("host_meeting", name=WEEKLY, guests=["Alice", "Bob"])
    problems = [each for each in hosted["guests"] if "problem" in each]
    assert len(problems) == 1
    assert len([each for each in hosted["guests"] if "token" in each]) == 1


@pytest.mark.parametrize("era", ERAS)
async def test_watching_returns_at_the_first_change_and_asks_every_3_seconds(era: Era) -> None:
    async with hosting(era) as host:
        room = host.room(unique_name=WEEKLY)
        host.join(room, "Alice")
        host.time.meanwhile = [lambda: None, lambda: host.join(room, "Bob")]
        seen = await host.call("watch_session", session=WEEKLY, up_to_seconds=45)
        assert host.time.waits == [3.0, 3.0]
        asked = [path for path in await paths(host) if path.endswith("/participants")]
        assert len(asked) == 3
    assert [who["participant_supplied"]["name"] for who in seen["joined"]] == ["Bob"]
    assert seen["inside_count"] == 2


@pytest.mark.parametrize("seconds", [0, 1, 3, 10, 30, 45])
async def test_waiting_takes_as_long_as_asked(seconds: int) -> None:
    async with hosting() as host:
        session, _ = host.join(host.room(unique_name=WEEKLY, enable_recording=True), "Alice")
        await host.call("watch_session", session=WEEKLY, up_to_seconds=seconds)
        assert sum(host.time.waits) == seconds
        host.time.waits.clear()
        await host.call("wait_for", session=session, up_to_seconds=seconds)
        assert sum(host.time.waits) == seconds


async def test_watching_in_vain_takes_no_longer_than_asked_and_gives_a_cursor() -> None:
    async with hosting() as host:
        room = host.room(unique_name=WEEKLY)
        _, alice = host.join(room, "Alice")
        seen = await host.call("watch_session", session=WEEKLY, up_to_seconds=10)
        assert sum(host.time.waits) <= 10
        host.world.advance(60)
        host.world.leave(alice)
        host.world.advance(60)
        host.join(room, '{"name":"ALICE"}')
        later = await host.call("watch_session", session=WEEKLY, since=seen["cursor"])
    assert seen["changed"] is False
    assert later["changed"] is True


async def test_whoever_comes_back_is_told_as_come_back() -> None:
    async with hosting() as host:
        room = host.room(unique_name=WEEKLY)
        host.join(room, "Host")
        _, alice = host.join(room, "Alice")
        seen = await host.call("watch_session", session=WEEKLY, up_to_seconds=0)
        host.world.advance(10)
        host.world.leave(alice)
        host.world.advance(10)
        _, again = host.join(room, '{"name":"ALICE"}')
        later = await host.call("watch_session", session=WEEKLY, since=seen["cursor"])
    assert [who["id"] for who in later["left"]] == [alice]
    assert [who["id"] for who in later["came_back"]] == [again]
    assert "joined" not in later or later["joined"] == []


async def test_a_room_that_nobody_has_entered_can_be_watched() -> None:
    async with hosting() as host:
        room = host.room(unique_name=WEEKLY)
        host.time.meanwhile = [lambda: host.join(room, "Alice")]
        seen = await host.call("watch_session", session=WEEKLY, up_to_seconds=20)
    assert [who["participant_supplied"]["name"] for who in seen["joined"]] == ["Alice"]
    assert seen["active"] is True


async def test_a_cursor_of_nonsense_is_refused_before_any_request() -> None:
    async with hosting() as host:
        error = await host.refusal("watch_session", session=WEEKLY, since="../rooms/x")
        assert await host.requests() == []
    assert "since is not a cursor" in error["message"]


async def test_a_cursor_of_one_room_is_refused_with_the_name_of_another() -> None:
    async with hosting() as host:
        session, _ = host.join(host.room(unique_name=WEEKLY), "Alice")
        host.join(host.room(unique_name="other"), "Bob")
        by_name = await host.call("watch_session", session=WEEKLY, up_to_seconds=0)
        by_id = await host.call("watch_session", session=session, up_to_seconds=0)
        for seen in (by_name, by_id):
            error = await host.refusal("watch_session", session="other", since=seen["cursor"])
            assert "belongs to another room than 'other'" in error["message"]
            again = await host.call(
                "watch_session", session=WEEKLY, since=seen["cursor"], up_to_seconds=0
            )
            assert again["session_id"] == session


async def test_wrapping_up_waits_for_recordings_and_says_how_far_it_is() -> None:
    async with hosting() as host:
        room = host.room(unique_name=WEEKLY, enable_recording=True)
        session, _ = host.join(room, "Alice")
        host.world.advance(120)
        done = await host.call("wrap_up_meeting", session=WEEKLY)
        assert host.time.waits
        assert sum(host.time.waits) <= 45
    assert done["done"] is True
    assert done["layout"] == "full"
    assert done["session_id"] == session


@pytest.mark.parametrize(
    ("people", "layout", "fits", "regions"),
    [
        (2, "auto", "side_by_side", 2),
        (3, "auto", "grid", 1),
        (2, "picture_in_picture", "picture_in_picture", 2),
        (1, "picture_in_picture", "full", 1),
        (3, "full", "grid", 1),
    ],
)
async def test_the_layout_fits_the_number_of_video_tracks(
    people: int, layout: str, fits: str, regions: int
) -> None:
    async with hosting() as host:
        room = host.room(unique_name=WEEKLY, enable_recording=True)
        for number in range(people):
            host.join(room, f"Guest {number}")
        host.world.advance(60)
        done = await host.call("wrap_up_meeting", session=WEEKLY, layout=layout)
        (made,) = host.world.state()["compositions"]
    assert done["layout"] == fits
    assert len(made["video_layout"]) == regions


async def test_a_meeting_without_recordings_is_wrapped_up_all_the_same() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY)
        host.join(WEEKLY, "Alice")
        done = await host.call("wrap_up_meeting", session=WEEKLY)
        assert host.world.state()["compositions"] == []
    assert done["done"] is True
    assert "did not record" in done["message"]


async def test_the_room_is_deleted_only_at_the_end_and_after_a_question_of_its_own() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY)
        session, _ = host.join(WEEKLY, "Alice")
        first = await host.call("wrap_up_meeting", session=WEEKLY, keep_room=False)
        assert len(host.world.list_rooms()) == 1
        last = await host.call("wrap_up_meeting", session=session, keep_room=False)
        assert host.world.list_rooms() == []
    assert (first["done"], first["stage"]) == (False, "room")
    assert (last["done"], last["stage"]) == (True, "done")
    assert "The room is deleted." in last["message"]
    assert [question.split()[0] for question in host.questions] == ["End", "Delete"]
    assert "The room is to be deleted when the video is ready" in host.questions[0]


async def test_in_operate_mode_nothing_begins_that_would_end_with_the_rooms_deletion() -> None:
    async with hosting(mode="operate") as host:
        host.room(unique_name=WEEKLY)
        session, _ = host.join(WEEKLY, "Alice")
        for given in (WEEKLY, session):
            error = await host.refusal("wrap_up_meeting", session=given, keep_room=False)
            assert error["kind"] == "not_in_mode"
            assert "Leave keep_room out" in error["message"]
        assert host.questions == []
        assert await host.writes() == []
        done = await host.call("wrap_up_meeting", session=WEEKLY)
        assert len(host.world.list_rooms()) == 1
    assert done["done"] is True


async def test_a_lost_reply_on_composing_leaves_one_composition() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY, enable_recording=True)
        host.join(WEEKLY, "Alice")
        host.world.advance(60)
        await host.fault(method="POST", path="/v2/room_compositions", drop=True, applied=True)
        done = await host.call("wrap_up_meeting", session=WEEKLY)
        assert len(host.world.state()["compositions"]) == 1
    assert done["done"] is True


async def test_waiting_for_recordings_brings_names_and_on_request_links() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY, enable_recording=True)
        session, alice = host.join(WEEKLY, "Alice")
        host.world.advance(60)
        host.world.leave(alice)
        at_once = await host.call("wait_for", session=session, up_to_seconds=0)
        ready = await host.call("wait_for", session=session, include_links=True)
        without = await host.call("wait_for", session=session)
    assert at_once["ready"] is False
    assert "call again" in at_once["message"]
    assert ready["ready"] is True
    assert all(each["download_url"] and each["expires_at"] for each in ready["files"])
    assert "download_url" not in str(without)
    assert "expires_at" not in str(without)
    assert without["room_name"] == WEEKLY
    assert {each["participant_supplied"]["name"] for each in without["files"]} == {"Alice"}


async def test_what_cannot_be_deleted_is_told_and_the_rest_is_gone() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY, enable_recording=True)
        _, alice = host.join(WEEKLY, "Alice")
        host.world.leave(alice)
        host.world.advance(60)
        stubborn = host.world.list_recordings()[0]["id"]
        await host.fault(method="DELETE", path=f"/v2/room_recordings/{stubborn}", status=500)
        answer = await host.call("clean_up_recordings", room=WEEKLY)
        assert [each["id"] for each in host.world.list_recordings()] == [stubborn]
    assert (answer["deleted"], answer["failed"]) == (1, 1)
    assert answer["problems"][0]["id"] == stubborn


async def test_a_recording_made_between_preview_and_code_asks_anew() -> None:
    async with hosting(answer=None) as host:
        for _ in range(2):
            _, who = host.join(host.room(enable_recording=True))
            host.world.leave(who)
            host.world.advance(86400 * 2)
        shown = await host.call("clean_up_recordings", older_than_days=1)
        again = await host.call("clean_up_recordings", older_than_days=2, confirm=shown["confirm"])
        assert await host.writes() == []
        gone = await host.call("clean_up_recordings", older_than_days=1, confirm=shown["confirm"])
    assert again["needs_confirmation"] is True
    assert gone["deleted"] == shown["preview"]["recordings"]


async def test_cleaning_up_needs_something_to_go_by() -> None:
    async with hosting() as host:
        error = await host.refusal("clean_up_recordings", keep_rooms=["weekly"])
        assert await host.requests() == []
    assert "at least one of older_than_days" in error["message"]


async def test_rooms_to_keep_are_kept_and_small_files_too() -> None:
    async with hosting() as host:
        for name, minutes in (("kept", 60), ("cleared", 60), ("short", 1)):
            _, who = host.join(host.room(unique_name=name, enable_recording=True))
            host.world.advance(60 * minutes)
            host.world.leave(who)
        host.world.advance(86400 * 3)
        before = {each["id"]: each for each in host.world.list_recordings()}
        await host.call("clean_up_recordings", older_than_days=1, keep_rooms=["kept"], min_mb=10)
        left = {each["id"] for each in host.world.list_recordings()}
        rooms = {room["id"]: room["unique_name"] for room in host.world.list_rooms()}
    gone = [before[each] for each in before.keys() - left]
    assert gone
    assert {rooms[each["room_id"]] for each in gone} == {"cleared"}
    assert all(each["size_mb"] >= 10 for each in gone)


class ManyRecordings:
    """A Telnyx of 10,000 old recordings that counts who asks at the same time."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.lists = 0
        self.deleted = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            self.deleted += 1
            return httpx.Response(204)
        if request.url.path == "/v2/rooms":
            return httpx.Response(200, json={"data": []})
        if request.url.path.startswith("/v2/rooms/"):
            return httpx.Response(200, json={"data": {"id": request.url.path[-36:]}})
        self.lists += 1
        page = int(request.url.params["page[number]"])
        items = range((page - 1) * 250, min(page * 250, self.count))
        meta = {"page_number": page, "page_size": 250, "total_pages": -(-self.count // 250)}
        data = [recording(number) for number in items]
        return httpx.Response(
            200, json={"data": data, "meta": {**meta, "total_results": self.count}}
        )


def recording(number: int) -> dict[str, Any]:
    return {
        "id": f"{number:08x}-0000-4000-8000-000000000000",
        "room_id": f"{number % 12:08x}-1111-4000-8000-000000000000",
        "session_id": f"{number % 500:08x}-2222-4000-8000-000000000000",
        "status": "completed",
        "type": "video",
        "size_mb": 12.5,
        "duration_secs": 600,
        "started_at": "2026-01-10T10:00:00.000000Z",
        "ended_at": "2026-01-10T10:10:00.000000Z",
    }


async def test_10000_recordings_are_previewed_in_40_lists_and_few_words() -> None:
    telnyx = ManyRecordings(10_000)
    settings = Settings(api_key="k")
    time = Time(World())
    server = create_server(settings, transport=httpx.MockTransport(telnyx), clock=time.clock)
    async with Client(server, cache=None) as client:
        shown = await client.call_tool("clean_up_recordings", {"older_than_days": 30})
    assert telnyx.lists == 40
    assert telnyx.deleted == 0
    assert shown.structured_content is not None
    assert shown.structured_content["preview"]["recordings"] == 10_000
    text = json.dumps(shown.structured_content, separators=(",", ":"))
    assert len(bpe_openai.get_encoding("o200k_base").encode(text)) < 1_500


async def test_more_than_10000_are_refused_with_advice() -> None:
    transport = httpx.MockTransport(ManyRecordings(10_001))
    server = create_server(Settings(api_key="k"), transport=transport)

    async with Client(server, cache=None) as client:
        answer = await client.call_tool("clean_up_recordings", {"older_than_days": 30})
    assert answer.is_error
    assert answer.structured_content is not None
    assert answer.structured_content["error"]["kind"] == "too_many"


async def test_an_error_on_a_later_page_is_told_as_what_it_is() -> None:
    telnyx = ManyRecordings(1_000)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("page[number]") == "3" and "recordings" in request.url.path:
            return httpx.Response(403, json={"errors": [{"code": "10010", "title": "No access"}]})
        return telnyx(request)

    server = create_server(Settings(api_key="k"), transport=httpx.MockTransport(answer))
    async with Client(server, cache=None) as client:
        shown = await client.call_tool("clean_up_recordings", {"older_than_days": 30})
    assert shown.structured_content is not None
    assert shown.structured_content["error"]["kind"] == "forbidden"
