"""Results say what was found, what was done and to whom, so that no second call has to ask."""

import pytest

from tests.hosting import ERAS, Era, hosting

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
    since = error["existing"]["created_at"]
    assert since.startswith("2026-11-22T12:00:00")
    has_it = (
        f"The room {room} has this name since {since}: the existing room is for 4 people, not 5"
    )
    assert has_it in error["message"]
    assert "webhook_event_url is another in the existing room" in error["message"]
    assert "it has all that was asked for" in same["message"]


async def test_another_refusal_on_creating_costs_no_look_without_a_name() -> None:
    async with hosting() as host:
        await host.fault(method="POST", path="/v2/rooms", status=422, times=2)
        unnamed = await host.refusal("create_room", max_participants=4)
        assert len(await host.requests()) == 1
        named = await host.refusal("create_room", unique_name=WEEKLY)
    for error in (unnamed, named):
        assert (error["kind"], error["status"]) == ("invalid", 422)
        assert "existing" not in error
