"""Each setting is declared once, and everything else follows from the declaration."""

import re
from collections.abc import Iterable
from typing import Any

import pytest

from telnyx_video_mcp.settings.declared import SETTINGS, Settings
from telnyx_video_mcp.settings.loading import load
from telnyx_video_mcp.settings.setting import Setting
from tests.settings.loaded import KEY, loaded

IN_FILE = [setting for setting in SETTINGS if setting.in_file]


def named(settings: Iterable[Setting]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("setting", settings, ids=lambda setting: setting.key)


def test_every_field_is_a_setting_but_for_the_warnings() -> None:
    assert [*(setting.key for setting in SETTINGS), "warnings"] == list(vars(Settings()))
    variables = {setting.variable for setting in SETTINGS}
    assert len(variables) == len(SETTINGS)
    assert all(re.fullmatch(r"TELNYX_[A-Z_]+", variable) for variable in variables)


@named(SETTINGS)
def test_a_default_is_what_the_setting_reads(setting: Setting) -> None:
    shown = setting.shown(setting.default)
    assert setting.default == getattr(Settings(), setting.key)
    if shown:
        assert setting.read(shown) == setting.default


@named([setting for setting in SETTINGS if re.search(r"\d to \d", setting.meaning)])
def test_the_limits_in_the_meaning_are_the_limits_that_hold(setting: Setting) -> None:
    limits = re.search(r"(\d+) to (\d+)$", setting.meaning)
    assert limits
    least, most = map(int, limits.groups())
    for number in (least, most):
        assert getattr(load({setting.variable: str(number)}), setting.key) == number
    for number in (least - 1, most + 1):
        (line,) = loaded({setting.variable: str(number)})
        assert f"from {least} to {most}, not '{number}'." in line


@named([setting for setting in SETTINGS if setting.secret])
def test_a_secret_is_never_shown(setting: Setting) -> None:
    settings = load({setting.variable: KEY})
    assert getattr(settings, setting.key) == KEY
    assert setting.shown(KEY) == "set"
    assert KEY not in repr(settings)
    assert f"{setting.key}='set'" in repr(settings)


@pytest.mark.parametrize(
    ("text", "read"), [("0", 0.0), ("300", 300.0), ("2.5", 2.5), (" 10 ", 10.0)]
)
def test_running_calls_get_some_seconds_to_finish_or_none(text: str, read: float) -> None:
    assert load({"TELNYX_VIDEO_SHUTDOWN_SECS": text}).shutdown_secs == read


@named([setting for setting in IN_FILE if setting.option is not None])
def test_a_setting_with_an_option_takes_the_option_first(setting: Setting) -> None:
    given: dict[str, tuple[Any, str, Any]] = {
        "sandbox": (True, "false", True),
        "mode": ("read", "operate", "read"),
        "log_level": ("debug", "ERROR", "DEBUG"),
    }
    flag, variable, read = given[setting.key]
    assert getattr(load({setting.variable: variable}, {setting.key: flag}), setting.key) == read
