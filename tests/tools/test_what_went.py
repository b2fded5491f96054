"""What a deletion says afterwards: what went, of which rooms and days, and what is left."""

import pytest

from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio

WEEKLY = "weekly"


def recorded(host: Host, room: str = WEEKLY, *, meetings: int = 1) -> list[str]:
    """Meetings of ten minutes in a room, a day apart; the ids of all its finished recordings."""
    if not [each for each in host.world.list_rooms() if each["unique_name"] == room]:
        host.room(unique_name=room, enable_recording=True)
    for _ in range(meetings):
        _, who = host.join(room, "Alice")
        host.world.advance(600)
        host.world.leave(who)
        host.world.advance(86400)
    rooms = {each["id"]: each["unique_name"] for each in host.world.list_rooms()}
    return [each["id"] for each in host.world.list_recordings() if rooms[each["room_id"]] == room]


@pytest.mark.parametrize("era", ERAS)
async def test_a_deleted_recording_is_told_with_its_size_room_and_day(era: Era) -> None:
    async with hosting(era) as host:
        ids = recorded(host)
        (video,) = [each for each in host.world.list_recordings() if each["type"] == "video"]
        done = await host.call("delete_recording", recording_id=video["id"])
        assert len(await host.requests()) == 5
    assert done["message"] == (
        f"The video recording (10 min 0 s, {video['size_mb']} MB, room weekly, 2026-11-22) is "
        "deleted."
    )
    assert done["gone"] == {
        "count": 1,
        "size_mb": video["size_mb"],
        "oldest": "2026-11-22",
        "newest": "2026-11-22",
        "rooms": {WEEKLY: 1},
        "ids": [video["id"]],
    }
    assert video["id"] in ids


async def test_a_deleted_composition_is_told_and_that_its_recordings_stay() -> None:
    async with hosting() as host:
        before = recorded(host)
        session = host.world.list_sessions()[0]["id"]
        video = host.world.create_composition({"session_id": session})["id"]
        host.world.advance(600)
        done = await host.call("delete_composition", composition_id=video)
        assert len(host.world.list_recordings()) == len(before)
    assert "room weekly" in done["message"]
    assert done["message"].endswith("is deleted; the recordings it was made of stay.")
    assert (done["gone"]["count"], done["gone"]["ids"]) == (1, [video])


@pytest.mark.parametrize("era", ERAS)
async def test_recordings_deleted_in_bulk_are_told_by_room_days_size_and_id(era: Era) -> None:
    async with hosting(era) as host:
        ids = recorded(host, meetings=2)
        size = sum(each["size_mb"] for each in host.world.list_recordings())
        done = await host.call("delete_recordings", room=WEEKLY)
        assert len(await host.requests()) == 5
    assert done["deleted"] == 4
    assert done["message"] == (
        f"4 recordings deleted ({size:.1f} MB, from 2026-11-22 to 2026-11-23)."
    )
    gone = done["gone"]
    assert (gone["count"], gone["size_mb"], gone["rooms"]) == (4, round(size, 1), {WEEKLY: 4})
    assert (gone["oldest"], gone["newest"]) == ("2026-11-22", "2026-11-23")
    assert set(gone["ids"]) == set(ids)


async def test_where_telnyx_deletes_another_number_no_list_of_what_went_is_made_up() -> None:
    async with hosting() as host:
        recorded(host)
        reply = {"data": {"room_recordings": 1}}
        await host.fault(method="DELETE", path="/v2/room_recordings", status=201, body=reply)
        done = await host.call("delete_recordings", room=WEEKLY)
    assert done["deleted"] == 1
    assert "gone" not in done
    assert "The preview showed 2, Telnyx deleted 1." in done["notes"][0]


async def test_of_many_files_that_went_20_are_named_and_the_rest_counted() -> None:
    async with hosting() as host:
        ids = recorded(host, meetings=12) + recorded(host, "other")
        done = await host.call("clean_up_recordings", min_mb=1)
    gone = done["gone"]
    assert (done["deleted"], gone["count"], gone["rooms"]) == (26, 26, {WEEKLY: 24, "other": 2})
    assert (len(gone["ids"]), gone["more_ids"]) == (20, 6)
    assert set(gone["ids"]) < set(ids)


async def test_what_could_not_be_cleaned_up_is_not_among_what_went() -> None:
    async with hosting() as host:
        stubborn, *others = recorded(host)
        await host.fault(method="DELETE", path=f"/v2/room_recordings/{stubborn}", status=500)
        done = await host.call("clean_up_recordings", room=WEEKLY)
    assert (done["failed"], done["gone"]["ids"]) == (1, others)


@pytest.mark.parametrize("era", ERAS)
async def test_a_deleted_room_says_how_many_of_its_recordings_remain(era: Era) -> None:
    async with hosting(era) as host:
        recorded(host, meetings=2)
        recorded(host, "other")
        done = await host.call("delete_room", room=WEEKLY)
        assert len(await host.requests()) == 4
        listed = await host.call("list_recordings", room=done["room_id"])
    assert (done["room"], done["recordings_left"], listed["total"]) == (WEEKLY, 4, 4)
    assert done["message"].startswith("The room is deleted. 4 recordings of it remain: ")


@pytest.mark.parametrize("reply", [{"status": 500}, {"status": 200, "body": {"data": []}}])
async def test_a_deletion_is_done_even_if_nothing_says_what_remains(
    reply: dict[str, object],
) -> None:
    async with hosting() as host:
        recorded(host)
        await host.fault(method="GET", path="/v2/room_recordings", times=9, **reply)
        done = await host.call("delete_room", room=WEEKLY)
    assert done["done"] is True
    assert "recordings_left" not in done
    assert "may remain" in done["message"]
