"""Results say what was found, what was done and to whom, so that no second call has to ask."""

from typing import Any

import pytest

from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio

WEEKLY = "weekly"


@pytest.mark.parametrize("era", ERAS)
async def test_hosting_echoes_the_room_as_it_is(era: Era) -> None:
    async with hosting(era) as host:
        made = await host.call(
            "host_meeting", name=WEEKLY, max_participants=4, enable_recording=True
        )
        session, _ = host.join(WEEKLY, "Alice")
        again = await host.call("host_meeting", name=WEEKLY, max_participants=6)
    assert (made["max_participants"], made["enable_recording"]) == (4, True)
    assert made["message"].startswith("The room was created. It is for 4 people and records.")
    assert "created_at" not in made
    assert (again["max_participants"], again["enable_recording"]) == (4, True)
    assert (again["reused"], again["active_session_id"]) == (True, session)
    assert again["created_at"].startswith("2026-11-22T12:00:00")
    assert again["differs"] == ["the existing room is for 4 people, not 6; update_room changes it"]
    assert again["message"].startswith(
        "The room already existed, and nothing about it was changed. It is for 4 people and "
        "records. A meeting is going on in it."
    )


@pytest.mark.parametrize("era", ERAS)
async def test_a_taken_name_is_refused_with_the_room_that_has_it(era: Era) -> None:
    async with hosting(era) as host:
        room = host.room(unique_name=WEEKLY, max_participants=4)
        asked = {"max_participants": 5, "webhook_event_url": "https://example.com/hook"}
        error = await host.refusal("create_room", unique_name=WEEKLY, **asked)
        assert len(await host.requests()) == 2
        same = await host.refusal("create_room", unique_name=WEEKLY, max_participants=4)
        assert len(host.world.list_rooms()) == 1
    assert (error["kind"], error["status"], error["code"]) == ("invalid", 422, "10012")
    assert error["request_id"]
    assert error["existing"] == {
        "id": room,
        "unique_name": WEEKLY,
        "created_at": error["existing"]["created_at"],
        "max_participants": 4,
        "enable_recording": False,
    }
    assert error["message"].startswith(
        "A room named 'weekly' already exists, since 2026-11-22T12:00:00Z. The existing room is "
        "for 4 people, not "
    )
    assert "The existing room has another webhook_event_url" in error["message"]
    assert "It is as you asked for." in same["message"]


async def test_another_refusal_on_creating_costs_no_look_without_a_name() -> None:
    async with hosting() as host:
        await host.fault(method="POST", path="/v2/rooms", status=422, times=2)
        unnamed = await host.refusal("create_room", max_participants=4)
        assert len(await host.requests()) == 1
        named = await host.refusal("create_room", unique_name=WEEKLY)
    for error in (unnamed, named):
        assert (error["kind"], error["status"]) == ("invalid", 422)
        assert "existing" not in error


def called(people: list[dict[str, Any]]) -> set[str]:
    return {each["participant_supplied"]["name"] for each in people}


def a_recorded_meeting(host: Host, *people: str) -> str:
    """A meeting of ten minutes that everybody has left; the id of the session."""
    host.room(unique_name=WEEKLY, enable_recording=True)
    (session,) = {host.join(WEEKLY, f'{{"name":"{who}"}}')[0] for who in people}
    host.world.advance(600)
    host.world.end_session(session)
    host.world.advance(600)
    return session


@pytest.mark.parametrize("era", ERAS)
async def test_a_new_composition_says_whether_it_has_sound_and_whom_it_shows(era: Era) -> None:
    async with hosting(era) as host:
        session = a_recorded_meeting(host, "Alice", "Bob")
        everybody = await host.call("create_composition", session=session)
        assert len(await host.requests()) == 4
        videos = [each for each in host.world.list_recordings() if each["type"] == "video"]
        region = {"name": "main", "video_sources": [videos[0]["id"]]}
        one = await host.call(
            "create_composition", session=session, audio=False, video_layout=[region]
        )
    assert (everybody["sound"], called(everybody["shows"])) == (True, {"Alice", "Bob"})
    assert everybody["message"].startswith("The video has sound and shows 2 people.")
    assert everybody["notice"]
    assert (one["sound"], [each["id"] for each in one["shows"]]) == (
        False,
        [videos[0]["participant_id"]],
    )
    assert one["message"].startswith("The video has no sound and shows 1 person.")


async def test_a_composition_is_made_even_if_nothing_says_what_people_are_called() -> None:
    async with hosting() as host:
        session = a_recorded_meeting(host, "Alice")
        await host.fault(method="GET", path="/v2/room_participants/*", status=500, times=9)
        made = await host.call("create_composition", session=session)
        assert len(host.world.state()["compositions"]) == 1
    assert made["sound"] is True
    assert [list(each) for each in made["shows"]] == [["id"]]


@pytest.mark.parametrize("era", ERAS)
async def test_wrapping_up_says_that_the_video_has_sound_and_whom_it_shows(era: Era) -> None:
    async with hosting(era) as host:
        session = a_recorded_meeting(host, "Alice", "Bob")
        done = await host.call("wrap_up_meeting", session=session, layout="full")
        again = await host.call("wrap_up_meeting", session=session)
    assert (done["sound"], called(done["shows"])) == (True, {"Alice", "Bob"})
    assert called(again["shows"]) == {"Alice", "Bob"}


@pytest.mark.parametrize("action", ["mute", "unmute", "kick"])
async def test_who_was_affected_and_who_was_spared_is_told_by_id_and_name(action: str) -> None:
    async with hosting(protected=("Chair",)) as host:
        host.room(unique_name=WEEKLY)
        people = {who: host.join(WEEKLY, who)[1] for who in ("Ann", "Bob", "Cy", "Chair")}
        done = await host.call(
            f"{action}_participants", session="WEEKLY", participants=["all"], exclude=["bob"]
        )
    spared = {"Bob"} if action == "unmute" else {"Bob", "Chair"}
    assert {each["id"] for each in done["excluded"]} == {people[who] for who in spared}
    assert called(done["excluded"]) == spared
    assert called(done["participants"]) == people.keys() - spared
    assert not [who for who in people if who in done["message"]]
