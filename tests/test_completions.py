"""Completions: what a name becomes while it is typed; never an error."""

from typing import Any

import anyio
import pytest
from mcp_types import (
    CallToolResult,
    Completion,
    CompletionArgument,
    PromptReference,
    ResourceTemplateReference,
)

from telnyx_video_mcp.completions import complete
from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
places = pytest.mark.parametrize(
    "place",
    [
        PromptReference(name="host"),
        PromptReference(name="clean_up"),
        ResourceTemplateReference(uri="telnyx://rooms/{room}"),
    ],
    ids=["host", "clean_up", "template"],
)
Place = PromptReference | ResourceTemplateReference
PROMPT = PromptReference(name="wrap_up")


async def typed(host: Host, name: str, value: str, place: Place = PROMPT) -> Completion:
    result = await host.client.complete(ref=place, argument={"name": name, "value": value})
    return result.completion


@eras
@places
async def test_room_names_that_contain_what_was_typed(era: Era, place: Place) -> None:
    async with hosting(era) as host:
        for name in ("Weekly call", "biweekly", "standup"):
            host.room(unique_name=name)
        host.room()
        found = await typed(host, "room", "WEEK", place)
        assert sorted(found.values) == ["Weekly call", "biweekly"]
        assert (found.total, found.has_more) == (2, False)
        assert len((await typed(host, "room", "", place)).values) == 3
        assert await typed(host, "name", "WEEK", place) == found


async def test_accents_do_not_matter_in_what_was_typed() -> None:
    async with hosting() as host:
        host.room(unique_name="Réunion Équipe")
        assert (await typed(host, "room", "equi")).values == ["Réunion Équipe"]
        assert (await typed(host, "room", "RÉU")).values == ["Réunion Équipe"]


@eras
async def test_sessions_by_name_and_by_id(era: Era) -> None:
    async with hosting(era) as host:
        session, _ = host.join(host.room(unique_name="weekly"))
        unnamed, _ = host.join(host.room())
        host.room(unique_name="empty")
        assert set((await typed(host, "session", "")).values) == {"weekly", session, unnamed}
        assert (await typed(host, "session", "WEEK")).values == ["weekly"]
        assert (await typed(host, "session", session[:13])).values == [session]


@eras
async def test_recent_sessions_come_after_those_that_go_on(era: Era) -> None:
    async with hosting(era) as host:
        over = []
        for name in ("older", "newer"):
            session, participant = host.join(host.room(unique_name=name))
            host.world.advance(60)
            host.world.leave(participant)
            over.append(session)
        active, _ = host.join(host.room(unique_name="now"))
        host.world.advance(60)
        host.world.leave(host.join(host.room(unique_name="newest"))[1])
        found = (await typed(host, "session", "")).values
    assert found[:4] == ["now", "newest", "newer", "older"]
    assert found[4] == active
    assert set(over) < set(found[5:])


async def test_a_completion_is_one_request_and_one_more_for_the_names_of_rooms() -> None:
    async with hosting() as host:
        host.join(host.room(unique_name="weekly"))
        host.join(host.room(unique_name="daily"))
        for name, paths in (
            ("room", ["/v2/rooms"]),
            ("session", ["/v2/room_sessions", "/v2/rooms"]),
        ):
            await host.forget()
            assert (await typed(host, name, "we")).values == ["weekly"]
            requests = await host.requests()
            assert [each["path"] for each in requests] == paths
            assert all(each["query"] == {"page[size]": "250"} for each in requests)


async def test_more_than_fit_are_said_to_be_there() -> None:
    async with hosting() as host:
        for number in range(120):
            host.room(unique_name=f"room {number}")
        found = await typed(host, "room", "room")
        assert (len(found.values), found.total, found.has_more) == (100, 120, True)
        for number in range(120, 260):
            host.room(unique_name=f"room {number}")
        found = await typed(host, "room", "room 2")
        assert found.total is None
        assert found.has_more is True


@eras
async def test_with_the_room_lock_no_other_room_is_named(era: Era) -> None:
    async with hosting(era, rooms=["mine"]) as host:
        mine, _ = host.join(host.room(unique_name="mine"))
        host.join(host.room(unique_name="other"))
        assert (await typed(host, "room", "")).values == ["mine"]
        assert set((await typed(host, "session", "")).values) == {"mine", mine}


@eras
async def test_without_a_key_nothing_is_completed(era: Era) -> None:
    async with hosting(era, api_key=None) as host:
        assert (await typed(host, "room", "")).values == []
        assert (await typed(host, "session", "")).values == []


@eras
@pytest.mark.parametrize("status", [401, 500])
async def test_when_telnyx_fails_nothing_is_completed(era: Era, status: int) -> None:
    async with hosting(era) as host:
        host.room(unique_name="weekly")
        await host.fault(method="GET", path="/v2/rooms*", times=9, status=status)
        assert (await typed(host, "room", "")).values == []


async def test_who_types_does_not_wait_for_a_slow_answer() -> None:
    async def never_answers(_tool: str, _arguments: dict[str, Any]) -> CallToolResult:
        await anyio.sleep_forever()
        raise AssertionError

    argument = CompletionArgument(name="room", value="")
    assert (await complete(argument, never_answers, patience_secs=0)).values == []


async def test_what_has_no_list_is_not_completed_and_costs_nothing() -> None:
    async with hosting() as host:
        host.room(unique_name="weekly")
        assert (await typed(host, "guests", "w", PromptReference(name="host"))).values == []
        assert await host.requests() == []


@eras
async def test_hosts_are_told_that_names_can_be_completed(era: Era) -> None:
    async with hosting(era) as host:
        assert host.client.server_capabilities.completions is not None
