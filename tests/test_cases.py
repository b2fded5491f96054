"""The calls that stand for "every tool": none is missing, and each does what it says."""

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.cases import CASES, SPECS, Case
from tests.guards.serving import serving
from tests.guards.worlds import meeting
from tests.hosting import ERAS, Era

pytestmark = pytest.mark.anyio


def test_every_tool_has_a_case_and_every_case_is_of_a_tool() -> None:
    without = sorted(SPECS.keys() - {case.tool for case in CASES})
    assert not without, (
        f"No case covers {', '.join(without)}: add a call to tests/tools/operations.py if it is an "
        "operation, or else to CASES in tests/cases.py."
    )
    assert {case.tool for case in CASES} == SPECS.keys(), "a case of a tool that is gone"
    assert len({case.name for case in CASES}) == len(CASES), "two cases need different notes"


def test_every_tool_that_asks_has_a_case_of_what_may_change_meanwhile() -> None:
    asking = {name for name, spec in SPECS.items() if spec.asks}
    without = sorted(asking - {case.tool for case in CASES if case.meanwhile})
    assert not without, (
        f"{', '.join(without)}: add a case with `meanwhile` to CASES in tests/cases.py, so that "
        "every way of asking is tried."
    )


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_each_case_is_carried_out(case: Case, era: Era) -> None:
    world = World()
    world.reset("demo")
    where = meeting(world, "weekly")
    case.before(world, where)
    async with serving(world, era) as host:
        done = await host.call(case.tool, **case.call(where))
        requests = await host.requests()
        assert len(host.questions) == case.asks
    assert done.get("done") is not False
    assert done.get("items", ["not a list"]), "it finds what it looks for"
    assert case.sent(requests, where), requests
    assert all(200 <= request["status"] < 300 for request in requests)
