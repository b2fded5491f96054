"""What rooms, days and persons use, as a host asks for it."""

from typing import Any

import httpx
import pytest
from bpe_openai import get_encoding
from mcp_types import TextContent

from telnyx_video_mcp.sandbox.world import World
from tests.guards.serving import serving
from tests.guards.worlds import holds, meeting
from tests.hosting import ERAS, NOBODY, Era, Host, hosting
from tests.tools.large_account import HEADERS, MB, MINUTES, PEOPLE, LargeAccount, connected, uuid

pytestmark = pytest.mark.anyio

DAY = 24 * 3600
NONE: dict[str, Any] = {}


def met(host: Host, room: str, minutes: int, *people: str) -> str:
    """A meeting of so many minutes, which is over; the id of its session."""
    joined = [host.join(room, who) for who in people]
    host.world.advance(minutes * 60)
    for _, participant in joined:
        host.world.leave(participant)
    host.world.advance(60)
    return joined[0][0]


def two_rooms(host: Host) -> None:
    """`support` records a meeting of Alice and Bob; `weekly` has two, and does not record."""
    host.world.advance(-2 * DAY)
    host.room(unique_name="weekly")
    host.room(unique_name="support", enable_recording=True)
    met(host, "weekly", 60, "Alice", "Bob", "Carol")
    session = met(host, "support", 10, "Alice", "Bob")
    host.world.create_composition({"session_id": session})
    host.world.advance(DAY)
    met(host, "weekly", 30, "alice", "Dave")
    host.world.advance(DAY - 2 * 60)


async def used(
    account: LargeAccount, settings: dict[str, Any] = NONE, **arguments: Any
) -> tuple[dict[str, Any], int]:
    """What a large account uses, and how many tokens it takes to say so."""
    async with connected(account, **settings) as client:
        result = await client.call_tool("usage", arguments)
    assert not result.is_error, result.structured_content
    (text,) = result.content
    assert isinstance(text, TextContent)
    return dict(result.structured_content or {}), len(get_encoding("o200k_base").encode(text.text))


@pytest.mark.parametrize("era", ERAS)
async def test_rooms_come_with_their_names_the_largest_first(era: Era) -> None:
    async with hosting(era) as host:
        two_rooms(host)
        answer = await host.call("usage")
    support, weekly = answer["groups"]
    assert support == {
        "room": "support",
        "meetings": 1,
        "meeting_minutes": 10.0,
        "person_minutes": 20.0,
        "people": 2,
        "mb": 202.2,
        "audio": {"files": 2, "mb": 7.2},
        "video": {"files": 2, "mb": 120.0},
        "compositions": {"files": 1, "mb": 75.0},
    }
    assert weekly == {
        "room": "weekly",
        "meetings": 2,
        "meeting_minutes": 90.0,
        "person_minutes": 240.0,
        "people": 4,
    }
    assert {"room": "support", **answer["totals"]} == {
        **support,
        "meetings": 3,
        "meeting_minutes": 100.0,
        "person_minutes": 260.0,
        "people": 4,
    }
    assert "notes" not in answer
    assert "others" not in answer


async def test_days_are_days_in_utc_and_bound_what_counts() -> None:
    async with hosting() as host:
        two_rooms(host)
        all_days = await host.call("usage", by="day")
        one_day = await host.call("usage", by="day", created_from="2026-11-21")
        none = await host.call("usage", created_to="2026-11-01")
        from_noon = await host.call("usage", created_from="2026-11-20T12:30Z")
    assert [(each["day"], each["meetings"]) for each in all_days["groups"]] == [
        ("2026-11-20", 2),
        ("2026-11-21", 1),
    ]
    assert one_day["groups"] == all_days["groups"][1:]
    assert one_day["totals"]["person_minutes"] == 60.0
    assert from_noon["totals"]["meetings"] == 2, "a time cuts a day"
    assert (none["totals"], none["groups"]) == ({}, [])
    assert none["notes"] == ["Nothing in that time."]


async def test_days_come_in_their_order_and_the_older_ones_are_summed_as_others() -> None:
    async with hosting() as host:
        host.room(unique_name="support", enable_recording=True)
        for number in range(12):  # the older, the larger
            met(host, "support", 20 - number, "Alice")
            host.world.advance(DAY - (21 - number) * 60)
        answer = await host.call("usage", by="day")
    days = [each["day"] for each in answer["groups"]]
    assert days == [f"2026-11-{day}" for day in range(24, 31)] + [
        f"2026-12-0{day}" for day in range(1, 4)
    ]
    assert answer["others"]["groups"] == 2
    assert answer["others"]["mb"] > sum(each["mb"] for each in answer["groups"][-2:])


async def test_files_that_are_still_recorded_are_counted_as_unfinished() -> None:
    async with hosting() as host:
        host.room(unique_name="support", enable_recording=True)
        met(host, "support", 5, "Alice")
        host.join("support", "Bob")
        host.world.advance(60)
        totals = (await host.call("usage"))["totals"]
    assert (totals["audio"]["files"], totals["audio"]["unfinished"]) == (2, 1)
    assert (totals["video"]["files"], totals["video"]["unfinished"]) == (2, 1)


async def test_what_to_group_by_may_be_written_in_any_case() -> None:
    async with hosting() as host:
        two_rooms(host)
        assert (await host.call("usage", by="Day"))["by"] == "day"
        tracks = await host.call("list_recordings", type="VIDEO")
        assert {each["type"] for each in tracks["items"]} == {"video"}
        (request, *_) = [
            each for each in await host.requests() if each["query"].get("filter[type]")
        ]
    assert request["query"]["filter[type]"] == "video"


async def test_an_account_without_anything_says_so() -> None:
    async with hosting() as host:
        assert (await host.call("usage"))["notes"] == ["There is nothing yet."]


async def test_persons_are_told_apart_by_name_and_come_by_the_time_they_spent() -> None:
    async with hosting() as host:
        two_rooms(host)
        _, nameless = host.join("weekly")
        host.world.advance(60)
        host.world.leave(nameless)
        answer = await host.call("usage", by="person")
    alice, bob, carol, dave, somebody = answer["groups"]
    assert alice["participant_supplied"] == {"person": "alice"}
    assert (alice["meetings"], alice["person_minutes"]) == (3, 100.0)
    assert (alice["audio"]["files"], alice["video"]["files"], alice["mb"]) == (1, 1, 63.6)
    names = [each["participant_supplied"]["person"] for each in (bob, carol, dave)]
    assert names == ["Bob", "Carol", "Dave"]
    assert somebody == {"participant_id": nameless, "meetings": 1, "person_minutes": 1.0}
    assert answer["totals"]["people"] == 5
    assert "75.0 MB belong to no one person" in answer["notes"][0]
    assert "instructions" in answer["notice"]


async def test_a_meeting_that_goes_on_counts_until_now_by_the_clock_of_the_account() -> None:
    async with hosting() as host:
        host.world.advance(400 * DAY)  # the account's clock, and not this machine's
        host.join(host.room(unique_name="weekly"), "Alice")
        host.world.advance(90)
        answer = await host.call("usage", room="weekly")
    assert answer["totals"]["meeting_minutes"] == answer["totals"]["person_minutes"] == 1.5
    assert answer["as_of"] == host.world.now().strftime("%Y-%m-%dT%H:%M:%SZ")


async def test_files_of_a_deleted_room_are_found_by_its_id() -> None:
    async with hosting() as host:
        room = host.room(unique_name="gone", enable_recording=True)
        met(host, room, 5, "Alice")
        host.world.delete_room(room)
        (by_list,) = (await host.call("usage"))["groups"]
        (by_id,) = (await host.call("usage", room=room))["groups"]
        (nameless,) = (await host.call("usage", room=NOBODY))["groups"] or [None]
    assert (by_list["room_id"], by_list["deleted"]) == (room, True)
    assert by_id == by_list
    assert by_id["video"]["files"] == 1
    assert nameless is None


async def test_filters_that_telnyx_ignores_make_no_difference() -> None:
    world = World()
    meeting(world, "ours")
    meeting(world, "theirs")
    async with serving(world, deaf_to=("filter[room_id]",)) as host:
        answer = await host.call("usage", room="ours")
    assert [each["room"] for each in answer["groups"]] == ["ours"]
    assert answer["totals"]["meetings"] == 1


@pytest.mark.parametrize("by", ["room", "day", "person"])
async def test_a_locked_server_counts_its_own_rooms_only(by: str) -> None:
    world = World()
    ours, theirs, too = (meeting(world, name) for name in ("ours", "theirs", "ours too"))
    async with serving(world, rooms=(ours.name, too.room)) as host:
        answer = await host.call("usage", by=by)
        requests = len(await host.requests())
        refused = await host.refusal("usage", room=theirs.room, by=by)
    assert answer["totals"]["meetings"] == 2
    assert answer["totals"]["compositions"]["files"] == 2
    assert not holds(answer, theirs.everything())
    assert refused["kind"] == "outside_room_lock"
    assert requests <= 12


@pytest.mark.parametrize("by", ["room", "day", "person"])
async def test_ten_thousand_recordings_are_sixty_requests_and_a_short_answer(by: str) -> None:
    account = LargeAccount()
    answer, tokens = await used(account, by=by)
    totals = answer["totals"]
    assert (totals["meetings"], totals["people"]) == (2_000, 300)
    assert totals["person_minutes"] == 2_000 * PEOPLE * MINUTES
    assert totals["mb"] == 10_200 * MB
    assert len(account.requests) <= 60
    assert account.most_at_once == 4
    assert tokens < 1_500
    assert not any("Not read" in note for note in answer.get("notes", []))


async def test_what_is_not_shown_is_summed_as_others() -> None:
    answer, _ = await used(LargeAccount())
    shown = answer["groups"]
    assert len(shown) == 10
    assert answer["others"]["groups"] == 30
    for amount in ("meetings", "person_minutes", "mb"):
        together = sum(each[amount] for each in [*shown, answer["others"]])
        assert together == answer["totals"][amount]


async def test_the_longest_names_do_not_make_a_long_answer() -> None:
    strange = "\N{PILE OF POO}\u5937" * 27
    for by in ("room", "person"):
        account = LargeAccount(room=f"{strange * 4}{{}}", person=f"{{}} {strange}")
        answer, tokens = await used(account, by=by)
        assert answer["groups"]
        assert tokens < 1_500


async def test_more_than_sixty_requests_are_not_sent_and_the_rest_is_named() -> None:
    account = LargeAccount(recordings=20_000)
    answer, tokens = await used(account)
    assert len(account.requests) == 60
    assert answer["totals"]["meetings"] == 2_000, "smaller collections are read whole"
    (note,) = answer["notes"]
    read = account.requests.count("room_recordings") * 250
    assert f"{20_000 - read:,} of 20,000 recordings" in note
    assert "60 requests" in note
    assert tokens < 1_500


async def test_when_the_time_is_up_it_says_what_it_did_not_read() -> None:
    account = LargeAccount()

    def slow(_number: int) -> None:
        account.seconds += 2

    account.before = slow
    answer, _ = await used(account)
    assert len(account.requests) < 30
    (note,) = answer["notes"]
    assert "the time of one call is used up" in note
    assert "recordings" in note


async def test_a_rate_limit_half_way_costs_only_the_rest() -> None:
    busy = httpx.Response(429, headers={**HEADERS, "Retry-After": "600"}, content=b"{}")
    account = LargeAccount(before=lambda number: busy if number > 20 else None)
    answer, _ = await used(account)
    (note,) = answer["notes"]
    assert note.startswith("Not read, because Telnyx's rate limit is reached: ")
    assert answer["totals"]["meetings"] > 0


async def test_a_first_page_that_fails_is_the_error_of_the_call() -> None:
    async with hosting() as host:
        await host.fault(method="GET", path="/v2/room_recordings", status=403, times=9)
        error = await host.refusal("usage")
    assert error["kind"] == "forbidden"


async def test_under_a_room_lock_compositions_that_cannot_be_read_are_named() -> None:
    account = LargeAccount(rooms=1, compositions=300)
    answer, _ = await used(account, {"rooms": (uuid(1, 0),)})
    (note,) = answer["notes"]
    assert "50 of 300 compositions" in note
    assert "room lock" in note
    assert answer["totals"]["compositions"]["files"] == 250


async def test_a_server_locked_to_many_rooms_says_in_one_line_what_it_did_not_read() -> None:
    locked = {"rooms": tuple(uuid(1, number) for number in range(40))}
    account = LargeAccount(rooms=40, sessions=40, recordings=40, compositions=0)
    answer, tokens = await used(account, locked)
    (note,) = answer["notes"]
    assert note.count("sessions after the first") == note.count("recordings after the first") == 1
    assert "60 requests" in note
    assert len(account.requests) <= 60
    assert tokens < 1_500
