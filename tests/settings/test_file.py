"""A settings file that cannot be read is a problem by name, and never a wait."""

import os
from pathlib import Path

from tests.settings.loaded import problem


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path) -> None:
    missing = tmp_path / "missing.json"
    assert problem({}, {"config": str(missing)}) == (
        f"{missing}: the settings file cannot be read (No such file or directory)."
    )


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        sentence = problem({"TELNYX_VIDEO_CONFIG": str(path)})
        assert sentence == f"{path}: the settings file must be a regular file."


def test_a_flag_for_the_file_must_name_one() -> None:
    assert problem({}, {"config": ""}) == "--config: it must name a settings file."


def test_a_home_that_nobody_has_is_a_problem_like_any_other() -> None:
    sentence = problem({"TELNYX_VIDEO_CONFIG": "~nobody-by-this-name/settings.json"})
    assert "~nobody-by-this-name/settings.json" in sentence
