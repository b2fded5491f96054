"""Nothing is written but what a person agreed to: each tool that asks, each way to reach it."""

import pytest
from mcp_types import ElicitResult

from tests.cases import Case
from tests.confirmation.situations import ASKING, OF_MANY, ON_ONE_FILE, each, two_meetings
from tests.confirmation.ways import CONFIRM_KEY, NO, Way, code_made, content
from tests.guards.worlds import owned
from tests.hosting import says_yes

pytestmark = pytest.mark.anyio

TEN_MINUTES_AND_A_SECOND = 601
REFUSALS = {
    "declined": NO,
    "cancelled": ElicitResult(action="cancel"),
    "unticked": ElicitResult(action="accept", content={"approve": False}),
}


@each(ASKING)
async def test_a_yes_is_one_question_and_the_writes_that_were_asked_about(
    host: Way, case: Case
) -> None:
    where, _ = two_meetings(host.world, case)
    done = content(await host.ask(case.tool, case.call(where)))
    assert done["done"] is True
    assert len(host.answers.questions) == 1
    assert case.sent(await host.requests(), where)


@each(ASKING)
async def test_nothing_is_written_before_the_answer(host: Way, case: Case) -> None:
    where, _ = two_meetings(host.world, case)
    before = owned(host.world, where.room)
    seen = []

    def looks_around(question: str) -> ElicitResult:
        seen.append(owned(host.world, where.room))
        return says_yes(question)

    host.answers.answer = looks_around
    await host.ask(case.tool, case.call(where))
    assert seen == [before]
    there = [room["id"] for room in host.world.list_rooms()]
    assert where.room not in there or owned(host.world, where.room) != before


@each(ASKING)
@pytest.mark.parametrize("said", REFUSALS)
async def test_anything_but_a_yes_sends_nothing_and_is_no_error(
    host: Way, case: Case, said: str
) -> None:
    where, _ = two_meetings(host.world, case)
    host.answers.answer = lambda _: REFUSALS[said]
    answer = content(await host.ask(case.tool, case.call(where)))
    assert answer["done"] is False
    assert answer["message"]
    assert len(host.answers.questions) == 1
    assert await host.writes() == []


@each(ASKING)
async def test_whoever_can_be_asked_is_asked_even_if_a_code_comes_along(
    host: Way, case: Case
) -> None:
    where, _ = two_meetings(host.world, case)
    preview = await host.call(case.tool, case.call(where))
    host.answers.answer = lambda _: NO
    confirmed = {**case.call(where), "confirm": preview["confirm"]}
    answer = content(await host.ask(case.tool, confirmed))
    assert answer["done"] is False
    assert len(host.answers.questions) == 1
    assert await host.writes() == []


@each(ASKING)
async def test_a_host_that_cannot_ask_shows_a_preview_and_goes_through_with_its_code(
    host: Way, case: Case
) -> None:
    where, _ = two_meetings(host.world, case)
    preview = await host.call(case.tool, case.call(where))
    names = "participant_supplied" in preview["preview"]
    notice = {"notice"} if names else set()
    assert set(preview) == {"needs_confirmation", "preview", "confirm", "message"} | notice
    assert preview["needs_confirmation"] is True
    assert preview["preview"]
    assert await host.writes() == []
    done = await host.call(case.tool, {**case.call(where), "confirm": preview["confirm"]})
    assert done["done"] is True
    assert case.sent(await host.requests(), where)
    assert host.answers.questions == []


@each(ASKING)
async def test_a_code_used_again_writes_nothing_more(host: Way, case: Case) -> None:
    where, _ = two_meetings(host.world, case)
    code = (await host.call(case.tool, case.call(where)))["confirm"]
    await host.call(case.tool, {**case.call(where), "confirm": code})
    await host.result(case.tool, {**case.call(where), "confirm": code})
    assert case.sent(await host.requests(), where)


@each(ASKING)
@pytest.mark.parametrize("code", ["yes", "ffffffff-" + "0" * 24])
async def test_a_made_up_code_brings_a_preview(host: Way, case: Case, code: str) -> None:
    where, _ = two_meetings(host.world, case)
    answer = await host.call(case.tool, {**case.call(where), "confirm": code})
    assert answer["needs_confirmation"] is True
    assert answer["confirm"] != code
    assert await host.writes() == []


@each(ASKING)
async def test_a_code_of_another_call_or_another_tool_does_not_hold(host: Way, case: Case) -> None:
    where, other = two_meetings(host.world, case)
    ours = case.call(where)
    codes = [(await host.call(case.tool, case.call(other)))["confirm"]]
    for another in ASKING:
        answer = (await host.result(another.tool, another.call(where))).structured_content or {}
        if another.tool != case.tool and "confirm" in answer:
            codes.append(answer["confirm"])
    assert len(codes) > 1
    for code in codes:
        answer = await host.call(case.tool, {**ours, "confirm": code})
        assert answer["needs_confirmation"] is True
        assert await host.writes() == []
    await host.call(case.tool, {**ours, "confirm": answer["confirm"]})
    assert case.sent(await host.requests(), where)


@each(ASKING)
async def test_a_code_holds_for_ten_minutes_in_all_processes_of_one_key(
    host: Way, case: Case
) -> None:
    where, _ = two_meetings(host.world, case)
    old, young = [
        await code_made(case, host.world, where, key=CONFIRM_KEY, age_secs=age)
        for age in (TEN_MINUTES_AND_A_SECOND, 60)
    ]
    answer = await host.call(case.tool, {**case.call(where), "confirm": old})
    assert answer["needs_confirmation"] is True
    assert await host.writes() == []
    await host.call(case.tool, {**case.call(where), "confirm": young})
    assert case.sent(await host.requests(), where)


@each(ASKING)
async def test_a_code_of_a_process_with_another_key_does_not_hold(host: Way, case: Case) -> None:
    where, _ = two_meetings(host.world, case)
    code = await code_made(case, host.world, where, key="a key of its own")
    answer = await host.call(case.tool, {**case.call(where), "confirm": code})
    assert answer["needs_confirmation"] is True
    assert await host.writes() == []


@each(OF_MANY)
async def test_a_code_does_not_hold_for_what_came_after_its_preview(host: Way, case: Case) -> None:
    where, other = two_meetings(host.world, case)
    untouched = owned(host.world, other.room)
    shown = await host.call(case.tool, case.call(where))
    assert case.meanwhile
    case.meanwhile(host.world, where)
    again = await host.call(case.tool, {**case.call(where), "confirm": shown["confirm"]})
    assert again["needs_confirmation"] is True
    assert again["preview"] != shown["preview"]
    assert await host.writes() == []
    done = await host.call(case.tool, {**case.call(where), "confirm": again["confirm"]})
    assert done["done"] is True
    assert await host.writes() != []
    assert owned(host.world, other.room) == untouched


@each(OF_MANY)
@pytest.mark.parametrize("second", [True, False], ids=["yes", "no"])
async def test_what_changes_during_a_question_is_asked_again(
    host: Way, case: Case, *, second: bool
) -> None:
    where, _ = two_meetings(host.world, case)

    def changes_meanwhile(question: str) -> ElicitResult:
        if len(host.answers.questions) > 1:
            return says_yes(question) if second else NO
        assert case.meanwhile
        case.meanwhile(host.world, where)
        return says_yes(question)

    host.answers.answer = changes_meanwhile
    answer = content(await host.ask(case.tool, case.call(where)))
    assert answer["done"] is second
    first_question, second_question = host.answers.questions
    assert first_question != second_question
    assert bool(await host.writes()) is second


@each(ON_ONE_FILE)
async def test_a_file_that_vanishes_meanwhile_is_not_deleted(host: Way, case: Case) -> None:
    where, _ = two_meetings(host.world, case)
    code = (await host.call(case.tool, case.call(where)))["confirm"]

    def vanishes(question: str) -> ElicitResult:
        assert case.meanwhile
        case.meanwhile(host.world, where)
        return says_yes(question)

    host.answers.answer = vanishes
    after_a_yes = await host.ask(case.tool, case.call(where))
    after_a_code = await host.result(case.tool, {**case.call(where), "confirm": code})
    for result in (after_a_yes, after_a_code):
        assert result.is_error
        assert result.structured_content
        assert result.structured_content["error"]["kind"] == "not_found"
    assert await host.writes() == []
