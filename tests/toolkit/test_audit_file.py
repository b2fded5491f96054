"""The audit's file: its owner's alone, only ever longer, whole whatever is written at once."""

import stat
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.toolkit.audit import Audit
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Risk
from tests.cases import CASES, SPECS
from tests.guards.audit import content, lines
from tests.guards.worlds import meeting
from tests.hosting import hosting
from tests.process.driver import KEY, call, greeting, running, sandbox

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def begin(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


async def test_the_file_is_made_for_its_owner_only(file: Path) -> None:
    async with hosting(audit_file=file) as host:
        await host.call("list_rooms")
    assert mode_of(file) == 0o600


async def test_what_stands_in_the_file_stays(file: Path) -> None:
    before = '{"tool":"of another day","outcome":"ok"}\n'
    begin(file, before)
    for _ in range(2):
        async with hosting(audit_file=file) as host:
            await host.call("create_room")
    assert content(file).startswith(before)
    assert [line["tool"] for line in lines(file)] == [
        "of another day",
        "create_room",
        "create_room",
    ]


async def test_two_hundred_calls_at_once_are_two_hundred_lines(file: Path) -> None:
    async with hosting(audit_file=file) as host:
        async with anyio.create_task_group() as tasks:
            for number in range(200):
                tool = "create_room" if number % 2 else "list_participants"
                long = {"context": "x" * 4900}
                arguments = {"unique_name": f"room-{number}"} if number % 2 else long
                tasks.start_soon(host.client.call_tool, tool, arguments)
        assert len(host.world.list_rooms()) == 100
    recorded = lines(file)
    assert len(recorded) == 200
    assert len({line["arguments"].get("unique_name") for line in recorded}) == 101


async def test_two_processes_write_into_one_file_without_harm(file: Path) -> None:
    calls = 40
    variables = {"TELNYX_VIDEO_AUDIT_FILE": str(file), "TELNYX_API_KEY": KEY}
    async with sandbox(World()) as base_url, anyio.create_task_group() as tasks:

        async def one(name: str) -> None:
            async with running(**variables, TELNYX_BASE_URL=base_url) as server:
                for message in greeting("auto"):
                    await server.send(message)
                for number in range(1, calls + 1):
                    room = f"{name}-{number}-" + "x" * 4900
                    await server.send(call(number, "list_participants", "auto", context=room))
                    if number % 10 == 0:
                        await server.reply(number)
                await server.close_stdin()
                await server.rest_of_stdout()

        tasks.start_soon(one, "one")
        tasks.start_soon(one, "two")
    names = [line["arguments"]["context"] for line in lines(file)]
    assert len(names) == len(set(names)) == 2 * calls


def full_disk(_folder: Path) -> Path:
    return Path("/dev/full")


def missing_folder(folder: Path) -> Path:
    return folder / "gone" / "audit.jsonl"


def folder_itself(folder: Path) -> Path:
    return folder


PLACES: list[Callable[[Path], Path]] = [missing_folder, folder_itself]
if Path("/dev/full").exists():  # Linux has it
    PLACES.append(full_disk)


@pytest.mark.parametrize("place", PLACES)
async def test_what_cannot_be_recorded_is_not_done_but_reading_goes_on(
    place: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = place(tmp_path)
    async with hosting(audit_file=path) as host:
        where = meeting(host.world, "weekly")
        for case in CASES:
            arguments = case.call(where)
            if SPECS[case.tool].risk is Risk.READ:
                await host.call(case.tool, **arguments)
                await host.forget()
                continue
            error = await host.refusal(case.tool, **arguments)
            assert error["kind"] == "audit_unavailable", case.name
            assert str(path) in error["message"]
            assert await host.requests() == []
        assert host.questions == []


def test_a_folder_in_place_of_the_file_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"it is a folder.*Name a file in it\."):
        Audit(tmp_path).require(tool="create_room")
