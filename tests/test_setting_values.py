"""What each setting accepts, and the sentence for what it does not."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.settings import SETTINGS, Settings, SettingsError, load

KEY = "KEY0199AF3C_S3cr3tS3cr3tS3cr3t"


def outcome(environ: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> Any:
    """The settings, or the lines of the problems."""
    try:
        return load(environ, flags)
    except SettingsError as error:
        return str(error).splitlines() if str(error) == "\n".join(error.problems) else error


def refusal(variable: str, text: str) -> str:
    """The only problem that this text for this variable is."""
    (line,) = outcome({variable: text})
    assert line.startswith(f"{variable}: ")
    assert line.isprintable()
    assert isinstance(line, str)
    return line


def read(file: Path, **document: Any) -> Any:
    file.write_text(json.dumps(document), encoding="utf-8")
    return outcome({}, {"config": str(file)})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("${TELNYX_API_KEY}", "placeholder"),
        ("$TELNYX_API_KEY", "placeholder"),
        ("%TELNYX_API_KEY%", "placeholder"),
        ("${input:telnyx-key}", "placeholder"),
        (f"{KEY}${{X}}", "placeholder"),
        (f'"{KEY}"', "quotes"),
        (f"'{KEY}'", "quotes"),
        (f'{KEY}"', "quotes"),
        (f"“{KEY}”", "quotes"),
        (f" {KEY}", "blanks"),
        (f"{KEY} ", "blanks"),
        (f"{KEY}\n", "line breaks"),
        (f"{KEY}\r\nX-Evil: 1", "line breaks"),
        (f"{KEY[:9]}\t{KEY[9:]}", "blanks"),
        (f"{KEY}\N{NO-BREAK SPACE}", "blanks"),
        (f"Bearer {KEY}", "Bearer"),
        (f"bearer {KEY}", "Bearer"),
        (f"Bearer: {KEY}", "Bearer"),
        (f"{KEY}é", "characters"),
        (f"{KEY}\N{ZERO WIDTH SPACE}", "characters"),
        (f"{KEY}\x00", "characters"),
        (f"{KEY}\x7f", "characters"),
        ("   ", "not empty"),
    ],
)
def test_a_key_that_cannot_be_one_is_refused_with_the_reason(text: str, reason: str) -> None:
    told = refusal("TELNYX_API_KEY", text)
    assert reason in told
    assert KEY[:9] not in told


@pytest.mark.parametrize(
    "text",
    [
        "your-key",
        "your key",
        "YOUR_API_KEY",
        "<anything at all>",
        "<key>",
        "{{telnyx}}",
        "changeme",
        "change-me",
        "KEY...",
        "KEY0199…",
        "PUT YOUR KEY HERE",
        "TELNYX_API_KEY",
    ],
)
def test_the_text_of_an_example_is_no_key(text: str) -> None:
    assert refusal("TELNYX_API_KEY", text).endswith(
        "this is example text; put your own API v2 key there."
    )


@pytest.mark.parametrize("key", [KEY, "KEY0-._~+/=", "sandbox", "bearerless", "yourkey1"])
def test_a_key_is_taken_as_it_is(key: str) -> None:
    assert load({"TELNYX_API_KEY": key}).api_key == key


def test_the_example_of_a_settings_file_can_be_loaded() -> None:
    example = Path(__file__).parents[1] / "config.example.json"
    assert outcome({}, {"config": str(example)}).mode == "full"
    key = "KEY0123456789ABCDEF0123456789ABCDEF_ExampleOnly"
    assert load({"TELNYX_API_KEY": key}).api_key == key


@pytest.mark.parametrize("value", [7, True, [KEY], {"key": KEY}, "", f"{KEY}\n"])
def test_a_key_of_another_type_is_refused_without_being_shown(tmp_path: Path, value: Any) -> None:
    (line,) = read(tmp_path / "s.json", api_key=value)
    assert line.startswith(f"api_key in {tmp_path / 's.json'}: ")
    assert KEY not in line


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://api.telnyx.com/v2/", "https://api.telnyx.com/v2"),
        ("https://telnyx.test/v2//", "https://telnyx.test/v2"),
        ("https://telnyx.test", "https://telnyx.test"),
        ("http://127.0.0.1:8090/v2", "http://127.0.0.1:8090/v2"),
        ("http://127.1.2.3/v2", "http://127.1.2.3/v2"),
        ("http://[::1]:8090/v2", "http://[::1]:8090/v2"),
        ("http://localhost:8090/v2", "http://localhost:8090/v2"),
        ("http://LOCALHOST/v2", "http://LOCALHOST/v2"),
    ],
)
def test_a_base_url_is_https_or_on_this_machine(text: str, url: str) -> None:
    assert load({"TELNYX_BASE_URL": text}).base_url == url


@pytest.mark.parametrize(
    "text",
    [
        "http://api.telnyx.com/v2",
        "http://10.0.0.1/v2",
        "http://0.0.0.0/v2",
        "http://localhost.evil.example/v2",
        "http://127.0.0.1.evil.example/v2",
        "http://[::ffff:10.0.0.1]/v2",
        "HTTP://telnyx.test/v2",
    ],
)
def test_plain_http_to_other_machines_is_refused(text: str) -> None:
    assert "use https" in refusal("TELNYX_BASE_URL", text)


@pytest.mark.parametrize(
    "text",
    [
        "api.telnyx.com/v2",
        "ftp://telnyx.test/v2",
        "https://",
        "https:///v2",
        "https://telnyx.test:port/v2",
        "https://telnyx.test:99999/v2",
        "https://[::1/v2",
        "https://user:secret@telnyx.test/v2",
        "https://:secret@telnyx.test/v2",
        "https://@telnyx.test/v2",
        "https://telnyx.test/v2?key=1",
        "https://telnyx.test/v2?",
        "https://telnyx.test/v2#part",
        "https://telnyx.test/v2#",
        "https://telnyx .test/v2",
        " https://telnyx.test/v2",
        "https://telnyx.test/v2\n",
        "https://tel\nnyx.test/v2",
        "https://telnyx.test/v2\x7f",
        "https://tel..nyx.test\N{LATIN SMALL LETTER E WITH ACUTE}../v2",
        pytest.param("https://telnyx.test/" + "v" * 70_000, id="long"),
        "https://api.telnyx.com",
        "https://api.telnyx.com/v1",
        "none",
        " ",
    ],
)
def test_what_cannot_be_a_base_url_is_refused(text: str) -> None:
    told = refusal("TELNYX_BASE_URL", text)
    assert "secret" not in told
    assert len(told) < 250


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("${TELNYX_BASE_URL}", "it is a placeholder that nobody filled in; put the URL itself"),
        ('"https://telnyx.test/v2"', "the URL is in quotes; remove them."),
        ("https://telnyx.test:99999/v2", "the port must be 1 to 65535."),
        ("https://telnyx.test:0/v2", "the port must be 1 to 65535."),
        ("https://u:secret", "the port must be 1 to 65535."),
        ("api.telnyx.com/v2", "a URL such as https://api.telnyx.com/v2, not 'api.telnyx.com/v2'."),
        ("https://api.telnyx.com/v1", "must be https://api.telnyx.com/v2, not 'https://api.telnyx"),
        ("http://10.0.0.1/v2", "use https, not 'http://10.0.0.1/v2'."),
        ("https://u:secret@t.test/v2", "without user, query or fragment, not 'https://***@t.test"),
        ("https://t.test/v2?key=secret", "not 'https://t.test/v2'."),
        ("KEY0199AF3C", "not this."),
    ],
)
def test_a_base_url_that_is_refused_is_shown_without_its_secrets(text: str, told: str) -> None:
    assert told in refusal("TELNYX_BASE_URL", text)


@given(
    st.from_regex(r"(https?|HTTPS)://[ -~]{0,9}(\.[a-z]{0,3})?[ -~\n\x7f\u00e9]{0,12}")
    | st.from_regex(r"http://(localhost|127\.0\.0\.1|\[::1\])[ -~]{0,9}", fullmatch=True)
)
@settings(max_examples=300, deadline=None)
def test_an_accepted_base_url_leads_where_it_says(text: str) -> None:
    accepted = outcome({"TELNYX_BASE_URL": text})
    if not isinstance(accepted, Settings):
        assert accepted[0].startswith("TELNYX_BASE_URL: ")
        return
    target = httpx.URL(accepted.base_url + "/rooms")
    assert target.path.endswith("/rooms")
    assert not target.userinfo
    assert (
        target.scheme == "https"
        or target.host in {"localhost", "::1"}
        or (target.host.startswith("127."))
    )


@pytest.mark.parametrize("words", [("true", "false"), ("1", "0"), (" YES ", "No"), ("on", "off")])
def test_a_switch_is_understood_in_common_words(words: tuple[str, str]) -> None:
    found = [load({"TELNYX_VIDEO_SANDBOX": word}).sandbox for word in words]
    assert found == [True, False]


def test_a_switch_may_be_a_boolean_in_the_file(tmp_path: Path) -> None:
    assert read(tmp_path / "s.json", sandbox=True).sandbox is True
    assert read(tmp_path / "s.json", sandbox=False).sandbox is False


@pytest.mark.parametrize("text", ["maybe", "2", "tru", "ja", "true false", " "])
def test_anything_else_is_no_switch(text: str) -> None:
    told = refusal("TELNYX_VIDEO_SANDBOX", text)
    assert told.endswith(
        f"it must be true or false (yes, no, on, off, 1 and 0 work too), not {text!r}."
    )


@pytest.mark.parametrize("text", ["1", "300", "30.5", " 45 ", "1e2"])
def test_a_timeout_is_seconds_from_1_to_300(text: str) -> None:
    assert load({"TELNYX_VIDEO_TIMEOUT_SECS": text}).timeout_secs == float(text)


@pytest.mark.parametrize(
    "text", ["0", "0.9", "-1", "301", "1e9", "nan", "inf", "-inf", "30s", "soon", " ", "1,5"]
)
def test_any_other_timeout_is_refused(text: str) -> None:
    told = refusal("TELNYX_VIDEO_TIMEOUT_SECS", text)
    assert told.endswith(f"it must be seconds from 1 to 300, not {text!r}.")


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


@given(st.sampled_from([setting.variable for setting in SETTINGS]), st.text(max_size=30))
@settings(max_examples=400, deadline=None)
def test_any_text_for_any_variable_gives_settings_or_a_line(variable: str, text: str) -> None:
    found = outcome({variable: text})
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


@given(st.dictionaries(st.sampled_from([setting.key for setting in SETTINGS]), values))
@settings(max_examples=100, deadline=None)
def test_any_json_in_the_file_gives_settings_or_a_line_each(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    found = read(tmp_path_factory.getbasetemp() / "any-settings.json", **document)
    assert isinstance(found, Settings | list)
    assert isinstance(found, Settings) or len(found) <= len(document)
