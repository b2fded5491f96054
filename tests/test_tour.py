"""The tour: the first thing that somebody sees."""

import re
import subprocess
import sys

from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.deadline import AT_MOST_SECS


def test_the_tour_goes_through_a_meeting_and_reads_well_in_a_file() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "telnyx_video_mcp", "tour"],
        capture_output=True,
        text=True,
        timeout=AT_MOST_SECS,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 110
    steps = re.findall(r"^ ?(\d+)\. “", done.stdout, flags=re.MULTILINE)
    assert [int(step) for step in steps] == list(range(1, len(steps) + 1))
    called = re.findall(r"^    ([a-z_]+)\(", done.stdout, flags=re.MULTILINE)
    assert len(called) == len(steps) >= 12
    assert set(called) <= {spec.name for spec in CATALOGUE}
    workflows = {"host_meeting", "watch_session", "wrap_up_meeting", "attendance"}
    assert workflows | {"clean_up_recordings"} <= set(called)
    assert len(re.findall(r" [\d,]+ ms$", done.stdout, flags=re.MULTILINE)) == len(steps)
    assert "each did what it should." in done.stdout
