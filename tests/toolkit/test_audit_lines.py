"""The audit: one line for each call, complete, masked, and whole whatever happens at once."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp_types import ElicitResult

from telnyx_video_mcp.sandbox.world import World
from tests.cases import CASES, SPECS, Case
from tests.guards.audit import lines
from tests.guards.serving import serving
from tests.guards.worlds import filled, meeting
from tests.hosting import ERAS, NOBODY, Era, hosting

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def declines(_question: str) -> ElicitResult:
    return ElicitResult(action="decline")


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_each_call_leaves_a_line_that_says_what_was_done(
    file: Path, case: Case, era: Era
) -> None:
    began = datetime.now(UTC).replace(microsecond=0)
    world = World()
    where = meeting(world, "weekly")
    case.before(world, where)
    arguments = case.call(where)
    async with serving(world, era, audit_file=file) as host:
        await host.call(case.tool, **arguments)
    recorded = lines(file)
    for line in recorded:
        assert datetime.fromisoformat(line["time"]) >= began
        assert line["time"].endswith("Z")
        assert (line["tool"], line["risk"]) == (case.tool, SPECS[case.tool].risk.value)
        assert line["arguments"] == masked(arguments)
        assert line["ms"] >= 0
        assert line["request_id"]
        assert set(line) == {
            *("time", "tool", "risk", "arguments", "approval", "outcome", "ids", "ms"),
            *(["request_id"] if line["risk"] == "read" else ["request_id", "call"]),
        }
    # On the stateless era the answer to a question comes with a second call.
    asking = [("asking", "asking")] if case.asks and era == "auto" else []
    done = ("asked" if case.asks else "not needed", "ok")
    assert [(line["approval"], line["outcome"]) for line in recorded] == [*asking, done]
    touched = [each for each in filled(list(case.writes), where.ids()) if "*" not in each]
    assert set(ids_in(touched)) <= set(recorded[-1]["ids"])


def masked(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a case as the audit has them."""
    links = {name: "https://example.com/***" for name in arguments if name.endswith("_url")}
    secret = {name: "***" for name in arguments if name == "refresh_token"}
    return {**arguments, **links, **secret}


def ids_in(paths: list[str]) -> list[str]:
    """The ids in these paths."""
    return re.findall(r"[0-9a-f-]{36}", " ".join(paths))


async def test_the_id_of_what_was_made_is_recorded_though_no_argument_names_it(file: Path) -> None:
    async with hosting(audit_file=file) as host:
        made = await host.call("create_room")
    (line,) = lines(file)
    assert line["ids"] == [made["id"]]


async def recorded_of(file: Path, tool: str, **options: Any) -> list[tuple[str, str]]:
    """Approval and outcome of the lines of one call."""
    arguments = options.pop("arguments", {})
    fault: dict[str, Any] | None = options.pop("fault", None)
    async with hosting(audit_file=file, **options) as host:
        where = meeting(host.world, "weekly")
        if fault:
            await host.fault(**fault)
        ids = {"session": where.session} if tool in {"kick_participants", "end_session"} else {}
        await host.result(tool, **{**ids, **arguments})
    return [(line["approval"], line["outcome"]) for line in lines(file)]


async def test_how_calls_end_is_recorded_in_words(file: Path) -> None:
    denied = {"path": "/v2/rooms", "status": 403}
    lines_of = {
        "ok": await recorded_of(file, "list_rooms"),
        "not found": await recorded_of(file, "get_room", arguments={"room": NOBODY}),
        "bad": await recorded_of(file, "get_room", arguments={"rom": NOBODY}),
        "denied": await recorded_of(file, "create_room", fault=denied),
        "no key": await recorded_of(file, "create_room", api_key=None),
        "locked": await recorded_of(file, "create_room", rooms=("weekly",)),
        "refused": await recorded_of(file, "end_session", era="legacy", answer=declines),
        "shown": await recorded_of(file, "end_session", answer=None),
        "asked": await recorded_of(file, "end_session", era="legacy"),
        "asked in results": await recorded_of(file, "end_session"),
    }
    expected = {
        "ok": [("not needed", "ok")],
        "not found": [("not needed", "error: not_found")],
        "bad": [("not needed", "error: invalid_arguments")],
        "denied": [("not needed", "error: forbidden")],
        "no key": [("not needed", "error: not_configured")],
        "locked": [("not needed", "error: outside_room_lock")],
        "refused": [("refused", "nothing done")],
        "shown": [("preview", "needs confirmation")],
        "asked": [("asked", "ok")],
        "asked in results": [("asking", "asking"), ("asked", "ok")],
    }
    seen = 0
    for name, so_far in lines_of.items():
        assert so_far[seen:] == expected[name], name
        seen = len(so_far)


async def test_a_call_that_goes_through_with_a_code_is_recorded_as_such(file: Path) -> None:
    async with hosting(answer=None, audit_file=file) as host:
        where = meeting(host.world, "weekly")
        shown = await host.call("end_session", session=where.session)
        await host.call("end_session", session=where.session, confirm=shown["confirm"])
        await host.call("end_session", session=where.session)
    preview, done, nothing = lines(file)
    assert (preview["approval"], preview["outcome"]) == ("preview", "needs confirmation")
    assert (done["approval"], done["outcome"]) == ("code", "ok")
    assert nothing["outcome"] == "nothing done"
    assert preview["ids"] == done["ids"] == [where.session, where.participant]


@pytest.mark.parametrize("tool", ["get_room", "create_client_token"])
async def test_a_call_that_the_client_gives_up_is_recorded_as_cancelled(
    file: Path, tool: str
) -> None:
    world = World()
    room = meeting(world, "weekly").room
    arrived = anyio.Event()
    async with serving(world, "legacy", audit_file=file) as host:
        await host.fault(path="/v2/rooms/*", delay_secs=60)

        async def call_and_wait() -> None:
            await host.client.call_tool(tool, {"room": room})

        async def sees_the_request() -> None:
            while not await host.requests():
                await anyio.lowlevel.checkpoint()
            arrived.set()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call_and_wait)
            tasks.start_soon(sees_the_request)
            await arrived.wait()
            tasks.cancel_scope.cancel()
    (line,) = lines(file)
    sent = tool == "create_client_token"
    outcome = "cancelled; it may have been carried out" if sent else "cancelled"
    assert (line["tool"], line["outcome"]) == (tool, outcome)
    assert line["ids"] == [room]
