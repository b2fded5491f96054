"""The tour: the first thing that somebody sees."""

import re
import subprocess
import sys

import pytest

from docs.record_tour import PICTURE, render
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.deadline import AT_MOST_SECS
from tests.process.driver import environment


def tour(encoding: str) -> tuple[str, str]:
    """What the tour prints on a stdout of this encoding, and on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "telnyx_video_mcp", "tour"],
        capture_output=True,
        timeout=AT_MOST_SECS,
        check=True,
        env=environment(PYTHONIOENCODING=encoding),
    )
    return done.stdout.decode(encoding), done.stderr.decode(encoding)


def test_the_tour_goes_through_a_meeting_and_reads_well_in_a_file() -> None:
    said, complained = tour("utf-8")
    assert complained == ""
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) <= 80
    steps = re.findall(r"^ ?(\d+)\. “", said, flags=re.MULTILINE)
    assert [int(step) for step in steps] == list(range(1, len(steps) + 1))
    called = re.findall(r"^    ([a-z_]+)\(", said, flags=re.MULTILINE)
    assert len(called) == len(steps) >= 12
    assert set(called) <= {spec.name for spec in CATALOGUE}
    workflows = {"host_meeting", "watch_session", "wrap_up_meeting", "attendance"}
    assert workflows | {"clean_up_recordings"} <= set(called)
    assert len(re.findall(r" [\d,]+ ms$", said, flags=re.MULTILINE)) == len(steps)
    assert said.endswith("; each did what it should.\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_unicode_gets_the_same_tour(encoding: str) -> None:
    said, complained = tour(encoding)
    assert complained == ""
    assert max(map(len, said.splitlines())) <= 80
    assert re.findall(r"^ {4}-> .*\bcame back at ", said, flags=re.MULTILINE)
    assert re.findall(r"^ {4}x delete_recordings has no argument", said, flags=re.MULTILINE)
    assert re.findall(r"^ {4}(\.\.\.|…) Alice and Bob join", said, flags=re.MULTILINE)
    assert said.endswith("; each did what it should.\n")


def test_what_goes_on_on_the_next_line_is_indented_further() -> None:
    said, _ = tour("utf-8")
    for paragraph in re.findall(r"^ {4}[→✗?…] .*(?:\n .*)*", said, flags=re.MULTILINE):
        first, *others = paragraph.split("\n")
        following = [line for line in others if not re.match(r" {4}\S", line)]
        assert first.startswith("    ")
        assert all(re.match(r" {6}\S", line) for line in following), paragraph


def test_the_picture_is_as_wide_as_the_tour() -> None:
    def width(svg: str) -> str:
        match = re.search(r'viewBox="0 0 (\S+) ', svg)
        assert match
        return match[1]

    assert width(PICTURE.read_text(encoding="utf-8")) == width(render("one line"))
