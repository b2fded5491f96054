"""The store: no change of a small object is lost, and files are there whole or not at all."""

import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest
from obstore.store import MemoryStore

from telnyx_video_mcp.archive.errors import ArchiveError
from telnyx_video_mcp.archive.store import Store
from tests.deadline import one_step

pytestmark = pytest.mark.anyio

KEY = "weekly/2026-11-22 1200/manifest.json"


@pytest.fixture(params=["a folder", "a bucket"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> list[Store]:
    """Two servers' views of one archive; the bucket replaces on condition, the folder cannot."""
    if request.param == "a folder":
        return [Store(tmp_path), Store(tmp_path)]
    memory = MemoryStore()
    return [Store("s3://bucket", memory), Store("s3://bucket", memory)]


def files_in(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


class Pieces:
    """Bytes, and perhaps an exception in place of their end."""

    def __init__(self, *pieces: bytes, error: Exception | None = None) -> None:
        self._pieces = list(pieces)
        self._error = error

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if self._pieces:
            return self._pieces.pop(0)
        raise self._error or StopAsyncIteration

    def stop(self) -> None:
        self._error = ValueError("stopped")


async def test_no_change_is_lost_however_many_change_the_same_at_once(stores: list[Store]) -> None:
    async def add(store: Store, letter: str) -> None:
        await store.update(KEY, lambda found: (found or b"") + letter.encode())

    with one_step():
        async with anyio.create_task_group() as tasks:
            for number, letter in enumerate("abcdefgh"):
                tasks.start_soon(add, stores[number % 2], letter)
    assert sorted((await stores[0].read(KEY) or b"").decode()) == list("abcdefgh")
    assert await stores[0].read(f"{KEY}.lock") is None


async def test_a_lock_left_by_a_process_that_died_is_broken(tmp_path: Path) -> None:
    store = Store(tmp_path)
    await store.update(KEY, lambda _: b"1")
    lock = tmp_path / f"{KEY}.lock"
    lock.touch()
    os.utime(lock, (0, 0))
    with one_step():
        await store.update(KEY, lambda found: (found or b"") + b"2")
    assert await store.read(KEY) == b"12"
    assert not lock.exists()


async def test_a_file_is_stored_whole_and_read_back(stores: list[Store]) -> None:
    pieces = [bytes([n]) * 1_000_000 for n in range(12)]
    await stores[0].write("a/b.webm", Pieces(*pieces), 12_000_000, "")
    heard: list[int] = []
    found = await stores[1].digest("a/b.webm", heard.append)
    assert found == hashlib.sha256(b"".join(pieces)).hexdigest()
    assert await stores[1].size("a/b.webm") == heard[-1] == 12_000_000


async def test_a_file_that_breaks_off_leaves_nothing(stores: list[Store], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="broke"):
        await stores[0].write(
            "a/b.webm", Pieces(b"x" * 6_000_000, error=ValueError("broke")), None, ""
        )
    assert await stores[0].size("a/b.webm") is None
    assert files_in(tmp_path) == []


async def test_what_is_not_there_is_none(stores: list[Store]) -> None:
    assert await stores[0].read("x") is None
    assert await stores[0].size("x") is None
    assert await stores[0].digest("x", lambda _: None) is None


async def test_a_probe_leaves_nothing(tmp_path: Path) -> None:
    assert (await Store(tmp_path / "new").probe()).startswith("telnyx-video-mcp-check-")
    assert list((tmp_path / "new").iterdir()) == []


async def test_a_drive_that_is_not_connected_does_not_become_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="make it, or connect its drive"):
        await Store(tmp_path / "drive" / "archive").probe()
    assert not (tmp_path / "drive").exists()


async def test_what_the_system_says_is_told_without_paths_of_the_library(tmp_path: Path) -> None:
    (tmp_path / "weekly").write_bytes(b"a file where a folder should be")
    with pytest.raises(ArchiveError) as raised:
        await Store(tmp_path).write("weekly/a.webm", Pieces(b"x"), 1, "")
    assert "Debug" not in raised.value.sentence
    assert raised.value.sentence.startswith(f"The archive {tmp_path} failed: ")
    assert not raised.value.for_all


async def test_what_a_killed_process_left_is_deleted_after_an_hour(tmp_path: Path) -> None:
    folder = tmp_path / "weekly"
    folder.mkdir()
    old, young, somebodys = (folder / name for name in ("a.webm#1", "b.webm#1", "notes #1"))
    for path in (old, young, somebodys):
        path.touch()
    for path in (old, somebodys):
        os.utime(path, (0, 0))
    Store(tmp_path).tidy("weekly")
    assert files_in(tmp_path) == [young, somebodys]


async def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ArchiveError, match="is not a folder; name one"):
            await Store(place).probe()
