"""Record the tour in a real terminal and render it: ``python docs/record_tour.py``.

The tour runs on a pseudo-terminal, so the recording has the colours that a person sees. Rich
turns it into ``docs/tour.svg``.
"""

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from telnyx_video_mcp.commands.terminal import WIDTH

PICTURE = Path(__file__).with_name("tour.svg")


def record() -> str:
    """What the tour writes to a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "telnyx_video_mcp", "tour"]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        written = bytearray()
        try:
            while chunk := os.read(ours, 65536):
                written += chunk
        except OSError:
            pass  # Linux reports the end of a pseudo-terminal as an error
    os.close(ours)
    if process.returncode:
        raise SystemExit(written.decode())
    return written.decode().replace("\r\n", "\n")


def render(recording: str) -> str:
    """The recording as an SVG that loads nothing from elsewhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(recording))
    svg = console.export_svg(title="telnyx-video-mcp tour", unique_id="tour")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.write_text(render(record()), encoding="utf-8")
