"""Codes: each fits one call on one set of things, for ten minutes."""

import json
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from telnyx_video_mcp.toolkit.codes import LIFETIME_SECS, Codes
from telnyx_video_mcp.toolkit.plan import digest

TOOL, ARGUMENTS, TARGETS = "delete_room", {"room": "weekly"}, ("a", "b")
NOON = 1_800_000_000.0
NO_FIT = "This code does not fit: the call, or what it would affect, has changed."
EXPIRED = "This code has expired; codes are valid for ten minutes."

values = st.one_of(
    st.text(max_size=8), st.integers(), st.booleans(), st.lists(st.text(max_size=3), max_size=3)
)
arguments = st.dictionaries(st.text(max_size=8), values, max_size=3)
target_sets = st.frozensets(st.uuids().map(str), max_size=4)
nonsense = st.one_of(
    st.text(),
    st.text(alphabet="0123456789abcdefx-_+ "),
    st.text(alphabet=st.characters(categories=["Cs", "Nd", "Zs"])),
    st.from_regex(r"[0-9a-f]{1,9}-[0-9a-f]{24}", fullmatch=True),
)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


def code(codes: Codes) -> str:
    return codes.code(TOOL, ARGUMENTS, digest(TARGETS))


def problem(codes: Codes, given_code: str) -> str | None:
    return codes.problem(given_code, TOOL, ARGUMENTS, digest(TARGETS))


@given(arguments, target_sets)
def test_a_code_holds_for_its_own_call_however_its_parts_are_ordered(
    some: dict[str, Any], targets: frozenset[str]
) -> None:
    codes = Codes()
    made = codes.code(TOOL, some, digest(sorted(targets)))
    turned = dict(reversed(some.items()))
    assert codes.problem(made, TOOL, turned, digest(sorted(targets, reverse=True))) is None


@given(st.text())
def test_another_tool_makes_a_code_invalid(other: str) -> None:
    assume(other != TOOL)
    codes = Codes()
    assert codes.problem(code(codes), other, ARGUMENTS, digest(TARGETS)) == NO_FIT


@given(arguments, arguments)
@example({"duration_secs": 1}, {"duration_secs": "1"})
@example({"duration_secs": 1}, {"duration_secs": True})
@example({"participants": ["a", "b"]}, {"participants": ["a,b"]})
@example({"room": "a"}, {})
def test_other_arguments_make_a_code_invalid(shown: dict[str, Any], sent: dict[str, Any]) -> None:
    assume(json.dumps(shown, sort_keys=True) != json.dumps(sent, sort_keys=True))
    codes = Codes()
    assert codes.problem(codes.code(TOOL, shown, "d"), TOOL, sent, "d") == NO_FIT


@given(target_sets, target_sets)
def test_other_targets_make_a_code_invalid(shown: frozenset[str], found: frozenset[str]) -> None:
    assume(shown != found)
    codes = Codes()
    made = codes.code(TOOL, ARGUMENTS, digest(shown))
    assert codes.problem(made, TOOL, ARGUMENTS, digest(found)) == NO_FIT


@given(target_sets, st.uuids().map(str))
def test_one_target_more_makes_a_code_invalid(shown: frozenset[str], more: str) -> None:
    assume(more not in shown)
    codes = Codes()
    made = codes.code(TOOL, ARGUMENTS, digest(shown))
    assert codes.problem(made, TOOL, ARGUMENTS, digest(shown | {more})) == NO_FIT


@given(nonsense)
@example("")
@example("-")
@example("f" * 9_000 + "-" + "0" * 24)
@example("-5-" + "0" * 24)
@example("0-\udcff")
@example("0-é")
@example("٣-٣")
def test_nonsense_never_holds_and_never_crashes(text: str) -> None:
    assert problem(Codes(), text) is not None


@given(st.data())
def test_a_code_with_one_character_changed_does_not_hold(data: st.DataObject) -> None:
    codes = Codes("the same code each time", Clock())
    made = code(codes)
    place = data.draw(st.integers(0, len(made) - 1))
    other = data.draw(st.sampled_from("0123456789abcdef-").filter(lambda c: c != made[place]))
    assert problem(codes, made[:place] + other + made[place + 1 :]) is not None


def test_a_later_expiry_cannot_be_written_into_a_code() -> None:
    clock = Clock()
    codes = Codes(now=clock)
    _, _, mac = code(codes).partition("-")
    assert problem(codes, f"{int(NOON) + 10 * LIFETIME_SECS:x}-{mac}") == NO_FIT


@pytest.mark.parametrize(
    ("age", "said"), [(0, None), (599, None), (600, None), (601, EXPIRED), (86_400, EXPIRED)]
)
def test_a_code_expires_after_ten_minutes_to_the_second(age: int, said: str | None) -> None:
    clock = Clock()
    codes = Codes(now=clock)
    made = code(codes)
    clock.now += age
    assert problem(codes, made) == said


@pytest.mark.parametrize("blank", [" ", "\n", "\t"])
def test_blanks_around_a_code_do_no_harm(blank: str) -> None:
    codes = Codes()
    assert problem(codes, f"{blank}{code(codes)}{blank}") is None


def test_a_code_holds_in_another_process_of_the_same_key_only() -> None:
    made = code(Codes("a shared secret of two"))
    assert problem(Codes("a shared secret of two"), made) is None
    assert problem(Codes("another secret"), made) == NO_FIT
    assert problem(Codes(), made) == NO_FIT


def test_without_a_key_each_process_has_its_own() -> None:
    assert problem(Codes(), code(Codes())) == NO_FIT
