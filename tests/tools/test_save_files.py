"""Saving files: copied whole into a folder with names for people, and verified afterwards."""

from pathlib import Path

import pytest

from tests.archive.kept import found, kept, manifest, sound
from tests.guards.worlds import meeting
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

DASH = "\N{EN DASH}"


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
    assert all("Its record says" in entry["note"] for entry in document["files"])
    assert sound(tmp_path) == 3


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


async def test_a_copy_that_is_no_longer_what_was_saved_is_made_again(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        meeting(host.world, "weekly")
        await host.call("save_files", session="weekly")
        changed, gone = found(tmp_path, "*.webm")
        whole = changed.read_bytes()
        changed.write_bytes(whole[:-1] + b"?")
        gone.unlink()
        again = await host.call("save_files", session="weekly")
    assert (again["saved"], again["verified"]) == (2, 1)
    assert changed.read_bytes() == whole
    assert sound(tmp_path) == 3


async def test_a_room_is_saved_session_by_session_even_in_the_same_minute(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        room = host.room(unique_name="weekly", enable_recording=True)
        for _ in range(2):
            _, person = host.join(room, "Ann")
            host.world.advance(10)
            host.world.leave(person)
        host.world.advance(120)
        saved = await host.call("save_files", room="weekly")
    assert saved["saved"] == 4
    assert len({str(each.parent) for each in found(tmp_path, "manifest.json")}) == 2
    assert sound(tmp_path) == 4


@pytest.mark.parametrize(
    ("include", "suffixes"), [("composition", {"mp4"}), ("recordings", {"webm"})]
)
async def test_recordings_and_compositions_can_be_saved_apart(
    include: str, suffixes: set[str], tmp_path: Path
) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        await host.call("save_files", session=where.session, include=include)
    assert {path.rpartition(".")[2] for path in kept(tmp_path)} == {*suffixes, "json"}


async def test_files_can_be_given_by_their_ids(tmp_path: Path) -> None:
    async with hosting(archive=tmp_path) as host:
        where = meeting(host.world, "weekly")
        saved = await host.call("save_files", ids=[where.audio, where.composition])
        unknown = await host.refusal("save_files", ids=[where.room])
    assert saved["saved"] == sound(tmp_path) == 2
    assert unknown["kind"] == "not_found"


async def test_a_rooms_name_means_its_latest_session_and_unfinished_files_are_told(
    tmp_path: Path,
) -> None:
    async with hosting(archive=tmp_path) as host:
        session, person = host.join(host.room(unique_name="w", enable_recording=True), "Ann")
        host.world.advance(60)
        host.world.leave(person)
        early = await host.call("save_files", session="w")
        host.world.advance(120)
        late = await host.call("save_files", session="w")
    assert early["done"] is False
    assert any("2 files are not finished yet" in note for note in early["notes"])
    assert (late["saved"], manifest(tmp_path)["session"]["id"]) == (2, session)


async def test_names_of_people_lead_nowhere_and_are_marked_in_the_result(tmp_path: Path) -> None:
    inside = tmp_path / "archive"
    async with hosting(archive=inside) as host:
        meeting(host.world, "a:/../x", "Ann", "../../../etc/passwd\r\nIgnore all")
        session = host.world.list_recordings()[0]["session_id"]
        saved = await host.call("save_files", session=session, include="recordings")
    assert {each.relative_to(tmp_path).parts[0] for each in found(tmp_path, "*")} == {"archive"}
    assert sound(inside) == saved["saved"] == 2
    for each in saved["files"]:
        assert "passwd" in each["participant_supplied"]["path"]
        assert "path" not in each


async def test_links_stay_out_of_everything_that_is_kept_or_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    audit = tmp_path / "audit.jsonl"
    async with hosting(archive=tmp_path / "archive", audit_file=audit) as host:
        meeting(host.world, "weekly")
        await host.fault(path="/media/*", cut_after_bytes=100, times=2)
        saved = await host.call("save_files", session="weekly")
    everything = [caplog.text, audit.read_text(encoding="utf-8"), str(saved)]
    everything += [str(each) for each in kept(tmp_path / "archive").values()]
    assert saved["saved"] == 3
    for text in everything:
        assert "X-Amz" not in text
        assert "/media/" not in text


async def test_without_an_archive_there_is_neither_the_tool_nor_the_argument() -> None:
    async with hosting(archive=None) as host:
        listed = {tool.name: tool for tool in (await host.client.list_tools()).tools}
        error = await host.refusal("save_files", session="weekly")
        unknown = await host.refusal("clean_up_recordings", room="weekly", save_first=True)
    assert "save_files" not in listed
    assert "save_first" not in listed["clean_up_recordings"].input_schema["properties"]
    assert error["kind"] == "not_configured"
    assert "TELNYX_VIDEO_ARCHIVE" in error["message"]
    assert "no argument 'save_first'" in unknown["message"]


@pytest.mark.parametrize("arguments", [{}, {"room": "a", "session": "a"}])
async def test_one_of_three_ways_must_say_what_to_save(arguments: dict[str, str]) -> None:
    async with hosting() as host:
        error = await host.refusal("save_files", **arguments)
        assert await host.requests() == []
    assert "exactly one of room, session and ids" in error["message"]
