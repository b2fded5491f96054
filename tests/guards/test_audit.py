"""The audit: one line for each call, complete, masked, and whole whatever happens at once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp_types import ElicitResult

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.tools.catalogue import OPERATIONS
from tests.guards.audit import lines
from tests.guards.serving import serving
from tests.guards.worlds import every_call, meeting
from tests.hosting import ERAS, NOBODY, Era, hosting

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def declines(_question: str) -> ElicitResult:
    return ElicitResult(action="decline")


@pytest.mark.parametrize("era", ERAS)
async def test_every_tool_leaves_lines_that_say_what_was_done(file: Path, era: Era) -> None:
    began = datetime.now(UTC).replace(microsecond=0)
    async with hosting(era, audit_file=file) as host:
        where = meeting(host.world, "weekly")
        for tool, arguments in every_call(where):
            await host.call(tool, **arguments)
    recorded = lines(file)
    done = [line for line in recorded if line["outcome"] in {"ok", "nothing done"}]
    specs = {spec.name: spec for spec in OPERATIONS}
    assert sorted(line["tool"] for line in done) == sorted(specs)
    for line in recorded:
        assert datetime.fromisoformat(line["time"]) >= began
        assert line["time"].endswith("Z")
        assert line["risk"] == specs[line["tool"]].risk.value
        assert line["ms"] >= 0
        assert line["request_id"]
        assert set(line) == {
            *("time", "tool", "risk", "arguments", "approval", "outcome", "ids", "ms"),
            "request_id",
        }
    for line in done:
        if line["outcome"] == "nothing done":  # the one filter fits nothing, the one end came early
            assert line["tool"] in {"delete_recordings", "end_session"}
            continue
        asked = "asked" if specs[line["tool"]].asks else "not needed"
        assert line["approval"] == asked, line["tool"]
    gone = next(line for line in done if line["tool"] == "delete_room")
    assert gone["arguments"] == {"room": where.room}
    assert gone["ids"] == [where.room]
    made = next(line for line in done if line["tool"] == "create_room")
    assert len(made["ids"]) == 1, "the id of what was made, though no argument names it"


async def outcomes(file: Path, tool: str, **options: Any) -> list[tuple[str, str]]:
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
    told = {
        "ok": await outcomes(file, "list_rooms"),
        "not found": await outcomes(file, "get_room", arguments={"room": NOBODY}),
        "bad": await outcomes(file, "get_room", arguments={"rom": NOBODY}),
        "denied": await outcomes(file, "create_room", fault=denied),
        "no key": await outcomes(file, "create_room", api_key=None),
        "locked": await outcomes(file, "create_room", rooms=("weekly",)),
        "refused": await outcomes(file, "end_session", era="legacy", answer=declines),
        "shown": await outcomes(file, "end_session", answer=None),
        "asked": await outcomes(file, "end_session", era="legacy"),
        "asked in results": await outcomes(file, "end_session"),
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
    for name, so_far in told.items():
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
    assert (line["tool"], line["outcome"]) == (tool, "cancelled")
    assert line["ids"] == [room]
