"""The audit's corners: calls of no tool, and a file that had no room for a while."""

import json
from pathlib import Path

import pytest

from telnyx_video_mcp.toolkit.audit import Audit
from tests.hosting import hosting

pytestmark = pytest.mark.anyio


async def test_a_call_of_no_tool_leaves_a_line_too(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    async with hosting(mode="read", audit_file=path) as host:
        await host.refusal("delete_room", room="weekly")
        await host.refusal("delet_room")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["tool"], line["outcome"]) for line in lines] == [
        ("delete_room", "error: not_in_mode"),
        ("delet_room", "error: unknown_tool"),
    ]


def test_after_a_failure_the_next_line_stands_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "audit.jsonl"
    audit = Audit(path)
    audit.record(tool="lost")
    path.parent.mkdir()
    path.write_text('{"half', encoding="utf-8")
    audit.record(tool="next")
    audit.record(tool="last")
    half, *lines = path.read_text(encoding="utf-8").splitlines()
    assert half == '{"half'
    assert [json.loads(line)["tool"] for line in lines] == ["next", "last"]
