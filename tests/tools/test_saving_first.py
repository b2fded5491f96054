"""Cleaning up with save_first: only what is safe in the archive is deleted, the rest is named."""

from pathlib import Path

import pytest

from tests.archive.kept import found, sound
from tests.guards.worlds import meeting
from tests.hosting import hosting

pytestmark = pytest.mark.anyio


async def test_files_are_saved_and_verified_and_only_then_deleted(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        cleaned = await host.call("clean_up_recordings", session=where.session, save_first=True)
        assert len(await host.downloads()) == 2
        assert not {where.recording, where.audio} & host.world.recordings.keys()
    assert f"Each is saved to {tmp_path} and verified first" in host.questions[0]
    assert cleaned["deleted"] == sound(tmp_path) == 2
    assert "2 files saved and verified" in cleaned["message"]


async def test_nothing_is_saved_before_a_person_agrees(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path, answer=None) as host:
        where = meeting(host.world, "weekly")
        arguments = {"session": where.session, "save_first": True}
        preview = await host.call("clean_up_recordings", **arguments)
        assert await host.downloads() == []
        assert preview["preview"]["saved_first_to"] == str(tmp_path)
        cleaned = await host.call("clean_up_recordings", **arguments, confirm=preview["confirm"])
    assert cleaned["deleted"] == 2


async def test_what_cannot_be_saved_stays_and_is_named(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        await host.fault(path=f"/media/recordings/{where.audio}.webm", status=404, times=9)
        cleaned = await host.call("clean_up_recordings", session=where.session, save_first=True)
        assert where.audio in host.world.recordings
        assert where.recording not in host.world.recordings
    assert (cleaned["deleted"], cleaned["failed"]) == (1, 1)
    (problem,) = cleaned["problems"]
    assert problem["id"] == where.audio
    assert "stays" in problem["problem"]


async def test_with_an_archive_that_fails_nothing_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "weekly").write_bytes(b"a file where a folder should be")
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        cleaned = await host.call("clean_up_recordings", session=where.session, save_first=True)
        assert await host.writes() == []
    assert (cleaned["done"], cleaned["deleted"], cleaned["failed"]) == (False, 0, 2)


async def test_files_that_were_saved_earlier_are_read_back_before_they_go(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        await host.call("save_files", session="weekly", include="recordings")
        spoiled = found(tmp_path, "*audio*.webm")[0]
        spoiled.write_bytes(bytes(len(spoiled.read_bytes())))
        cleaned = await host.call("clean_up_recordings", session=where.session, save_first=True)
        assert len(await host.downloads()) == 3
    assert cleaned["deleted"] == sound(tmp_path) == 2
