"""What is written: once, as asked, and reported truthfully."""

import pytest

from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.hosting import ERAS, NOBODY, Era, hosting

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("era", ERAS)
async def test_a_dropped_reply_on_create_leaves_one_room(era: Era) -> None:
    async with hosting(era) as host:
        await host.fault(method="POST", path="/v2/rooms", drop=True, applied=True)
        error = await host.refusal("create_room", unique_name="weekly")
        assert len(await host.writes()) == 1
        assert [room["unique_name"] for room in host.world.list_rooms()] == ["weekly"]
    assert error["kind"] == "no_reply"
    assert "It may have been carried out: check with list_rooms before trying" in error["message"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failing_create_is_sent_once(status: int) -> None:
    async with hosting() as host:
        await host.fault(method="POST", path="/v2/rooms", status=status, applied=True)
        error = await host.refusal("create_room", unique_name="weekly")
        assert len(host.world.list_rooms()) == 1
    assert (error["kind"], error["status"]) == ("unavailable", status)
    assert "check with list_rooms" in error["message"]


async def test_a_second_room_of_a_name_is_refused_in_telnyx_words() -> None:
    async with hosting() as host:
        await host.call("create_room", unique_name="weekly")
        error = await host.refusal("create_room", unique_name="weekly")
    assert (error["kind"], error["status"], error["code"]) == ("invalid", 422, "10012")
    assert "weekly" in error["message"]


async def test_muting_again_after_a_lost_reply_is_done_by_the_server_itself() -> None:
    async with hosting() as host:
        session, participant = host.join(host.room())
        path = f"/v2/room_sessions/{session}/actions/mute"
        await host.fault(method="POST", path=path, drop=True, applied=True)
        done = await host.call("mute_participants", session=session, participants=[participant])
        assert len(await host.writes()) == 2
        assert [who["muted"] for who in host.world.state()["participants"]] == [True]
    assert done == {
        "done": True,
        "message": "Muted 1 participant.",
        "session_id": session,
        "participants": [{"id": participant}],
    }


async def test_a_deletion_whose_reply_was_lost_is_told_as_done() -> None:
    async with hosting() as host:
        room = host.room()
        await host.fault(method="DELETE", path=f"/v2/rooms/{room}", drop=True, applied=True)
        done = await host.call("delete_room", room=room)
    assert done == {
        "done": True,
        "room_id": room,
        "message": "The room is deleted. No recordings of it remain.",
        "recordings_left": 0,
    }


async def test_a_bulk_deletion_is_never_repeated_after_a_lost_reply() -> None:
    async with hosting() as host:
        room = host.room(enable_recording=True)
        host.join(room)
        await host.fault(method="DELETE", path="/v2/room_recordings", drop=True, applied=True)
        error = await host.refusal("delete_recordings", room=room)
        assert len(await host.writes()) == 1
    assert "check with list_recordings" in error["message"]


async def test_ending_puts_everybody_out_and_ending_again_says_that_it_had_ended() -> None:
    async with hosting() as host:
        session, _ = host.join(host.room())
        assert (await host.call("end_session", session=session))["done"] is True
        again = await host.call("end_session", session=session)
        assert not any(each["active"] for each in host.world.list_sessions())
    assert again["done"] is False
    assert again["message"].startswith("This session had already ended at ")


async def test_ending_a_session_that_never_was_is_an_error() -> None:
    async with hosting() as host:
        error = await host.refusal("end_session", session=NOBODY)
    assert error["kind"] == "not_found"


async def test_a_refusal_to_end_an_active_session_is_passed_on() -> None:
    async with hosting() as host:
        session, _ = host.join(host.room())
        path = f"/v2/room_sessions/{session}/actions/end"
        await host.fault(path=path, status=422, body={"errors": [{"title": "Not now"}]})
        error = await host.refusal("end_session", session=session)
    assert (error["kind"], error["status"]) == ("invalid", 422)
    assert "Not now" in error["message"]


@pytest.mark.parametrize("action", ["mute", "unmute"])
async def test_moderating_an_ended_session_says_that_it_has_ended(action: str) -> None:
    async with hosting() as host:
        session, participant = host.join(host.room())
        host.world.leave(participant)
        error = await host.refusal(f"{action}_participants", session=session, participants="all")
    assert error["kind"] == "session_ended"
    assert "private_ip" not in error["message"]


async def test_a_bulk_deletion_says_how_many_and_deletes_only_what_the_filters_select() -> None:
    async with hosting() as host:
        for name in ("kept", "cleared"):
            _, participant = host.join(host.room(unique_name=name, enable_recording=True))
            host.world.leave(participant)
        done = await host.call("delete_recordings", room="cleared")
        assert len(host.world.list_recordings()) == 2
        nothing = await host.call("delete_recordings", room="cleared")
    assert (done["done"], done["deleted"]) == (True, 2)
    message = "No recording satisfies these filters."
    assert nothing == {"done": False, "message": message, "deleted": 0}


async def test_a_token_comes_without_its_refresh_token_unless_asked_for() -> None:
    async with hosting() as host:
        room = host.room(unique_name="weekly")
        plain = await host.call("create_client_token", room="weekly")
        full = await host.call("create_client_token", room="weekly", include_refresh_token=True)
        renewed = await host.call(
            "refresh_client_token", room="weekly", refresh_token=full["refresh_token"]
        )
    assert set(plain) == {"room_id", "token", "token_expires_at", "expires_in_minutes"}
    assert set(full) - set(plain) == {"refresh_token", "refresh_token_expires_at"}
    assert renewed["room_id"] == room
    assert renewed["token"] != full["token"]


async def test_without_a_key_nothing_is_sent_and_the_refusal_says_how_to_get_going() -> None:
    async with hosting(api_key=None) as host:
        assert len((await host.client.list_tools()).tools) == len(CATALOGUE)
        error = await host.refusal("list_rooms")
        assert await host.requests() == []
    assert error["kind"] == "not_configured"
    assert "TELNYX_API_KEY" in error["message"]
    assert "--sandbox" in error["message"]


async def test_a_wrong_key_is_one_sentence_after_one_request() -> None:
    async with hosting(api_key="invalid") as host:
        error = await host.refusal("list_rooms")
        assert len(await host.requests()) == 1
    assert (error["kind"], error["status"], error["code"]) == ("unauthorized", 401, "10009")
    assert "TELNYX_API_KEY" in error["message"]
