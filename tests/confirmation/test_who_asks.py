"""Which tools need a person's word: those that put people out or delete, and no others."""

import pytest
from mcp_types import ElicitResult

from telnyx_video_mcp.sandbox.world import World
from tests.cases import CASES, SPECS, Case
from tests.confirmation.ways import NO
from tests.guards.serving import serving
from tests.guards.worlds import meeting
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

NOT_ASKING = [name for name, spec in SPECS.items() if not spec.asks]


def declines(_question: str) -> ElicitResult:
    return NO


def lasting(world: World) -> set[str]:
    """What only a person may take away: people inside, and records of any kind."""
    inside = {f"{each.id} inside" for each in world.participants.values() if each.left_at is None}
    records = (world.rooms, world.participants, world.recordings, world.compositions)
    return inside.union(*records)


async def test_only_tools_that_put_out_or_delete_take_a_code() -> None:
    async with hosting() as host:
        tools = (await host.client.list_tools()).tools
    with_code = {tool.name for tool in tools if "confirm" in tool.input_schema["properties"]}
    destructive = {t.name for t in tools if t.annotations and t.annotations.destructive_hint}
    assert with_code == destructive == set(SPECS) - set(NOT_ASKING)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_whatever_puts_people_out_or_deletes_asks_and_nothing_else_does(case: Case) -> None:
    world = World()
    where = meeting(world, "weekly")
    case.before(world, where)
    before = lasting(world)
    async with serving(world) as host:
        await host.call(case.tool, **case.call(where))
        asked = len(host.questions)
    assert bool(before - lasting(world)) == bool(asked) == case.asks


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.asks], ids=lambda case: case.name
)
async def test_reading_creating_and_changing_is_not_asked_about(case: Case, era: Era) -> None:
    world = World()
    where = meeting(world, "weekly")
    case.before(world, where)
    async with serving(world, era, answer=declines) as host:
        await host.call(case.tool, **case.call(where))
        assert case.sent(await host.requests(), where)
    assert host.questions == []


@pytest.mark.parametrize("tool", NOT_ASKING)
async def test_a_tool_that_does_not_ask_refuses_a_code(tool: str) -> None:
    async with hosting() as host:
        error = await host.refusal(tool, confirm="0-0")
        assert await host.requests() == []
    assert error["kind"] == "invalid_arguments"
    assert "'confirm'" in error["message"]


@pytest.mark.parametrize("era", ERAS)
async def test_a_changed_room_tells_old_and_new_values_of_what_changed(era: Era) -> None:
    async with hosting(era, answer=declines) as host:
        host.room(unique_name="weekly", max_participants=10)
        changes = {"unique_name": "daily", "max_participants": 5, "enable_recording": False}
        changed = await host.call("update_room", room="weekly", **changes)
    assert changed["changed"] == {
        "unique_name": {"from": "weekly", "to": "daily"},
        "max_participants": {"from": 10, "to": 5},
    }
