"""Nothing is written but what a person agreed to: each tool that asks, each way to reach it."""

import time

import pytest
from mcp_types import ElicitResult

from tests.confirmation.situations import ASKING, ON_ONE_FILE, situation, what_there_is
from tests.confirmation.ways import (
    CONFIRM_KEY,
    NO,
    TEN_MINUTES_AND_A_SECOND,
    Way,
    code_made,
    content,
)
from tests.hosting import says_yes

pytestmark = pytest.mark.anyio

every_tool = pytest.mark.parametrize("tool", ASKING)
tools_whose_targets_grow = pytest.mark.parametrize(
    "tool", [tool for tool in ASKING if tool not in ON_ONE_FILE]
)
tools_on_one_file = pytest.mark.parametrize("tool", ON_ONE_FILE)

REFUSALS = {
    "declined": NO,
    "cancelled": ElicitResult(action="cancel"),
    "unticked": ElicitResult(action="accept", content={"approve": False}),
}


@every_tool
async def test_a_yes_is_one_question_and_one_write(host: Way, tool: str) -> None:
    case = situation(tool, host.world)
    done = content(await host.ask(tool, case.arguments))
    assert done["done"] is True
    assert len(host.answers.questions) == 1
    assert await host.writes() == [case.write]


@every_tool
async def test_nothing_is_written_before_the_answer(host: Way, tool: str) -> None:
    case = situation(tool, host.world)
    before = what_there_is(host.world)
    seen = []

    def looks_around(question: str) -> ElicitResult:
        seen.append(what_there_is(host.world))
        return says_yes(question)

    host.answers.answer = looks_around
    await host.ask(tool, case.arguments)
    assert seen == [before]
    assert what_there_is(host.world) != before


@every_tool
@pytest.mark.parametrize("said", REFUSALS)
async def test_anything_but_a_yes_sends_nothing_and_is_no_error(
    host: Way, tool: str, said: str
) -> None:
    case = situation(tool, host.world)
    host.answers.answer = lambda _: REFUSALS[said]
    answer = content(await host.ask(tool, case.arguments))
    assert set(answer) == {"done", "message"}
    assert answer["done"] is False
    assert answer["message"].endswith("so nothing was sent.")
    assert len(host.answers.questions) == 1
    assert await host.writes() == []


@every_tool
async def test_whoever_can_be_asked_is_asked_even_if_a_code_comes_along(
    host: Way, tool: str
) -> None:
    case = situation(tool, host.world)
    preview = await host.call(tool, case.arguments)
    host.answers.answer = lambda _: NO
    answer = content(await host.ask(tool, {**case.arguments, "confirm": preview["confirm"]}))
    assert answer["done"] is False
    assert len(host.answers.questions) == 1
    assert await host.writes() == []


@every_tool
async def test_a_host_that_cannot_ask_shows_a_preview_and_goes_through_with_its_code(
    host: Way, tool: str
) -> None:
    case = situation(tool, host.world)
    preview = await host.call(tool, case.arguments)
    assert set(preview) == {"needs_confirmation", "preview", "confirm", "message"}
    assert preview["needs_confirmation"] is True
    assert preview["preview"]
    assert await host.writes() == []
    done = await host.call(tool, {**case.arguments, "confirm": preview["confirm"]})
    assert done["done"] is True
    assert await host.writes() == [case.write]
    assert host.answers.questions == []


@every_tool
async def test_a_code_used_again_writes_nothing_more(host: Way, tool: str) -> None:
    case = situation(tool, host.world)
    code = (await host.call(tool, case.arguments))["confirm"]
    await host.call(tool, {**case.arguments, "confirm": code})
    await host.result(tool, {**case.arguments, "confirm": code})
    assert await host.writes() == [case.write]


@every_tool
@pytest.mark.parametrize("code", ["yes", "ffffffff-" + "0" * 24])
async def test_a_made_up_code_brings_a_preview(host: Way, tool: str, code: str) -> None:
    case = situation(tool, host.world)
    answer = await host.call(tool, {**case.arguments, "confirm": code})
    assert answer["needs_confirmation"] is True
    assert answer["message"].startswith("The code ")
    assert await host.writes() == []


@every_tool
async def test_a_code_holds_for_no_other_arguments(host: Way, tool: str) -> None:
    case = situation(tool, host.world)
    code = (await host.call(tool, case.other))["confirm"]
    answer = await host.call(tool, {**case.arguments, "confirm": code})
    assert answer["needs_confirmation"] is True
    assert "does not fit" in answer["message"]
    assert await host.writes() == []
    await host.call(tool, {**case.arguments, "confirm": answer["confirm"]})
    assert await host.writes() == [case.write]


@every_tool
async def test_a_code_holds_for_ten_minutes_in_all_processes_of_one_key(
    host: Way, tool: str
) -> None:
    case = situation(tool, host.world)
    ages = {"old": TEN_MINUTES_AND_A_SECOND, "young": 60}
    codes = {
        name: code_made(tool, case, key=CONFIRM_KEY, at=time.time() - age)
        for name, age in ages.items()
    }
    answer = await host.call(tool, {**case.arguments, "confirm": codes["old"]})
    assert answer["needs_confirmation"] is True
    assert "expired" in answer["message"]
    assert await host.writes() == []
    await host.call(tool, {**case.arguments, "confirm": codes["young"]})
    assert await host.writes() == [case.write]


@every_tool
async def test_a_code_of_a_process_with_another_key_does_not_hold(host: Way, tool: str) -> None:
    case = situation(tool, host.world)
    code = code_made(tool, case, key="a key of its own", at=time.time())
    answer = await host.call(tool, {**case.arguments, "confirm": code})
    assert "does not fit" in answer["message"]
    assert await host.writes() == []


@tools_whose_targets_grow
async def test_a_code_does_not_hold_for_what_came_after_its_preview(host: Way, tool: str) -> None:
    case = situation(tool, host.world)
    shown = await host.call(tool, case.arguments)
    case.change()
    again = await host.call(tool, {**case.arguments, "confirm": shown["confirm"]})
    assert again["needs_confirmation"] is True
    assert "changed" in again["message"]
    assert again["preview"] != shown["preview"]
    assert await host.writes() == []
    await host.call(tool, {**case.arguments, "confirm": again["confirm"]})
    assert await host.writes() == [case.write]


@tools_whose_targets_grow
@pytest.mark.parametrize("second", [True, False], ids=["yes", "no"])
async def test_what_changes_during_a_question_is_asked_again(
    host: Way, tool: str, *, second: bool
) -> None:
    case = situation(tool, host.world)

    def changes_meanwhile(question: str) -> ElicitResult:
        if len(host.answers.questions) == 1:
            case.change()
            return says_yes(question)
        return says_yes(question) if second else NO

    host.answers.answer = changes_meanwhile
    answer = content(await host.ask(tool, case.arguments))
    assert answer["done"] is second
    first_question, second_question = host.answers.questions
    assert first_question != second_question
    assert await host.writes() == ([case.write] if second else [])


@tools_on_one_file
async def test_a_file_that_vanishes_meanwhile_is_not_deleted(host: Way, tool: str) -> None:
    case = situation(tool, host.world)
    code = (await host.call(tool, case.arguments))["confirm"]

    def vanishes(question: str) -> ElicitResult:
        case.change()
        return says_yes(question)

    host.answers.answer = vanishes
    after_a_yes = await host.ask(tool, case.arguments)
    after_a_code = await host.result(tool, {**case.arguments, "confirm": code})
    for result in (after_a_yes, after_a_code):
        assert result.is_error
        assert result.structured_content
        assert result.structured_content["error"]["kind"] == "not_found"
    assert await host.writes() == []
