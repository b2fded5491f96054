"""The audit's corners: starts and ends, calls of no tool, and a file that had no room for once."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from telnyx_video_mcp.toolkit.audit import Audit
from telnyx_video_mcp.toolkit.refusal import Refusal
from tests.deadline import AT_MOST_SECS
from tests.guards.audit import all_lines
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

LIMITED = """
import resource, sys
from pathlib import Path
from telnyx_video_mcp.toolkit.audit import Audit

file, name = Path(sys.argv[1]), sys.argv[2]
audit = Audit(file)
most = file.stat().st_size + int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
audit.record(tool=name, text="x" * 1000)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print("tried", flush=True)
sys.stdin.readline()
for number in range(20):
    audit.record(tool=name, number=number)
"""
"""A process whose file may not grow enough for the first line, but for what comes after."""


BUSY = """
import sys
from pathlib import Path
from telnyx_video_mcp.toolkit.audit import Audit

audit = Audit(Path(sys.argv[1]))
for number in range(1000):
    audit.record(tool="t", number=number, text="x" * 5000)
"""
"""A process whose lines are longer than what the system makes visible at once."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


def rows(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    assert text.endswith("\n")
    return text.split("\n")[:-1]


async def test_a_call_of_no_tool_leaves_a_line_too(file: Path) -> None:
    async with hosting(mode="read", audit_file=file) as host:
        await host.refusal("delete_room", room="weekly")
        await host.refusal("delet_room")
    assert [(line["tool"], line["outcome"]) for line in all_lines(file)] == [
        ("delete_room", "error: not_in_mode"),
        ("delet_room", "error: unknown_tool"),
    ]


@pytest.mark.parametrize("era", ERAS)
async def test_a_call_that_writes_is_recorded_when_it_starts_and_when_it_ends(
    file: Path, era: Era
) -> None:
    async with hosting(era, audit_file=file) as host:
        await host.call("create_room", unique_name="quiz", webhook_event_url="https://x.example/s")
        await host.call("list_rooms")
        await host.refusal("create_room", uniqe_name="quiz")
    started, created, listed, refused = all_lines(file)
    assert set(started) == {"time", "tool", "risk", "arguments", "outcome", "call"}
    assert (started["tool"], started["risk"], started["outcome"]) == (
        *("create_room", "create"),
        "started",
    )
    assert started["arguments"] == created["arguments"]
    assert started["arguments"]["unique_name"] == "quiz"
    assert started["call"] == created["call"]
    assert "call" not in listed
    assert refused["outcome"] == "error: invalid_arguments"


def test_each_start_is_told_from_the_others(file: Path) -> None:
    audit = Audit(file)
    assert audit.started(tool="one") != audit.started(tool="one")


def test_without_a_file_nothing_is_kept() -> None:
    audit = Audit()
    assert audit.started(tool="one") is None
    audit.record(tool="one")


def test_on_a_full_disk_a_start_cannot_be_recorded() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(Refusal, match="No space left on device") as refused:
        Audit(full).started(tool="one")
    assert refused.value.kind == "audit_unavailable"


def test_a_folder_that_comes_back_is_written_to_from_the_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "audit.jsonl"
    audit = Audit(path)
    audit.record(tool="lost")
    path.parent.mkdir()
    audit.record(tool="next")
    assert [line["tool"] for line in all_lines(path)] == ["next"]


def test_what_was_written_of_a_line_stands_by_itself(file: Path) -> None:
    file.write_text('{"half', encoding="utf-8")
    audit = Audit(file)
    audit.record(tool="next")
    audit.record(tool="last")
    half, *whole = rows(file)
    assert half == '{"half'
    assert [json.loads(row)["tool"] for row in whole] == ["next", "last"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("room", [0, 1, 40, 1000])
def test_processes_that_ran_out_of_room_leave_no_line_that_begins_otherwise(
    file: Path, room: int
) -> None:
    file.write_text('{"tool":"before"}\n', encoding="utf-8")
    command = [sys.executable, "-c", LIMITED, str(file)]
    processes: list[subprocess.Popen[str]] = []
    for name in ("first", "second", "third"):
        process = subprocess.Popen(
            [*command, name, str(room)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stdout.readline() == "tried\n"
        processes.append(process)
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=AT_MOST_SECS)
        assert process.returncode == 0
    written = rows(file)
    assert all(row.startswith("{") for row in written)
    whole = [json.loads(row) for row in written if row.endswith("}")]
    assert sorted(line["number"] for line in whole if "number" in line) == sorted([*range(20)] * 3)
    assert (len(whole) < len(written)) == (room > 0)


def test_a_line_that_another_process_is_writing_is_not_taken_for_half_a_line(file: Path) -> None:
    command = [sys.executable, "-c", BUSY, str(file)]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(AT_MOST_SECS) for process in processes] == [0] * 4
    written = rows(file)
    assert all(row.startswith("{") for row in written)
    numbers = sorted(json.loads(row)["number"] for row in written)
    assert numbers == sorted([*range(1000)] * 4)


def test_threads_do_not_disturb_each_other(file: Path) -> None:
    audit = Audit(file)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: audit.record(tool="t", number=number), range(400)))
    assert sorted(line["number"] for line in map(json.loads, rows(file))) == list(range(400))


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes are files on POSIX")
def test_a_pipe_may_be_the_audit(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        Audit(pipe).record(tool="one")
        assert os.read(reader, 10_000).startswith(b'{"time"')
    finally:
        os.close(reader)


def test_a_file_that_may_be_written_but_not_read_will_do(file: Path) -> None:
    file.touch(mode=stat.S_IWUSR)
    Audit(file).record(tool="one")
    file.chmod(0o600)
    assert [json.loads(row)["tool"] for row in rows(file)] == ["one"]
