"""The key and the address: what they may be, and that no sentence gives a secret away."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.settings.loading import load
from tests.settings.loaded import KEY, loaded, read, refusal


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
    sentence = refusal("TELNYX_API_KEY", text)
    assert reason in sentence
    assert KEY[:9] not in sentence


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
        "KEY0123456789ABCDEF0123456789ABCDEF_ExampleOnly",
        "example",
        "replace-with-your-api-key",
        "KEYxxxxxxxxxxxxxxxx",
        "****",
    ],
)
def test_the_text_of_an_example_is_no_key(text: str) -> None:
    assert refusal("TELNYX_API_KEY", text).endswith(
        "this is example text; put your own API v2 key there."
    )


@pytest.mark.parametrize("key", [KEY, "KEY0-._~+/=", "sandbox", "bearerless", "yourkey1"])
def test_a_key_is_taken_as_it_is(key: str) -> None:
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
        ("HTTP://LOCALHOST/v2", "http://localhost/v2"),
        ("HTTPS://API.Telnyx.COM/v2", "https://api.telnyx.com/v2"),
        ("https://Telnyx.test:8443/V2", "https://telnyx.test:8443/V2"),
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
    sentence = refusal("TELNYX_BASE_URL", text)
    assert "secret" not in sentence
    assert len(sentence) < 250


@pytest.mark.parametrize(
    ("text", "sentence"),
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
def test_a_base_url_that_is_refused_is_shown_without_its_secrets(text: str, sentence: str) -> None:
    assert sentence in refusal("TELNYX_BASE_URL", text)


@given(
    st.from_regex(r"(https?|HTTPS)://[ -~]{0,9}(\.[a-z]{0,3})?[ -~\n\x7f\u00e9]{0,12}")
    | st.from_regex(r"http://(localhost|127\.0\.0\.1|\[::1\])[ -~]{0,9}", fullmatch=True)
)
@settings(max_examples=300)
def test_an_accepted_base_url_leads_where_it_says(text: str) -> None:
    accepted = loaded({"TELNYX_BASE_URL": text})
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
