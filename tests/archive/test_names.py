"""Names in the archive can be read by people, and are safe wherever the archive is."""

import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.archive import names

DASH = " \N{EN DASH} "
ID = "1a2b3c4d-0000-4000-8000-000000000000"
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
DEVICES |= {f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789\u00b9\u00b2\u00b3"}

anything = st.text(max_size=400) | st.sampled_from(
    [
        *DEVICES,
        "con.txt",
        "Lpt1 .x",
        "..",
        ".",
        "../..",
        "a/b",
        "a\\b",
        "c:d",
        "x. ",
        "\u202e",
        "#1",
    ]
)


@given(anything)
def test_whatever_somebody_is_called_the_name_is_safe_on_every_system(text: str) -> None:
    name = names.safe(text, "instead")
    assert name
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert name == name.strip(" .")
    assert name.isprintable()
    assert name.partition(".")[0].rstrip().upper() not in DEVICES
    assert len(name) <= names.LONGEST + 1
    assert len(name.encode()) <= names.MOST_BYTES + 1
    assert unicodedata.is_normalized("NFC", name)


@given(anything, anything)
def test_a_path_has_three_parts_whatever_room_and_person_are_called(room: str, who: str) -> None:
    began = datetime(2026, 11, 23, 10, 4, 59, tzinfo=UTC)
    path = "/".join(
        (
            names.room_folder(room, ID),
            names.session_folder(began, ID),
            names.file_name(who, "video", ID, "webm"),
        )
    )
    parts = path.split("/")
    assert len(parts) == 3
    assert parts[1] == "2026-11-23 1004"
    assert parts[2].endswith(f"video{DASH}1a2b3c4d.webm")
    assert all(len(part.encode()) <= 255 - len("#99") for part in parts)


def test_the_names_are_those_that_a_person_would_give() -> None:
    assert names.room_folder("weekly-standup", ID) == "weekly-standup"
    assert names.room_folder(None, ID) == ID
    assert names.room_folder("A/B: test?", ID) == "A-B- test-"
    assert names.room_folder("nul", ID) == "_nul"
    assert names.room_folder("...", ID) == ID
    assert names.file_name("Zoë Ω", "audio", ID, "webm") == f"Zoë Ω{DASH}audio{DASH}1a2b3c4d.webm"
    assert names.file_name(None, "composition", ID, "mp4") == f"composition{DASH}1a2b3c4d.mp4"
    assert names.session_folder(None, ID) == ID


@pytest.mark.parametrize(
    ("media_type", "in_link", "kind", "suffix"),
    [
        ("video/webm", "bin", "video", "webm"),
        ("video/mp4", "", "composition", "mp4"),
        ("audio/ogg", "webm", "audio", "ogg"),
        ("binary/octet-stream", "mkv", "video", "mkv"),
        ("application/octet-stream", "", "audio", "webm"),
        ("", "not a suffix", "composition", "mp4"),
        ("", "../x", "video", "webm"),
    ],
)
def test_a_name_ends_as_the_file_is(media_type: str, in_link: str, kind: str, suffix: str) -> None:
    assert names.suffix(media_type, in_link, kind) == suffix
