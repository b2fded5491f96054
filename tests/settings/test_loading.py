"""Settings: flag > environment > file > default, and every problem named at once."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from telnyx_video_mcp.settings.declared import SETTINGS, Settings
from telnyx_video_mcp.settings.loading import load
from tests.settings.loaded import KEY, problem, problems

WriteFile = Callable[[Any], str]


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Writes a settings file, as JSON or as it is; its path."""

    def write(content: Any) -> str:
        path = tmp_path / "settings.json"
        as_is = isinstance(content, bytes)
        path.write_bytes(content if as_is else json.dumps(content).encode())
        return str(path)

    return write


def test_without_anything_the_defaults_hold() -> None:
    assert load({}) == Settings(
        api_key=None,
        base_url="https://api.telnyx.com/v2",
        sandbox=False,
        timeout_secs=30.0,
        log_level="WARNING",
        config=None,
    )


def test_a_flag_beats_the_environment_beats_the_file_beats_the_default(
    write_file: WriteFile,
) -> None:
    path = write_file({"log_level": "INFO", "sandbox": True})
    environ = {"TELNYX_VIDEO_LOG_LEVEL": "ERROR", "TELNYX_VIDEO_SANDBOX": "false"}
    in_file, flags = {"config": path}, {"config": path, "log_level": "DEBUG", "sandbox": True}
    assert load({}, in_file).log_level == "INFO"
    assert load(environ, in_file).log_level == "ERROR"
    assert load(environ, flags).log_level == "DEBUG"
    assert [load(*given).sandbox for given in (({}, in_file), (environ, in_file))] == [True, False]
    assert load(environ, flags).sandbox is True
    assert load({}, in_file).timeout_secs == 30


def test_a_flag_that_was_not_given_changes_nothing() -> None:
    flags = {"sandbox": None, "log_level": None, "config": None}
    assert load({"TELNYX_VIDEO_LOG_LEVEL": "info"}, flags).log_level == "INFO"


def test_the_file_can_be_named_by_variable_or_by_flag(
    write_file: WriteFile, tmp_path: Path
) -> None:
    path = write_file({"api_key": KEY})
    assert load({"TELNYX_VIDEO_CONFIG": path}).api_key == KEY
    missing = str(tmp_path / "missing.json")
    named = load({"TELNYX_VIDEO_CONFIG": missing}, {"config": path})
    assert named.api_key == KEY
    assert str(named.config) == path


def test_a_file_may_set_everything(write_file: WriteFile) -> None:
    path = write_file(
        {
            "api_key": KEY,
            "base_url": "https://telnyx.test/v2/",
            "sandbox": False,
            "timeout_secs": 12.5,
            "log_level": "debug",
        }
    )
    found = load({}, {"config": path})
    assert found == Settings(
        api_key=KEY,
        base_url="https://telnyx.test/v2",
        timeout_secs=12.5,
        log_level="DEBUG",
        config=Path(path),
        warnings=found.warnings,
    )


def test_null_in_the_file_is_unset(write_file: WriteFile) -> None:
    nothing = dict.fromkeys(setting.key for setting in SETTINGS if setting.in_file)
    path = write_file(nothing)
    assert load({}, {"config": path}) == Settings(config=Path(path))


def test_settings_never_show_the_key() -> None:
    found = load({"TELNYX_API_KEY": KEY})
    assert KEY not in f"{found!r} {found} {[found]}"
    assert "api_key='set'" in repr(found)
    assert "api_key=None" in repr(Settings())


@pytest.mark.parametrize("variable", [setting.variable for setting in SETTINGS])
def test_an_empty_variable_is_unset(variable: str) -> None:
    assert load({variable: "", "TELNYX_VIDEO_CONFIG": ""}) == Settings()


def test_all_problems_are_told_at_once_each_on_its_line(write_file: WriteFile) -> None:
    path = write_file({"timeout_secs": 0, "base_urls": "x", "sandbox": "maybe"})
    environ = {
        "TELNYX_API_KEY": "${TELNYX_API_KEY}",
        "TELNYX_BASE_URL": "http://telnyx.test",
        "TELNYX_VIDEO_TIMEOUT": "5",
    }
    sentence = problems(environ, {"config": path, "log_level": "loud"})
    assert [line.split(":")[0] for line in sentence] == [
        f"base_urls in {path}",
        "TELNYX_VIDEO_TIMEOUT",
        "TELNYX_API_KEY",
        "TELNYX_BASE_URL",
        f"sandbox in {path}",
        f"timeout_secs in {path}",
        "--log-level",
    ]
    assert all(line.endswith((".", "?")) for line in sentence)


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("TELNYX_VIDEO_SANBOX", "TELNYX_VIDEO_SANDBOX"),
        ("TELNYX_VIDEO_TIMEOUT", "TELNYX_VIDEO_TIMEOUT_SECS"),
        ("TELNYX_VIDEO_LOGLEVEL", "TELNYX_VIDEO_LOG_LEVEL"),
        ("TELNYX_VIDEO_CONFIG_FILE", "TELNYX_VIDEO_CONFIG"),
        ("TELNYX_VIDEO_API_KEY", "TELNYX_API_KEY"),
    ],
)
def test_an_unknown_variable_brings_the_nearest_one(variable: str, meant: str) -> None:
    sentence = problem({variable: "1"})
    assert sentence == f"{variable}: there is no such setting. Did you mean {meant}?"
    assert problem({variable: ""}) == sentence


def test_an_unknown_variable_unlike_any_brings_them_all() -> None:
    sentence = problem({"TELNYX_VIDEO_FOO": "1"})
    assert "Did you mean" not in sentence
    assert all(setting.variable in sentence for setting in SETTINGS)


def test_variables_of_other_programs_are_none_of_our_business() -> None:
    names = ["PUBLIC_KEY", "CLIENT_ID", "CLIENT_SECRET", "LOG", "MODEL", "PHONE_NUMBER", "VIDEOS"]
    others = {f"TELNYX_{name}": "x" for name in names} | {"MY_TELNYX_VIDEO_SANBOX": "1"}
    assert load({**others, "PATH": "/bin"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("telnyx_video_mode", "TELNYX_VIDEO_MODE"),
        ("Telnyx_Video_Moed", "TELNYX_VIDEO_MODE"),
        ("TELNYX_MODE", "TELNYX_VIDEO_MODE"),
        ("TELNYX_VIDEOMODE", "TELNYX_VIDEO_MODE"),
        ("TELNYXVIDEO_MODE", "TELNYX_VIDEO_MODE"),
        ("TELNYX_VIDE_MODE", "TELNYX_VIDEO_MODE"),
        ("TELNYX_ROOM", "TELNYX_VIDEO_ROOMS"),
        ("TELNYX_PROTECTED", "TELNYX_VIDEO_PROTECTED"),
        ("TELNYX_SANDBOX", "TELNYX_VIDEO_SANDBOX"),
    ],
)
def test_a_limit_in_a_misspelt_variable_is_a_problem(variable: str, meant: str) -> None:
    sentence = f"{variable}: this variable is not read. Did you mean {meant}?"
    assert problem({variable: "read"}) == sentence
    assert load({variable: ""}) == Settings()


@pytest.mark.parametrize(
    ("variable", "meant"),
    [("TELNYX_APIKEY", "TELNYX_API_KEY"), ("telnyx_api_key", "TELNYX_API_KEY")],
)
def test_any_other_setting_in_a_misspelt_variable_is_a_warning(variable: str, meant: str) -> None:
    (warning,) = load({variable: KEY}).warnings
    assert warning == f"{variable}: this variable is not read. Did you mean {meant}?"


def test_a_variable_beside_the_right_one_belongs_to_another_program() -> None:
    settings = load({"TELNYX_MODE": "fast", "TELNYX_VIDEO_MODE": "read"})
    assert (settings.mode, settings.warnings) == ("read", ())


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("apikey", "api_key"),
        ("base-url", "base_url"),
        ("timeout", "timeout_secs"),
        ("TELNYX_VIDEO_LOG_LEVEL", "log_level"),
    ],
)
def test_an_unknown_key_of_the_file_brings_the_nearest_one(
    write_file: WriteFile, key: str, meant: str
) -> None:
    path = write_file({key: "1"})
    sentence = problem({"TELNYX_VIDEO_CONFIG": path})
    assert sentence.startswith(f"{key} in {path}: there is no such setting.")
    assert meant in sentence


def test_the_name_of_a_variable_in_the_file_brings_the_key_that_it_has_there(
    write_file: WriteFile,
) -> None:
    path = write_file({"TELNYX_API_KEY": KEY})
    assert problem({}, {"config": path}).endswith("In a file it is called api_key.")


def test_a_key_of_the_file_with_line_breaks_stays_on_its_line(write_file: WriteFile) -> None:
    path = write_file({"api_key\nTELNYX_API_KEY: all is well\x1b[2J": KEY})
    sentence = problem({}, {"config": path})
    assert sentence.isprintable()
    assert KEY not in sentence


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"sandbox = true", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b'"text"', "must be a JSON object"),
        (b'{"log_level": "\xff"}', "is not UTF-8"),
        ('{"sandbox": true}'.encode("utf-16"), "is not UTF-8"),
    ],
    ids=lambda part: part[:12].decode(errors="replace") if isinstance(part, bytes) else None,
)
def test_a_file_that_is_no_settings_file_is_named_with_the_reason(
    write_file: WriteFile, content: bytes, reason: str
) -> None:
    path = write_file(content)
    assert problem({}, {"config": path}).startswith(f"{path}: the settings file {reason}")


def test_a_file_as_some_editors_save_it_is_read(write_file: WriteFile) -> None:
    path = write_file(b'\xef\xbb\xbf{"sandbox": true}\r\n')
    assert load({}, {"config": path}).sandbox is True


def test_a_key_that_is_there_twice_is_a_problem_by_name(write_file: WriteFile) -> None:
    path = write_file(b'{"mode": "read", "sandbox": true, "mode": "full"}')
    assert problem({}, {"config": path}) == f"mode in {path}: it is there twice; keep one."
