"""Attendance over several meetings of a room, and of one person."""

from typing import Any

import pytest

from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio

WEEKLY = "weekly"
DAY = 24 * 3600


def weekly(host: Host, *meetings: dict[str, float]) -> list[str]:
    """Meetings of a room, a day apart, the newest last: how many minutes each person was there."""
    host.room(unique_name=WEEKLY)
    sessions = []
    for minutes in meetings:
        joined = {who: host.join(WEEKLY, who) for who in minutes}
        sessions.append(next(iter(joined.values()))[0])
        passed = 0.0
        for who in sorted(minutes, key=lambda each: minutes[each]):
            host.world.advance((minutes[who] - passed) * 60)
            passed = minutes[who]
            host.world.leave(joined[who][1])
        host.world.advance(DAY)
    return sessions


def by_name(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["participant_supplied"]["name"]: each for each in report["people"]}


@pytest.mark.parametrize("era", ERAS)
async def test_all_sessions_of_a_room_need_no_date_and_tell_the_time_in_each(era: Era) -> None:
    async with hosting(era) as host:
        first, second, third = weekly(
            host, {"Alice": 30, "Bob": 20}, {"alice": 15}, {"Alice": 10, "Carol": 45}
        )
        report = await host.call("attendance", room=WEEKLY, sessions="all")
        latest = await host.call("attendance", room=WEEKLY)
        days = {"created_from": "2026-11-22", "created_to": "2026-11-23"}
        two_days = await host.call("attendance", room=WEEKLY, **days)
        newest = await host.call("attendance", room=WEEKLY, sessions="latest", **days)
    assert [each["session_id"] for each in report["sessions"]] == [third, second, first]
    alice, bob = (by_name(report)[who] for who in ("Alice", "Bob"))
    assert (alice["meetings"], alice["seconds"]) == (3, 55 * 60)
    assert alice["seconds_in_each"] == [600, 900, 1800]
    assert (bob["meetings"], bob["seconds_in_each"]) == (1, [0, 0, 1200])
    assert "intervals" not in alice
    assert "notes" not in report
    assert [each["session_id"] for each in latest["sessions"]] == [third]
    assert len(by_name(latest)["Alice"]["intervals"]) == 1
    assert "seconds_in_each" not in by_name(latest)["Alice"]
    assert [each["session_id"] for each in two_days["sessions"]] == [second, first]
    assert [each["session_id"] for each in newest["sessions"]] == [second]


async def test_who_was_late_is_counted_over_several_sessions_and_told_of_one() -> None:
    async with hosting() as host:
        host.room(unique_name=WEEKLY)
        for wait in (360, 10, 400):
            _, alice = host.join(WEEKLY, "Alice")
            host.world.advance(wait)
            session, bob = host.join(WEEKLY, "Bob")
            host.world.advance(60)
            host.world.leave(alice)
            host.world.leave(bob)
        report = await host.call("attendance", room=WEEKLY, sessions="all")
        single = await host.call("attendance", session=session)
    assert {who: each["late"] for who, each in by_name(report).items()} == {"Alice": 0, "Bob": 2}
    assert [each["late"] for each in report["sessions"]] == [1, 0, 1]
    assert not any("late_joiners" in each for each in report["sessions"])
    assert single["sessions"][0]["late_joiners"][0]["late_seconds"] == 400


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("typed", ["élodie martin", "ELODIE  MARTIN", "Elodie", "id"])
async def test_one_person_is_found_by_name_first_name_or_id_in_all_their_meetings(
    typed: str, era: Era
) -> None:
    async with hosting(era) as host:
        first, _, third = weekly(
            host, {"Élodie Martin": 30, "Bob": 5}, {"Bob": 15}, {"Elodie Martin": 10, "Bob": 10}
        )
        ids = [each.id for each in host.world.participants.values() if each.session_id == third]
        typed = ids[0] if typed == "id" else typed
        report = await host.call("attendance", room=WEEKLY, sessions="all", person=typed)
    (elodie,) = report["people"]
    assert elodie["participant_supplied"]["name"] == "Élodie Martin"
    assert (elodie["meetings"], elodie["seconds_in_each"]) == (2, [600, 1800])
    assert [each["session_id"] for each in report["sessions"]] == [third, first]
    assert report["notes"] == ["In 2 of 3 sessions; those are listed."]
    assert (report["total"], report["person_seconds"]) == (1, 2400)


async def test_a_person_in_one_of_several_meetings_is_told_in_detail() -> None:
    async with hosting() as host:
        weekly(host, {"Alice": 30}, {"Bob": 15})
        report = await host.call("attendance", room=WEEKLY, sessions="all", person="alice")
    (alice,) = report["people"]
    assert alice["meetings"] == 1
    assert len(alice["intervals"]) == 1


@pytest.mark.parametrize("era", ERAS)
async def test_nobody_or_several_of_a_name_are_refused_with_who_was_there(era: Era) -> None:
    async with hosting(era) as host:
        weekly(host, {"Bob Jones": 15, "Bob Smith": 5, "Alice": 5})
        nobody = await host.refusal("attendance", session=WEEKLY, person="Alcie")
        several = await host.refusal("attendance", session=WEEKLY, person="bob")
    assert (nobody["kind"], several["kind"]) == ("not_found", "ambiguous")
    names = [each["participant_supplied"]["name"] for each in nobody["candidates"]]
    assert names[0] == "Alice", "the nearest name comes first"
    assert len(names) == 3
    assert "2 people are called 'bob' in this session" in several["message"]
    assert len(several["candidates"]) == 2


async def test_more_than_fifty_sessions_are_the_newest_fifty_and_it_says_so() -> None:
    async with hosting() as host:
        sessions = weekly(host, *[{"Alice": 1.0}] * 52)
        report = await host.call("attendance", room=WEEKLY, sessions="all")
    assert [each["session_id"] for each in report["sessions"]] == sessions[:1:-1]
    assert by_name(report)["Alice"]["meetings"] == 50
    assert report["notes"] == [
        "Only the newest 50 of 52 sessions are counted; created_from and created_to choose others."
    ]


async def test_a_list_of_participants_as_long_as_a_page_is_read_again() -> None:
    async with hosting() as host:
        room = host.room(unique_name=WEEKLY, max_participants=50)
        for number in range(20):
            host.join(room, f"Person {number}")
        await host.call("attendance", room=WEEKLY, sessions="all")
        paths = [each["path"].rpartition("/")[2] for each in await host.requests()]
    assert paths == ["rooms", "room_sessions", "participants"]
