"""The library of the archive is an extra: it is imported by the call that needs it."""

import subprocess
import sys

PREPARED = """
import sys
from pathlib import Path
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
create_server(Settings(sandbox=True, archive=Path("archive")))
print(sorted({"obstore", "httpx"} & set(sys.modules)))
"""
MISSING = """
import sys
sys.modules["obstore"] = sys.modules["obstore.store"] = None
from pathlib import Path
from telnyx_video_mcp.archive.store import Store
from telnyx_video_mcp.toolkit.refusal import Refusal
try:
    Store(Path("archive")).open()
except Refusal as refusal:
    print(refusal.kind, refusal.message)
"""


def printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_server_with_an_archive_starts_without_its_library() -> None:
    assert printed(PREPARED) == "[]"


def test_without_the_library_the_refusal_says_how_to_install_it() -> None:
    said = printed(MISSING)
    assert said.startswith("not_configured ")
    assert "pip install 'telnyx_video_mcp[archive]'" in said
