"""The manifest: what is written is read again, and damage is noticed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.archive.manifest import (
    Entry,
    Manifest,
    NotAManifestError,
    read,
    size_note,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
entries = st.builds(
    Entry,
    name=texts.map(lambda text: text.replace("/", "-")),
    id=texts,
    kind=st.sampled_from(["audio", "video", "composition"]),
    bytes=st.integers(0, 10**12),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    participant_name=st.none() | texts,
    size_mb=st.none() | st.floats(0, 1e6),
)


@given(texts, st.none() | texts, st.lists(entries, max_size=5, unique_by=lambda each: each.id))
def test_what_is_written_is_read_again(session: str, room: str | None, files: list[Entry]) -> None:
    manifest = Manifest(session, room_name=room)
    for entry in files:
        manifest = manifest.with_entry(entry)
    assert read(manifest.text()) == manifest
    assert {each.id for each in manifest.files} == {each.id for each in files}
    for entry in files:
        assert manifest.with_entry(entry) == manifest, "a file is there once"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"room": {}, "session": {"id": "s"}}',
        b'{"room": {}, "session": {"id": "s"}, "files": [{"name": "x"}]}',
        json.dumps(
            {
                "room": {},
                "session": {"id": "s"},
                "files": [{"name": "../x", "id": "i", "kind": "k", "bytes": 1, "sha256": "0"}],
            }
        ).encode(),
    ],
)
def test_what_is_no_manifest_is_refused(content: bytes) -> None:
    with pytest.raises(NotAManifestError):
        read(content)


@pytest.mark.parametrize(
    ("size", "size_mb", "noted"),
    [
        (12_300_000, 12.3, False),
        (12_340_000, 12.3, False),
        (1_048_576, 1.0, False),
        (5, None, False),
        (12_300_000, 12.5, True),
        (0, 6.0, True),
    ],
)
def test_a_size_other_than_that_of_the_record_is_noted(
    size: int, size_mb: float | None, *, noted: bool
) -> None:
    note = size_note(size, size_mb)
    assert bool(note) is noted
    assert not note or str(size) in note
