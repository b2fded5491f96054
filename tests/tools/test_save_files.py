"""Saving files: copied whole into a folder with names for people, and verified afterwards."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.guards.worlds import meeting
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

DASH = "\N{EN DASH}"


def kept(archive: Path) -> dict[str, bytes]:
    """The files of an archive by their paths in it."""
    files = [each for each in archive.rglob("*") if each.is_file()]
    return {str(each.relative_to(archive)): each.read_bytes() for each in files}


def manifest(archive: Path) -> dict[str, Any]:
    """The only manifest there is."""
    (path,) = archive.rglob("manifest.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("era", ERAS)
async def test_a_meeting_is_saved_with_names_for_people_and_a_manifest(
    era: Era, tmp_path: Path
) -> None:
    async with hosting(era, archive=tmp_path) as host:
        where = meeting(host.world, "weekly", "Ann", "Bob")
        saved = await host.call("save_files", session="weekly")
        video = await host.fetch(host.world.get_recording(where.recording)["download_url"])
    assert saved["done"] is True
    assert saved["saved"] == 3
    folder = "weekly/2026-11-22 1200"
    files = kept(tmp_path)
    assert sorted(files) == sorted(
        [
            f"{folder}/Bob {DASH} audio {DASH} {where.audio[:8]}.webm",
            f"{folder}/Bob {DASH} video {DASH} {where.recording[:8]}.webm",
            f"{folder}/composition {DASH} {where.composition[:8]}.mp4",
            f"{folder}/manifest.json",
        ]
    )
    assert files[f"{folder}/Bob {DASH} video {DASH} {where.recording[:8]}.webm"] == video.content
    document = manifest(tmp_path)
    assert (document["room"], document["session"]["id"]) == (
        {"id": where.room, "name": "weekly"},
        where.session,
    )
    for entry in document["files"]:
        content = files[f"{folder}/{entry['name']}"]
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()


async def test_saving_again_verifies_and_downloads_nothing(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        meeting(host.world, "weekly")
        await host.call("save_files", session="weekly")
        before = kept(tmp_path)
        downloads = len(await host.downloads())
        again = await host.call("save_files", session="weekly")
        assert len(await host.downloads()) == downloads == 3
    assert (again["verified"], again.get("saved")) == (3, None)
    assert kept(tmp_path) == before
