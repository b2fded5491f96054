"""What is wrong with arguments becomes sentences: where, what it must be, what it was."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import AfterValidator, Field

from telnyx_video_mcp.toolkit.arguments import Arguments
from telnyx_video_mcp.toolkit.hints import AlsoCalled
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.secrets import Secret


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("must not be blank")
    return text


def _known(entries: list[str]) -> list[str]:
    for entry in entries:
        if entry not in {"a", "b"}:
            raise ValueError(f"{entry!r} must be a or b")
    return entries


async def bake(
    _service: None,
    *,
    loaves: Annotated[int, Field(ge=2, le=50)],
    degrees: Annotated[int, Field(ge=1)] | None = None,
    minutes: Annotated[int, Field(le=250)] | None = None,
    steam: bool | None = None,
    label: Annotated[str, AfterValidator(_not_empty), AlsoCalled("title")] | None = None,
    grains: Annotated[list[str], Field(min_length=1), AfterValidator(_known)] | None = None,
    note: Annotated[str, Field(min_length=3, max_length=70)] | None = None,
    crust: Literal["thin", "thick"] | None = None,
    recipe: Annotated[str, Secret(), Field(max_length=3)] | None = None,
) -> None:
    """Bakes."""


def refusal(**given: Any) -> str:
    with pytest.raises(Refusal) as raised:
        Arguments(bake).check({"loaves": 2, **given})
    return raised.value.message


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"loaves": 51}, "loaves must be 2 to 50, not 51."),
        ({"loaves": 1}, "loaves must be 2 to 50, not 1."),
        ({"degrees": 0}, "degrees must be at least 1, not 0."),
        ({"minutes": 251}, "minutes must be at most 250, not 251."),
        ({"loaves": "two"}, "loaves must be a whole number, not 'two'."),
        ({"loaves": 2.5}, "loaves must be a whole number, not 2.5."),
        ({"loaves": True}, "loaves must be a whole number, not true."),
        ({"loaves": [2]}, "loaves must be a whole number."),
        ({"steam": "x"}, "steam must be true or false, not 'x'."),
        ({"label": 7}, "label must be text, not 7."),
        ({"label": ""}, "label must not be blank."),
        ({"grains": {}}, "grains must be a list."),
        ({"grains": []}, "grains must not be empty."),
        ({"grains": ["a", "Bob"]}, "grains: 'Bob' must be a or b."),
        ({"grains": [7]}, "grains, entry 1: must be text, not 7."),
        ({"note": "no"}, "note must have at least 3 characters, not 'no'."),
        ({"note": "x" * 99}, f"note must have at most 70 characters, not '{'x' * 60}…'."),
        ({"crust": "Thik"}, "crust must be 'thin' or 'thick', not 'Thik'; did you mean 'thick'?"),
        ({"crust": "none"}, "crust must be 'thin' or 'thick', not 'none'."),
        ({"crust": 7}, "crust must be 'thin' or 'thick', not 7."),
        ({"recipe": "s3cret"}, "recipe must have at most 3 characters."),
    ],
)
def test_a_value_that_will_not_do_is_shown_with_what_would(
    given: dict[str, Any], sentence: str
) -> None:
    assert refusal(**given) == sentence


def test_what_the_tool_takes_is_said_once_whatever_number_of_names_is_unknown() -> None:
    assert refusal(lofes=3, title="x", **{"a\n": 1}, steam="x") == (
        "bake has no argument 'lofes'; did you mean loaves? "
        "bake has no argument 'title'; did you mean label? "
        "bake has no argument 'a\\n'. "
        "It takes loaves, degrees, minutes, steam, label, grains, note, crust, recipe. "
        "steam must be true or false, not 'x'."
    )


def test_another_word_for_a_parameter_is_a_hint_only_where_the_parameter_is() -> None:
    async def rest(_service: None, minutes: int) -> None:
        """Rests."""

    with pytest.raises(Refusal, match=r"rest has no argument 'title'\. It takes minutes\."):
        Arguments(rest).check({"title": "x", "minutes": 1})


def test_what_is_taken_is_as_it_was_given() -> None:
    given = {"loaves": 2, "steam": False, "grains": ["a"], "label": None}
    assert Arguments(bake).check(given) == {"loaves": 2, "steam": False, "grains": ["a"]}


def test_one_of_several_values_is_taken_in_any_case() -> None:
    assert Arguments(bake).check({"loaves": 2, "crust": " THIN"})["crust"] == "thin"


def test_what_is_kept_of_arguments_has_no_credential_in_it_not_even_as_a_name() -> None:
    token = "eyJhbGciOiJFZERTQSJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"
    kept = Arguments(bake).masked({"label": f"a {token}", "recipe": "rye", token: 1, "x": 2})
    assert kept == {"label": "a ***", "recipe": "***", "***": "***", "x": "***"}
