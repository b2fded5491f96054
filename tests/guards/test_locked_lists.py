"""Lists of a locked server hold what is in its rooms, counted and paged as if nothing else was."""

from typing import Any

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.cases import SPECS
from tests.guards.serving import serving
from tests.guards.worlds import Meeting, holds, meeting
from tests.hosting import ERAS, Era, Host

pytestmark = pytest.mark.anyio

LISTS = {
    "list_rooms": "rooms",
    "list_sessions": "sessions",
    "list_participants": "participants",
    "list_recordings": "recordings",
    "list_compositions": "compositions",
}
lists = pytest.mark.parametrize("tool", LISTS)
locks = pytest.mark.parametrize("lock", [("one",), ("one", "two")], ids=" and ".join)


def test_every_list_of_the_whole_account_is_tried_here() -> None:
    of_everything = {
        name
        for name, spec in SPECS.items()
        if name.startswith("list_") and not spec.arguments.schema.get("required")
    }
    assert of_everything == set(LISTS), "LISTS says which part of the world each list shows"


def world_of(*names: str) -> tuple[World, dict[str, Meeting]]:
    """Rooms in turn, each with two sessions, so that what belongs together is mixed in lists."""
    world = World()
    meetings = {name: meeting(world, name) for name in names}
    for name, first in meetings.items():
        world.advance(3600)
        world.end_session(first.session)
        again = world.join(first.room, f"{name} again")
        world.create_composition({"session_id": again["session_id"]})
    return world, meetings


def owned(world: World, rooms: set[str], kind: str) -> list[str]:
    """The ids in these rooms, in the order in which the sandbox shows them."""
    sessions = {each["id"] for each in world.list_sessions() if each["room_id"] in rooms}
    field, owners = {"rooms": ("id", rooms), "participants": ("session_id", sessions)}.get(
        kind, ("room_id", rooms)
    )
    return [each["id"] for each in world.state()[kind] if each[field] in owners]


async def paged(host: Host, tool: str, **arguments: Any) -> list[dict[str, Any]]:
    """All pages of a list."""
    pages = [await host.call(tool, **arguments)]
    while number := pages[-1].get("next_page"):
        pages.append(await host.call(tool, **arguments, page=number))
    return pages


@pytest.mark.parametrize("era", ERAS)
@locks
@lists
async def test_pages_partition_what_the_locked_rooms_hold(
    tool: str, lock: tuple[str, ...], era: Era
) -> None:
    world, meetings = world_of("one", "theirs", "two")
    expected = owned(world, {meetings[name].room for name in lock}, LISTS[tool])
    assert len(expected) < len(world.state()[LISTS[tool]])
    async with serving(world, era, rooms=lock) as host:
        whole = await host.call(tool)
        assert [each["id"] for each in whole["items"]] == expected
        assert (whole["page"], whole["page_size"], whole["total"]) == (1, 20, len(expected))
        assert "next_page" not in whole
        for size in (1, 2, 3, len(expected)):
            pages = await paged(host, tool, page_size=size)
            assert [each["id"] for page in pages for each in page["items"]] == expected
            assert all(page["total"] == len(expected) for page in pages)
            assert [page["page"] for page in pages] == [*range(1, len(pages) + 1)]
            assert all(len(page["items"]) == size for page in pages[:-1])
        beyond = await host.call(tool, page=99, page_size=2)
        assert beyond["items"] == []
        assert "next_page" not in beyond


@locks
@lists
async def test_filters_hold_within_the_locked_rooms(tool: str, lock: tuple[str, ...]) -> None:
    world, meetings = world_of("one", "theirs", "two")
    all_filters: dict[str, dict[str, Any]] = {
        "list_rooms": {"unique_name": "one"},
        "list_sessions": {"active": True},
        "list_participants": {"context": "one again"},
        "list_recordings": {"type": "video", "status": "processing"},
        "list_compositions": {"status": "completed"},
    }
    filters = all_filters[tool]
    rooms = {meetings[name].room for name in lock}
    mine = owned(world, rooms, LISTS[tool])
    async with serving(world) as unlocked:
        everywhere = [each["id"] for each in (await unlocked.call(tool, **filters))["items"]]
    async with serving(world, rooms=lock) as host:
        found = await host.call(tool, **filters)
    expected = [each for each in everywhere if each in mine]
    assert expected
    assert [each["id"] for each in found["items"]] == expected
    assert found["total"] == len(expected)


@lists
async def test_another_room_as_a_filter_selects_nothing_of_it(tool: str) -> None:
    world, meetings = world_of("one", "theirs")
    async with serving(world, rooms=("one",)) as host:
        if tool == "list_rooms":
            assert (await host.call(tool, unique_name="theirs"))["items"] == []
            return
        room = tool in {"list_sessions", "list_recordings"}
        theirs = (
            {"room": meetings["theirs"].room} if room else {"session": meetings["theirs"].session}
        )
        assert (await host.refusal(tool, **theirs))["kind"] == "outside_room_lock"


@pytest.mark.parametrize("tool", ["list_room_sessions", "list_session_participants"])
async def test_lists_inside_a_thing_are_those_of_a_locked_room_only(tool: str) -> None:
    world, meetings = world_of("one", "theirs")
    inside = "room" if tool == "list_room_sessions" else "session"
    async with serving(world, rooms=("one",)) as host:
        pages = await paged(host, tool, **{inside: getattr(meetings["one"], inside)}, page_size=1)
        error = await host.refusal(tool, **{inside: getattr(meetings["theirs"], inside)})
    assert [page["total"] for page in pages] == [2, 2]
    assert error["kind"] == "outside_room_lock"


@lists
async def test_a_room_that_is_named_twice_is_one_room(tool: str) -> None:
    world, meetings = world_of("one", "theirs")
    expected = owned(world, {meetings["one"].room}, LISTS[tool])
    for twice in (("one", "one"), ("one", meetings["one"].room)):
        async with serving(world, rooms=twice) as host:
            found = await host.call(tool)
        assert [each["id"] for each in found["items"]] == expected
        assert found["total"] == len(expected)


@locks
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("list_sessions", {}),
        ("list_recordings", {}),
        ("list_participants", {}),
        ("list_participants", {"session": "one"}),
        ("list_compositions", {"session": "one"}),
        ("list_recordings", {"session": "one"}),
    ],
)
async def test_filters_that_telnyx_ignores_let_nothing_of_other_rooms_through(
    tool: str, arguments: dict[str, str], lock: tuple[str, ...]
) -> None:
    world, meetings = world_of("one", "theirs", "two")
    foreign = [
        each for kind in LISTS.values() for each in owned(world, {meetings["theirs"].room}, kind)
    ]
    ignored = ("filter[room_id]", "filter[session_id]")
    async with serving(world, rooms=lock, deaf_to=ignored) as host:
        result = await host.result(tool, **arguments)
    assert holds(result.structured_content, [*foreign, "theirs"]) == []
