"""The audit: one line for each call, complete, masked, and whole whatever happens at once."""

import json
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp_types import ElicitResult

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.tools.catalogue import CATALOGUE, OPERATIONS
from tests.guards.serving import serving
from tests.guards.worlds import every_call, meeting
from tests.hosting import ERAS, NOBODY, Era, hosting
from tests.process.driver import KEY, call, greeting, running, sandbox

pytestmark = pytest.mark.anyio

Line = dict[str, Any]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def lines(file: Path) -> list[Line]:
    """What was recorded; every line is JSON."""
    text = file.read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.split("\n")[:-1]]


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
    done = [line for line in recorded if line["outcome"] == "ok"]
    specs = {spec.name: spec for spec in CATALOGUE[:OPERATIONS]}
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
    fault: Mapping[str, Any] | None = options.pop("fault", None)
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


async def test_the_file_is_made_for_its_owner_only(file: Path) -> None:
    async with hosting(audit_file=file) as host:
        await host.call("list_rooms")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_what_stands_in_the_file_stays(file: Path) -> None:
    before = '{"tool":"of another day"}\n'
    file.write_text(before, encoding="utf-8")
    for _ in range(2):
        async with hosting(audit_file=file) as host:
            await host.call("create_room")
    assert file.read_text(encoding="utf-8").startswith(before)
    assert [line["tool"] for line in lines(file)] == [
        "of another day",
        "create_room",
        "create_room",
    ]


async def test_two_hundred_calls_at_once_are_two_hundred_lines(file: Path) -> None:
    async with hosting(audit_file=file) as host:
        async with anyio.create_task_group() as tasks:
            for number in range(200):
                tool = "create_room" if number % 2 else "list_rooms"
                arguments = {"unique_name": f"room-{number}" + "x" * 9000} if number % 2 else {}
                tasks.start_soon(host.client.call_tool, tool, arguments)
        assert len(host.world.list_rooms()) == 100
    recorded = lines(file)
    assert len(recorded) == 200
    assert len({line["arguments"].get("unique_name") for line in recorded}) == 101


async def test_two_processes_write_into_one_file_without_harm(file: Path) -> None:
    calls = 60
    variables = {"TELNYX_VIDEO_AUDIT_FILE": str(file), "TELNYX_API_KEY": KEY}
    async with sandbox(World()) as base_url, anyio.create_task_group() as tasks:

        async def one(name: str) -> None:
            async with running(**variables, TELNYX_BASE_URL=base_url) as server:
                for message in greeting("auto"):
                    await server.send(message)
                for number in range(1, calls + 1):
                    room = f"{name}-{number}-" + "x" * 5000
                    await server.send(call(number, "create_room", "auto", unique_name=room))
                    if number % 10 == 0:
                        await server.reply(number)
                await server.close_stdin()
                await server.rest_of_stdout()

        tasks.start_soon(one, "one")
        tasks.start_soon(one, "two")
    names = [line["arguments"]["unique_name"] for line in lines(file)]
    assert len(names) == len(set(names)) == 2 * calls


def full_disk(_folder: Path) -> Path:
    return Path("/dev/full")


def missing_folder(folder: Path) -> Path:
    return folder / "gone" / "audit.jsonl"


def folder_itself(folder: Path) -> Path:
    return folder


@pytest.mark.parametrize("place", [full_disk, missing_folder, folder_itself])
async def test_what_cannot_be_recorded_is_not_done_but_reading_goes_on(
    place: Any, tmp_path: Path
) -> None:
    path = place(tmp_path)
    if path == Path("/dev/full") and not path.exists():
        pytest.skip("this system has no /dev/full")
    writing = {spec.name for spec in CATALOGUE[:OPERATIONS] if spec.risk.value != "read"}
    async with hosting(audit_file=path) as host:
        where = meeting(host.world, "weekly")
        for tool, arguments in every_call(where):
            if tool in writing:
                error = await host.refusal(tool, **arguments)
                assert error["kind"] == "audit_unavailable", tool
                assert str(path) in error["message"]
                assert "nothing was sent" in error["message"]
        assert await host.requests() == []
        assert host.questions == []
        for tool, arguments in every_call(where):
            if tool not in writing:
                await host.call(tool, **arguments)


TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJhdWQiOiJ0ZWxueXgifQ.c2lnbmF0dXJlLXRoYXQtaXMtc2VjcmV0"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("refresh_client_token", {"room": NOBODY, "refresh_token": TOKEN}),
        ("refresh_client_token", {"room": NOBODY, "refreshtoken": TOKEN}),
        ("refresh_client_token", {"room": NOBODY, "refresh_token": [TOKEN]}),
        ("create_client_token", {"room": NOBODY, "token": {"deep": [TOKEN]}}),
        ("get_room", {"room": TOKEN}),
        ("get_room", {"room": f"token_{TOKEN}"}),
        ("get_room", {"room": f"Bearer {TOKEN}"}),
        ("get_room", {TOKEN: "x"}),
        ("kick_participants", {"session": NOBODY, "participants": [TOKEN]}),
        ("create_room", {"unique_name": "x", "api_key": KEY}),
        ("create_room", {"webhook_event_url": "https://hooks.example.com/in/s3cr3t?sign=s3cr3t"}),
        ("create_room", {"webhook_event_url": "https://me:s3cr3t@hooks.example.com/"}),
        ("create_room", {"webhook_event_url": "https://hooks.example.com/it's/s3cr3t"}),
        ("create_room", {"webhook_event_url": 'https://hooks.example.com/"/s3cr3t'}),
        ("create_room", {"webhook_event_url": "https://hooks.example.com/ s3cr3t"}),
        ("create_room", {"webhook_event_url": "wss://hooks.example.com/s3cr3t"}),
        ("update_room", {"room": NOBODY, "webhook_event_failover_url": "HTTPS://x.example/s3cr3t"}),
        ("update_room", {"room": "https://meet.example.com/#token=s3cr3t", "max_participants": 5}),
        (
            "create_composition",
            {"session": NOBODY, "webhook_event_url": "https://x.example#s3cr3t"},
        ),
    ],
)
async def test_no_token_key_or_link_is_recorded_wherever_it_was_put(
    file: Path, tool: str, arguments: dict[str, Any]
) -> None:
    async with hosting(audit_file=file) as host:
        await host.result(tool, **arguments)
    (line,) = lines(file)
    assert line["tool"] == tool
    text = file.read_text(encoding="utf-8")
    for secret in ("s3cr3t", KEY, TOKEN, TOKEN[-20:]):
        assert secret not in text
