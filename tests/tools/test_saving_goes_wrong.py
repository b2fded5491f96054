"""Saving when downloads break, links expire, time runs out or the archive refuses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.archive.kept import found, kept, sound
from tests.deadline import one_step
from tests.guards.serving import serving
from tests.guards.worlds import Meeting, meeting
from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio


async def test_a_cut_download_goes_on_where_it_broke_off(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        host.world.resize_file(where.recording, 300_000)
        await host.fault(path=f"/media/recordings/{where.recording}.webm", cut_after_bytes=100_000)
        saved = await host.call("save_files", ids=[where.recording])
        first, second = await host.downloads()
    assert saved["saved"] == sound(tmp_path) == 1
    assert (first["sent_bytes"], second["range"], second["status"]) == (
        100_000,
        "bytes=100000-",
        206,
    )


async def test_a_download_that_never_arrives_is_given_up_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        order = {"path": f"/media/recordings/{where.recording}.webm", "cut_after_bytes": 0}
        await host.fault(**order, times=100)
        saved = await host.call("save_files", session="weekly", include="recordings")
        assert len(await host.downloads()) < 10
    assert (saved["saved"], saved["failed"], saved["done"]) == (1, 1, False)
    assert "broke the download off" in saved["message"]
    assert "1 file is safe" in saved["message"]
    assert saved["files"][0]["id"] == where.recording
    assert sound(tmp_path) == 1


async def test_a_link_that_expired_is_fetched_anew(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        await host.fault(path="/media/*", cut_after_bytes=1000)
        host.time.meanwhile = [lambda: host.world.advance(7200)]
        saved = await host.call("save_files", ids=[where.recording])
        statuses = [each["status"] for each in await host.downloads()]
        reads = [r for r in await host.requests() if r["path"].endswith(where.recording)]
    assert statuses == [200, 403, 206]
    assert len(reads) == 2
    assert saved["saved"] == sound(tmp_path) == 1


@pytest.mark.parametrize("status", [404, 410])
async def test_a_file_that_storage_does_not_have_is_told(status: int, tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        await host.fault(path="/media/*", status=status, times=9)
        saved = await host.call("save_files", ids=[where.recording])
        assert len(await host.downloads()) == 1
    assert saved["files"][0]["problem"] == f"Telnyx's storage answered {status} to the download."


@asynccontextmanager
async def paused(host: Host, where: Meeting) -> AsyncIterator[anyio.Event]:
    """A call is over whose download is not: it waits for the event."""
    waiting, go_on = anyio.Event(), anyio.Event()

    async def pause() -> None:
        waiting.set()
        await go_on.wait()

    host.world.resize_file(where.recording, 100_000)
    await host.fault(path=f"/media/recordings/{where.recording}.webm", cut_after_bytes=50_000)
    host.time.meanwhile = [pause]
    answer: dict[str, Any] = {}

    async def call() -> None:
        answer.update(await host.call("save_files", ids=[where.recording]))

    with one_step():
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await waiting.wait()
            await host.time.sleep(60)
    assert (answer["under_way"], answer["done"]) == (1, False)
    (file,) = answer["files"]
    assert (file["mb"], file["of_mb"]) == (0.05, 0.1)
    assert "call again" in answer["message"]
    yield go_on


@pytest.mark.parametrize("era", ERAS)
async def test_a_long_copy_goes_on_in_the_background_and_the_next_call_says_so(
    era: Era, tmp_path: Path
) -> None:
    async with hosting(era, archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        async with paused(host, where) as go_on:
            assert not found(tmp_path, "*.webm")
            go_on.set()
            with one_step():
                done = await host.call("save_files", ids=[where.recording])
            again = await host.call("save_files", ids=[where.recording])
        assert len(await host.downloads()) == 2
    assert (done["saved"], again["verified"]) == (1, 1)
    assert sound(tmp_path) == 1


async def test_at_the_end_of_the_server_an_unfinished_copy_leaves_nothing(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        async with paused(host, where):
            pass
    with one_step():
        while [path for path in kept(tmp_path) if not path.endswith("manifest.json")]:
            await anyio.lowlevel.checkpoint()  # the store's own thread tidies up
    assert sound(tmp_path) == 0


async def test_two_servers_at_once_end_with_one_manifest_of_everything(tmp_path: Path) -> None:
    world = World()
    where = meeting(world, "weekly")
    async with serving(world, archive=tmp_path) as one, serving(world, archive=tmp_path) as other:
        async with anyio.create_task_group() as tasks:
            for host in (one, other):
                for file in (where.recording, where.audio, where.composition):
                    tasks.start_soon(
                        lambda host, file: host.call("save_files", ids=[file]), host, file
                    )
        again = await one.call("save_files", session="weekly")
    assert sound(tmp_path) == again.get("saved", 0) + again.get("verified", 0) == 3


async def test_an_archive_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "weekly").write_bytes(b"a file where a folder should be")
    async with hosting(archive=tmp_path) as host:
        meeting(host.world, "weekly")
        saved = await host.call("save_files", session="weekly")
        assert await host.downloads() == []
    assert (saved["failed"], saved.get("saved")) == (3, None)
    assert f"The archive {tmp_path} failed: " in saved["message"]


async def test_an_archive_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path / "drive" / "archive") as host:
        meeting(host.world, "weekly")
        error = await host.refusal("save_files", session="weekly")
    assert error["kind"] == "archive_failed"
    assert "connect its drive" in error["message"]
