"""What each setting accepts, and the sentence for what it does not."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.settings.declared import SETTINGS, Settings
from telnyx_video_mcp.settings.loading import load
from tests.settings.loaded import loaded, read, refusal

IN_FILE = [setting for setting in SETTINGS if setting.in_file]


@pytest.mark.parametrize("words", [("true", "false"), ("1", "0"), (" YES ", "No"), ("on", "off")])
def test_a_switch_is_understood_in_common_words(words: tuple[str, str]) -> None:
    found = [load({"TELNYX_VIDEO_SANDBOX": word}).sandbox for word in words]
    assert found == [True, False]


def test_a_switch_may_be_a_boolean_in_the_file(tmp_path: Path) -> None:
    assert read(tmp_path / "s.json", sandbox=True).sandbox is True
    assert read(tmp_path / "s.json", sandbox=False).sandbox is False


@pytest.mark.parametrize("text", ["maybe", "2", "tru", "ja", "true false", " "])
def test_anything_else_is_no_switch(text: str) -> None:
    sentence = refusal("TELNYX_VIDEO_SANDBOX", text)
    assert sentence.endswith(
        f"it must be true or false (yes, no, on, off, 1 and 0 work too), not {text!r}."
    )


@pytest.mark.parametrize("text", ["1", "300", "30.5", " 45 ", "1e2"])
def test_a_timeout_is_seconds_from_1_to_300(text: str) -> None:
    assert load({"TELNYX_VIDEO_TIMEOUT_SECS": text}).timeout_secs == float(text)


@pytest.mark.parametrize(
    "text", ["0", "0.9", "-1", "301", "1e9", "nan", "inf", "-inf", "30s", "soon", " ", "1,5"]
)
def test_any_other_timeout_is_refused(text: str) -> None:
    sentence = refusal("TELNYX_VIDEO_TIMEOUT_SECS", text)
    assert sentence.endswith(f"it must be seconds from 1 to 300, not {text!r}.")


@pytest.mark.parametrize(
    "value", [True, False, [30], {}, "", 10**400, float("nan"), float("inf"), -5], ids=range(9)
)
def test_a_timeout_of_the_file_is_a_number_within_bounds(tmp_path: Path, value: Any) -> None:
    (line,) = read(tmp_path / "s.json", timeout_secs=value)
    assert "it must be seconds from 1 to 300" in line


@pytest.mark.parametrize("text", ["DEBUG", "info", " Warning ", "ERROR"])
def test_a_log_level_is_one_of_four_words(text: str) -> None:
    assert load({"TELNYX_VIDEO_LOG_LEVEL": text}).log_level == text.strip().upper()


@pytest.mark.parametrize("text", ["loud", "10", "NOTSET", "CRITICAL", "DEBUG,INFO", " "])
def test_other_log_levels_are_refused_with_the_choice(text: str) -> None:
    assert "DEBUG, INFO, WARNING, ERROR" in refusal("TELNYX_VIDEO_LOG_LEVEL", text)


@pytest.mark.parametrize(
    ("variable", "text", "meant"),
    [
        ("TELNYX_VIDEO_LOG_LEVEL", "WARN", "WARNING"),
        ("TELNYX_VIDEO_LOG_LEVEL", "eror", "ERROR"),
        ("TELNYX_VIDEO_MODE", "readonly", "read"),
        ("TELNYX_VIDEO_MODE", "operator", "operate"),
        ("TELNYX_VIDEO_MODE", "ful", "full"),
    ],
)
def test_a_slip_in_a_choice_brings_the_word_that_was_meant(
    variable: str, text: str, meant: str
) -> None:
    assert refusal(variable, text).endswith(f"not {text!r}. Did you mean {meant}?")


@given(st.sampled_from([setting.variable for setting in IN_FILE]), st.text(max_size=30))
@settings(max_examples=400)
def test_any_text_for_any_variable_gives_settings_or_a_line(variable: str, text: str) -> None:
    found = loaded({variable: text})
    assert isinstance(found, Settings) or [line.partition(":")[0] for line in found] == [variable]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**400), 10**400)
    | st.floats()
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([setting.key for setting in IN_FILE]), values))
@settings(max_examples=100)
def test_any_json_in_the_file_gives_settings_or_a_line_each(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    found = read(tmp_path_factory.getbasetemp() / "any-settings.json", **document)
    assert isinstance(found, Settings | list)
    assert isinstance(found, Settings) or len(found) <= len(document)


@pytest.mark.parametrize("value", [True, "1.5", "ten", "", " ", "1e3", "-5", "٣", [100], 99.5])
def test_a_count_is_a_whole_number(tmp_path: Path, value: Any) -> None:
    (line,) = read(tmp_path / "s.json", http_max_sessions=value)
    said = repr(value) if isinstance(value, str) else json.dumps(value)
    assert line.endswith(f"it must be a whole number from 1 to 10000, not {said}.")


def test_a_room_lock_that_is_an_empty_list_is_refused(tmp_path: Path) -> None:
    sentence = "it is an empty list; name a room, or leave it out to allow all rooms."
    assert refusal("TELNYX_VIDEO_ROOMS", " [ ] ") == f"TELNYX_VIDEO_ROOMS: {sentence}"
    (line,) = read(tmp_path / "settings.json", rooms=[])
    assert line.endswith(f": {sentence}")
    assert read(tmp_path / "settings.json", rooms=None).rooms == ()
    assert read(tmp_path / "settings.json", protected=[]).protected == ()


def test_a_list_of_people_has_an_example_of_people() -> None:
    assert "Alice,Bob" in refusal("TELNYX_VIDEO_PROTECTED", "[1]")
    assert "weekly,support" in refusal("TELNYX_VIDEO_ROOMS", "[1]")


def test_a_value_of_a_file_is_shown_as_it_stands_there(tmp_path: Path) -> None:
    for setting in ({"timeout_secs": True}, {"max_token_ttl_secs": True}):
        (line,) = read(tmp_path / "settings.json", **setting)
        assert line.endswith(", not true.")


def test_a_url_without_a_host_is_said_to_be_one() -> None:
    assert "it names no host" in refusal("TELNYX_BASE_URL", "https://")
