"""Text of any kind, made visible, folded, and read for a name."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.toolkit.untrusted import LONGEST, folded, visible
from telnyx_video_mcp.video.people import LONGEST_NAME, name_in

OUTSIDERS = st.text() | st.text(
    alphabet="\x00\u200b\u202e\u2066 \n\t\u00adaé\ud800\U000e0041", max_size=700
)


@given(text=OUTSIDERS, longest=st.integers(1, 600))
def test_visible_text_is_one_short_line_of_visible_characters(text: str, longest: int) -> None:
    shown, cut = visible(text, longest)
    assert len(shown) <= longest
    assert shown.isprintable()
    assert shown == " ".join(shown.split())
    assert visible(shown, longest) == (shown, False)
    assert shown.endswith("…") or not cut
    whole, _ = visible(text, max(1, len(text)))
    assert cut == (len(whole) > longest)
    assert whole.startswith(shown[: longest - 1] if cut else shown)


@given(text=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=LONGEST))
def test_plain_text_is_visible_as_it_is(text: str) -> None:
    assert visible(text) == (text, False)


@given(text=OUTSIDERS)
def test_folding_knows_no_case_and_no_invisible_characters(text: str) -> None:
    text = text[:50]
    assert folded(folded(text)) == folded(text)
    assert folded(f"\u202e {text}\u200b\n") == folded(text)
    assert folded(text.replace(" ", "   ")) == folded(text)


@given(text=st.text(alphabet="aeiouAEIOU ", max_size=40))
def test_folding_knows_no_accents(text: str) -> None:
    accented = "".join(
        f"{letter}\N{COMBINING ACUTE ACCENT}" if letter != " " else " " for letter in text
    )
    assert folded(accented) == folded(text.upper()) == folded(text)


@settings(max_examples=200)
@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | OUTSIDERS,
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.sampled_from(["name", "username", "displayName", "x"]), inner)
        ),
        max_leaves=4,
    )
)
def test_a_name_is_short_visible_text_or_none_for_any_context(document: Any) -> None:
    for context in (json.dumps(document), json.dumps(document)[:-1], document):
        if not isinstance(context, str):
            continue
        name = name_in(context)
        assert name is None or (name and len(name) <= LONGEST_NAME and name.isprintable())
    if isinstance(document, dict) and isinstance(first := document.get("name"), str):
        shown = visible(first, LONGEST_NAME)[0]
        assert not shown or name_in(json.dumps(document)) == shown
