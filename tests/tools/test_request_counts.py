"""How many requests a task takes in all, with its question: what was read is not read again."""

from typing import Any

import pytest

from tests.hosting import ERAS, WEEKLY, Era, Host, a_meeting, hosting

pytestmark = pytest.mark.anyio


async def took(host: Host, tool: str, **arguments: Any) -> int:
    """The requests of a call that a person has to approve."""
    await host.forget()
    asked = len(host.questions)
    done = await host.call(tool, **arguments)
    assert done["done"] is True, done
    assert len(host.questions) > asked
    return len(await host.requests())


@pytest.mark.parametrize("era", ERAS)
async def test_to_kick_somebody_by_name_takes_5_requests(era: Era) -> None:
    async with hosting(era) as host:
        a_meeting(host)
        requests = await took(host, "kick_participants", session=WEEKLY, participants=["Bob"])
    assert requests == 5


@pytest.mark.parametrize("era", ERAS)
async def test_to_end_a_meeting_by_name_takes_5_requests(era: Era) -> None:
    async with hosting(era) as host:
        a_meeting(host)
        requests = await took(host, "end_session", session=WEEKLY)
    assert requests == 5


@pytest.mark.parametrize("era", ERAS)
async def test_to_delete_a_room_by_name_takes_5_requests(era: Era) -> None:
    async with hosting(era) as host:
        a_meeting(host)
        requests = await took(host, "delete_room", room=WEEKLY)
    assert requests == 5


@pytest.mark.parametrize("era", ERAS)
async def test_to_delete_the_recordings_of_a_room_by_name_takes_5_requests(era: Era) -> None:
    async with hosting(era) as host:
        a_meeting(host)
        requests = await took(host, "delete_recordings", room=WEEKLY)
    assert requests == 5


@pytest.mark.parametrize("era", ERAS)
async def test_to_clean_up_two_files_of_a_named_room_takes_6_requests(era: Era) -> None:
    async with hosting(era) as host:
        host.room(unique_name=WEEKLY, enable_recording=True)
        _, alice = host.join(WEEKLY, "Alice")
        host.world.leave(alice)
        host.world.advance(3 * 86400)
        requests = await took(host, "clean_up_recordings", room=WEEKLY, older_than_days=1)
    assert requests == 6


@pytest.mark.parametrize("era", ERAS)
async def test_to_wrap_up_an_active_meeting_takes_at_most_16_requests(era: Era) -> None:
    async with hosting(era) as host:
        a_meeting(host)
        requests = await took(host, "wrap_up_meeting", session=WEEKLY)
    assert requests <= 16


def two_recorded_rooms(host: Host) -> None:
    """Three finished meetings, of which two were recorded."""
    for room, recorded in ((WEEKLY, True), ("support", True), ("quiet", False)):
        host.room(unique_name=room, enable_recording=recorded)
        joined = [host.join(room, who)[1] for who in ("Alice", "Bob")]
        host.world.advance(600)
        for participant in joined:
            host.world.leave(participant)


async def reads(host: Host, tool: str, **arguments: Any) -> tuple[dict[str, Any], int]:
    """What a call that asks nobody answers, and the requests that it takes."""
    await host.forget()
    answer = await host.call(tool, **arguments)
    return answer, len(await host.requests())


@pytest.mark.parametrize("era", ERAS)
async def test_which_room_takes_most_space_takes_4_requests(era: Era) -> None:
    async with hosting(era) as host:
        two_recorded_rooms(host)
        answer, requests = await reads(host, "usage")
    assert requests == 4
    assert {each["room"] for each in answer["groups"] if "mb" in each} == {WEEKLY, "support"}


@pytest.mark.parametrize("era", ERAS)
async def test_the_meeting_minutes_of_a_room_by_name_take_4_requests(era: Era) -> None:
    async with hosting(era) as host:
        two_recorded_rooms(host)
        answer, requests = await reads(host, "usage", room="quiet")
    assert requests == 4
    assert answer["totals"]["meeting_minutes"] == 10.0


@pytest.mark.parametrize("by", ["day", "person"])
async def test_usage_by_day_or_person_needs_no_names_of_rooms_and_takes_3_requests(
    by: str,
) -> None:
    async with hosting() as host:
        two_recorded_rooms(host)
        _, requests = await reads(host, "usage", by=by)
    assert requests == 3


@pytest.mark.parametrize("era", ERAS)
async def test_one_person_over_all_meetings_of_a_room_takes_2_requests(era: Era) -> None:
    async with hosting(era) as host:
        host.room(unique_name=WEEKLY)
        for who in ("Alice", "Bob", "Alice"):
            _, participant = host.join(WEEKLY, who)
            host.world.advance(60)
            host.world.leave(participant)
        answer, requests = await reads(
            host, "attendance", room=WEEKLY, sessions="all", person="alice"
        )
    assert requests == 2
    assert answer["people"][0]["meetings"] == 2


@pytest.mark.parametrize("era", ERAS)
async def test_to_host_in_a_room_whose_name_differs_in_case_takes_2_requests(era: Era) -> None:
    async with hosting(era) as host:
        host.room(unique_name=WEEKLY)
        hosted = await host.call("host_meeting", name="Weekly", guests=["Ann"])
        requests = len(await host.requests())
        assert len(host.world.list_rooms()) == 1, "there is no twin"
    assert (hosted["room"], hosted["reused"]) == (WEEKLY, True)
    assert requests == 2


@pytest.mark.parametrize("era", ERAS)
async def test_to_mute_all_but_one_and_learn_who_was_muted_takes_3_requests(era: Era) -> None:
    async with hosting(era) as host:
        a_meeting(host)
        await host.forget()
        done = await host.call(
            "mute_participants", session=WEEKLY, participants=["all"], exclude=["alice"]
        )
        requests = len(await host.requests())
        (muted,) = [each for each in host.world.state()["participants"] if each["muted"]]
    assert [each["id"] for each in done["participants"]] == [muted["id"]]
    assert done["participants"][0]["participant_supplied"]["name"] == "Bob"
    assert done["excluded"][0]["participant_supplied"]["name"] == "Alice"
    assert requests == 3


@pytest.mark.parametrize("era", ERAS)
async def test_to_delete_a_room_that_nobody_is_in_takes_4_requests_with_what_remains(
    era: Era,
) -> None:
    async with hosting(era) as host:
        host.world.end_session(a_meeting(host))
        requests = await took(host, "delete_room", room=WEEKLY)
    assert requests == 4
