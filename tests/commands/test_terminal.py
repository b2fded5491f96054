"""What commands print: readable on any stdout, and JSON everywhere."""

import json

import pytest

from telnyx_video_mcp.commands.terminal import accept_any_text, wrapped
from tests.process.driver import run

pytestmark = pytest.mark.anyio


def test_each_character_has_a_stand_in_of_ascii() -> None:
    accept_any_text()
    text = "“é” → ß … ✗ 漢 \N{RIGHT SINGLE QUOTATION MARK}\N{NO-BREAK SPACE}\udcff"
    shown = text.encode("ascii", "telnyx-video-mcp-ascii").decode("ascii")
    assert shown == '"e" -> ? ... x ? \' ?'


def test_a_text_is_wrapped_at_80_columns_and_parts_stay_together() -> None:
    lines = wrapped("word " * 14 + "1000\N{NO-BREAK SPACE}ms", "    ", "      ").splitlines()
    assert lines == ["    " + "word " * 13 + "word", "      1000 ms"]


def test_what_could_move_the_cursor_is_left_out() -> None:
    assert wrapped("a\x1b[2J\rb\N{RIGHT-TO-LEFT OVERRIDE}c", "", "") == "a [2J b c"


@pytest.mark.parametrize("encoding", ["ascii", "utf-8", "latin-1"])
async def test_the_tools_as_json_are_json_in_any_encoding(encoding: str) -> None:
    printed = await run("tools", "--json", PYTHONIOENCODING=encoding)
    in_utf8 = await run("tools", "--json", PYTHONIOENCODING="utf-8")
    assert printed.returncode == 0
    assert json.loads(printed.stdout.decode(encoding)) == json.loads(in_utf8.stdout)


async def test_a_name_that_stdout_cannot_encode_is_no_reason_to_fail() -> None:
    done = await run(
        "check", "--sandbox", PYTHONIOENCODING="ascii", TELNYX_VIDEO_PROTECTED="Zoë,漢"
    )
    assert done.returncode == 0
    assert "Zoe, ?" in done.stdout.decode("ascii")
