"""Nothing is lost when a server is told to end: calls in flight finish, or say they did not."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp.shared.exceptions import MCPError
from mcp_types import ElicitResult

from tests.guards.audit import all_lines
from tests.process.driver import ERAS, Era, call
from tests.process.posting import post
from tests.process.served import Over, Served, kind_of, served

pytestmark = pytest.mark.anyio

LATE_SECS = 3
NEVER_SECS = 3000
SIGNALS = [signal.SIGTERM, signal.SIGINT]
Ending = signal.Signals | None
"""A signal, or the end of the input."""

eras = pytest.mark.parametrize("era", ERAS)
transports = pytest.mark.parametrize("over", ["stdio", "http"])
endings = pytest.mark.parametrize(
    ("over", "ending"),
    [*(("stdio", each) for each in [*SIGNALS, None]), *(("http", each) for each in SIGNALS)],
)


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


async def end(server: Served, ending: Ending) -> None:
    if ending is None:
        await server.process.close_stdin()
    else:
        server.process.process.send_signal(ending)


def exit_code(ending: Ending) -> int:
    return -ending if ending else 0


async def ended_meanwhile(
    server: Served, ending: Ending, *calls: tuple[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The answers to calls that had all reached the API when the server was told to end."""
    answers: list[dict[str, Any]] = [{}] * len(calls)

    async def ask(place: int, tool: str, arguments: dict[str, Any]) -> None:
        answers[place] = await server.result(tool, **arguments)

    async with anyio.create_task_group() as tasks:
        for place, (tool, arguments) in enumerate(calls):
            tasks.start_soon(ask, place, tool, arguments)
        await server.arrived(len(calls))
        await end(server, ending)
    assert await server.process.ended() == exit_code(ending)
    return answers


@eras
@transports
async def test_a_client_that_checks_its_first_result_gets_it(
    over: Over, era: Era, audit: Path
) -> None:
    async with served(over, era, audit, tools_listed=False) as server:
        await server.delay("POST", LATE_SECS)
        call = ("create_room", {"unique_name": "quiz"})
        (answer,) = await ended_meanwhile(server, signal.SIGTERM, call)
    assert answer["unique_name"] == "quiz"


@eras
@endings
async def test_a_create_in_flight_is_answered_recorded_and_done_once(
    over: Over, era: Era, ending: Ending, audit: Path
) -> None:
    async with served(over, era, audit) as server:
        await server.delay("POST", LATE_SECS)
        (answer,) = await ended_meanwhile(server, ending, ("create_room", {"unique_name": "quiz"}))
    (room,) = server.world.list_rooms()
    assert answer["id"] == room["id"]
    assert answer["unique_name"] == "quiz"
    (line,) = server.recorded()
    assert (line["tool"], line["outcome"], line["ids"]) == ("create_room", "ok", [room["id"]])


@eras
@transports
async def test_all_calls_in_flight_are_answered(over: Over, era: Era, audit: Path) -> None:
    names = [f"room-{number}" for number in range(5)]
    creating = [("create_room", {"unique_name": name}) for name in names]
    async with served(over, era, audit) as server:
        await server.delay("*", LATE_SECS, times=10)
        answers = await ended_meanwhile(
            server, signal.SIGTERM, *creating, *[("list_rooms", {"page_size": 5})] * 5
        )
    assert [answer["unique_name"] for answer in answers[:5]] == names
    assert all("items" in answer for answer in answers[5:])
    assert sorted(server.rooms()) == names
    assert [line["outcome"] for line in server.recorded()] == ["ok"] * 10


@eras
@endings
async def test_what_does_not_finish_in_time_is_cancelled_and_says_what_may_have_happened(
    over: Over, era: Era, ending: Ending, audit: Path
) -> None:
    async with served(over, era, audit, TELNYX_VIDEO_SHUTDOWN_SECS="0") as server:
        await server.delay("*", NEVER_SECS, times=2)
        creating, reading = await ended_meanwhile(
            server, ending, ("create_room", {"unique_name": "quiz"}), ("list_rooms", {})
        )
    assert kind_of(creating) == kind_of(reading) == "shutting_down"
    assert "It may have been carried out; list_rooms shows" in creating["error"]["message"]
    assert "Nothing was changed; list_rooms shows" in reading["error"]["message"]
    endings = {line["tool"]: line["outcome"] for line in server.recorded()}
    assert endings == {
        "create_room": "cancelled; it may have been carried out",
        "list_rooms": "cancelled",
    }


@asynccontextmanager
async def one_call_under_way(server: Served) -> AsyncIterator[None]:
    """A call that would keep the server from ending; a second signal ends both."""
    await server.delay("POST", NEVER_SECS)

    async def create() -> None:
        with suppress(MCPError, httpx.TransportError):  # there will be no reply
            if server.url is None:
                await server.result("create_room", unique_name="quiz")
            else:
                message = call(1, "create_room", "auto", unique_name="quiz")
                await post(server.controls, server.url, message, "auto")

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(create)
        await server.arrived()
        yield
        await end(server, signal.SIGINT)
        assert await server.process.ended() == -signal.SIGINT


@transports
async def test_a_second_signal_ends_it_at_once(over: Over, audit: Path) -> None:
    async with served(over, "legacy", audit) as server, one_call_under_way(server):
        await end(server, signal.SIGTERM)
        await server.takes_no_more_calls()
    (line, *refused) = all_lines(audit)
    assert (line["tool"], line["outcome"]) == ("create_room", "started")
    assert line["arguments"] == {"unique_name": "quiz"}
    assert {each["outcome"] for each in refused} <= {"error: not_found", "error: shutting_down"}


@transports
async def test_a_question_that_is_open_can_still_be_answered(over: Over, audit: Path) -> None:
    async def agrees(_question: str) -> ElicitResult:
        await end(server, signal.SIGTERM)
        await server.takes_no_more_calls()
        return ElicitResult(action="accept", content={"approve": True})

    async with served(over, "legacy", audit, answer=agrees) as server:
        server.world.create_room({"unique_name": "quiz"})
        answer = await server.result("delete_room", room="quiz")
        assert await server.process.ended() == -signal.SIGTERM
    assert answer["done"] is True
    assert server.rooms() == []
    deleted = [line for line in server.recorded() if line["tool"] == "delete_room"]
    assert [(line["approval"], line["outcome"]) for line in deleted] == [("asked", "ok")]


@pytest.mark.parametrize(
    ("over", "ending"), [("stdio", signal.SIGTERM), ("stdio", None), ("http", signal.SIGTERM)]
)
async def test_a_question_that_nobody_answers_in_time_changes_nothing(
    over: Over, ending: Ending, audit: Path
) -> None:
    async def ends_and_thinks(_question: str) -> ElicitResult:
        await end(server, ending)
        await anyio.sleep_forever()
        raise AssertionError

    # Once the input has ended, no answer can come: then there is nothing to wait for.
    secs = "0" if ending else "300"
    async with served(
        over, "legacy", audit, answer=ends_and_thinks, TELNYX_VIDEO_SHUTDOWN_SECS=secs
    ) as server:
        server.world.create_room({"unique_name": "quiz"})
        async with anyio.create_task_group() as tasks:
            answers: list[dict[str, Any]] = []

            async def delete() -> None:
                with suppress(MCPError):  # a withdrawn call gets no reply
                    answers.append(await server.result("delete_room", room="quiz"))

            tasks.start_soon(delete)
            assert await server.process.ended() == exit_code(ending)
    assert len(answers) == (1 if ending else 0)
    if ending:
        assert kind_of(answers[0]) == "shutting_down"
        assert "Nothing was changed" in answers[0]["error"]["message"]
    assert server.rooms() == ["quiz"]
    (line,) = server.recorded()
    assert (line["tool"], line["approval"], line["outcome"]) == (
        "delete_room",
        "asking",
        "cancelled",
    )


@transports
async def test_an_answer_that_comes_as_a_new_call_is_too_late(over: Over, audit: Path) -> None:
    """On 2026-07-28 the call that asked is over, and holds nothing up."""

    async def agrees(_question: str) -> ElicitResult:
        await end(server, signal.SIGTERM)
        await server.takes_no_more_calls()
        return ElicitResult(action="accept", content={"approve": True})

    async with served(over, "auto", audit, answer=agrees) as server, one_call_under_way(server):
        room: str = server.world.create_room({"unique_name": "old"})["id"]
        if over == "stdio":
            answer = await server.result("delete_room", room=room)
            assert kind_of(answer) == "shutting_down"
            assert "takes no more calls, so nothing was sent" in answer["error"]["message"]
        else:
            with pytest.raises(MCPError, match="is shutting down and takes no more requests"):
                await server.result("delete_room", room=room)
    assert "old" in server.rooms()
