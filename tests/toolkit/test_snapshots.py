"""One file per tool holds what is published, so that a change of it is a reviewed diff.

After a change that is meant, `python tests/toolkit/test_snapshots.py` writes them again.
"""

import json
from pathlib import Path
from typing import Any

import anyio
import pytest

from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.tools.catalogue import CATALOGUE

pytestmark = pytest.mark.anyio

WITH_ALL = Settings(archive=Path("archive"))
FOLDER = Path(__file__).parents[1] / "snapshots"


async def published() -> dict[str, Any]:
    return {
        tool.name: tool.model_dump(mode="json", by_alias=True, exclude_none=True)
        for tool in await create_server(WITH_ALL).list_tools()
    }


@pytest.mark.parametrize("name", [spec.name for spec in CATALOGUE])
async def test_a_tool_is_published_as_its_snapshot_says(name: str) -> None:
    snapshot = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert (await published())[name] == snapshot


async def test_there_is_no_snapshot_without_a_tool() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(await published())


if __name__ == "__main__":
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, tool in anyio.run(published).items():
        text = json.dumps(tool, indent=2, ensure_ascii=False)
        (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
