"""Names as people type them: what is found, and that no order and no spelling bends it."""

import json
import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from telnyx_video_mcp.api.models import RoomParticipant
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import folded, visible
from telnyx_video_mcp.video import typed_names
from telnyx_video_mcp.video.choice import Choice, chosen
from telnyx_video_mcp.video.people import is_protected

WORDS = ["Ana", "ANA", "ána", "Ana María", "ana maria lópez", "Bo", "BÓ", "Bo Anders", "Straße"]
names = st.sampled_from([*WORDS, "STRASSE", "Ana, host", "", "Bob"]) | st.text(max_size=6)
typed = st.sampled_from([*WORDS, "maria", "strasse", "Anders"]) | names.filter(lambda n: n.strip())
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
FORMS: tuple[Form, ...] = ("NFC", "NFD", "NFKC", "NFKD")
crowds = st.lists(names, min_size=1, max_size=8)


def person(number: int, name: str) -> RoomParticipant:
    context = json.dumps({"name": name}) if name else None
    return RoomParticipant(id=f"{number:08x}-0000-4000-8000-000000000000", context=context)


def crowd(of: list[str]) -> list[RoomParticipant]:
    return [person(number, name) for number, name in enumerate(of)]


def choice(present: list[RoomParticipant], *named: str, **rest: list[str]) -> Choice | str:
    """Who is meant, or the kind of the refusal."""
    try:
        return chosen(present, named, rest.get("exclude", []), rest.get("protected", []))
    except Refusal as refusal:
        return refusal.kind


def ids(found: Choice | str) -> set[str] | str:
    return found if isinstance(found, str) else set(found.ids)


@pytest.mark.parametrize(
    ("entry", "people", "found"),
    [
        ("ana", ["Ana", "Bo"], {0}),
        ("ANA MARIA", ["Ana María", "Ana"], {0}),
        ("Ana", ["Ana", "ANA"], {0}),
        ("Ana", ["Ana López", "ana", "Bo"], {1}),
        ("Ana", ["Ana López", "Bo"], {0}),
        ("ana maría", ["Ana Maria López", "Bo"], {0}),
        ("Ana", ["Ana, host", "Bo"], {0}),
        ("strasse", ["Straße"], {0}),
        ("ana", ["Ana", "ANA"], "ambiguous"),
        ("Ana", ["Ana López", "Ana Ruiz"], "ambiguous"),
        ("López", ["Ana López"], "not_found"),
        ("An", ["Ana"], "not_found"),
        ("Ana López", ["Ana"], "not_found"),
        ("Ana", ["", ""], "not_found"),
    ],
)
def test_a_name_finds_the_one_person_whom_it_means(
    entry: str, people: list[str], found: set[int] | str
) -> None:
    present = crowd(people)
    expected = found if isinstance(found, str) else {present[each].id for each in found}
    assert ids(choice(present, entry)) == expected


@pytest.mark.parametrize(
    ("entry", "people", "protected"),
    [
        ("Ana", ["Ana López"], ["Ana López"]),
        ("ana", ["Ana López"], ["ANA LOPEZ"]),
        ("Ana", ["Ana López"], ["Ána"]),
        ("ana", ["ÁNA"], ["Ana"]),
        ("Bo", ["BÓ"], [person(0, "").id]),
        ("Ana", ["Ana López"], [person(0, "").id]),
    ],
)
def test_nobody_protected_is_chosen_by_a_part_or_another_spelling(
    entry: str, people: list[str], protected: list[str]
) -> None:
    assert choice(crowd(people), entry, protected=protected) == "protected"


@pytest.mark.parametrize(
    ("entry", "people", "left"),
    [
        ("Ana", ["Ana López", "Ana Ruiz", "Bo"], {2}),
        ("Ana", ["Ana", "ÁNA", "Ana Ruiz", "Bo"], {3}),
        ("bo", ["Bo", "BÓ", "Ana"], {2}),
        ("Bo Anders", ["Bo", "Bo Anders"], {0}),
    ],
)
def test_whoever_could_be_meant_by_exclude_is_spared(
    entry: str, people: list[str], left: set[int]
) -> None:
    present = crowd(people)
    found = choice(present, "all", exclude=[entry])
    assert ids(found) == {present[each].id for each in left}


def test_an_excluded_name_of_nobody_is_refused() -> None:
    assert choice(crowd(["Ana", "Bo"]), "all", exclude=["Cy"]) == "not_found"


def test_who_is_excluded_is_not_hit_by_a_first_name_either() -> None:
    present = crowd(["Ana López", "Bo"])
    assert choice(present, "Ana", exclude=["ANA LOPEZ"]) == "invalid_arguments"
    assert ids(choice(present, "Ana", "Bo", exclude=["Ana López"])) == {present[1].id}


def test_the_nearest_names_come_first_among_many_candidates() -> None:
    present = crowd([*(f"Guest {number}" for number in range(20)), "Charlie"])
    with pytest.raises(Refusal) as refused:
        chosen(present, ["Charly"], [], [])
    candidates = refused.value.details["candidates"]
    assert len(candidates) == 10
    assert candidates[0].id == present[-1].id


@given(text=st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(text=st.text(max_size=30), form=st.sampled_from(FORMS))
def test_the_unicode_form_in_which_a_name_was_typed_does_not_matter(text: str, form: Form) -> None:
    assert folded(unicodedata.normalize(form, text)) == folded(text)


@given(people=crowds, entry=typed)
def test_a_name_that_somebody_has_exactly_always_wins(people: list[str], entry: str) -> None:
    assume(folded(entry))
    named = list(zip(people, range(len(people)), strict=True))
    exact = visible(entry)[0]
    found = typed_names.same(exact, [*named, (exact, -1)])
    assert -1 in found
    assert all(people[each] == exact for each in found if each >= 0)


@given(people=crowds, entries=st.lists(typed, min_size=1, max_size=3), spared=typed)
def test_whoever_an_excluded_name_fits_is_never_hit(
    people: list[str], entries: list[str], spared: str
) -> None:
    present = crowd(people)
    for wanted in (entries, ["all"]):
        found = choice(present, *wanted, exclude=[spared])
        if not isinstance(found, str):
            hit = [folded(people[int(each[:8], 16)]) for each in found.ids]
            assert folded(spared) not in hit
            assert not [name for name in hit if name.startswith(f"{folded(spared)} ")]


@given(people=crowds, entries=st.lists(typed, min_size=1, max_size=3), safe=st.lists(typed))
def test_nobody_protected_is_ever_hit(
    people: list[str], entries: list[str], safe: list[str]
) -> None:
    present = crowd(people)
    for wanted in (entries, ["all"]):
        found = choice(present, *wanted, protected=safe)
        if not isinstance(found, str):
            assert not [each for each in found.people if is_protected(each, safe)]


@given(data=st.data(), people=crowds, entries=st.lists(typed, min_size=1, max_size=2))
def test_the_order_of_people_does_not_matter(
    data: st.DataObject, people: list[str], entries: list[str]
) -> None:
    present = crowd(people)
    exclude, safe = data.draw(st.lists(typed, max_size=2)), data.draw(st.lists(typed, max_size=2))
    other = data.draw(st.permutations(present))
    first = choice(present, *entries, exclude=exclude, protected=safe)
    assert ids(first) == ids(choice(list(other), *entries, exclude=exclude, protected=safe))
