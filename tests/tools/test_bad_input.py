"""Bad input is refused before any request, with the sentence that says how to do it right."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.hosting import ERAS, Era, Host, hosting
from tests.tools.mistakes import MISTAKES, MISTYPED, WEEKLY

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("era", ERAS)
async def test_mistakes_are_refused_before_any_request_with_the_sentence_that_mends_them(
    era: Era,
) -> None:
    async with hosting(era) as host:
        host.room(unique_name=WEEKLY)
        for tool, arguments, sentence in MISTAKES:
            error = await host.refusal(tool, **arguments)
            assert error["kind"] == "invalid_arguments", (tool, arguments)
            assert sentence in error["message"], (tool, arguments, error["message"])
        assert await host.requests() == []


@pytest.mark.parametrize("era", ERAS)
async def test_every_tool_refuses_an_unknown_argument_by_name_and_sends_nothing(era: Era) -> None:
    async with hosting(era) as host:
        for spec in CATALOGUE:
            known = list(spec.arguments.schema["properties"])
            error = await host.refusal(spec.name, **{f"{known[0]}z": "x"})
            assert f"no argument '{known[0]}z'; did you mean {known[0]}?" in error["message"]
        assert await host.requests() == []


@pytest.mark.parametrize(("tool", "mistyped", "target"), MISTYPED)
def test_a_common_slip_brings_the_argument_that_was_meant(
    tool: str, mistyped: str, target: str
) -> None:
    (spec,) = (spec for spec in CATALOGUE if spec.name == tool)
    with pytest.raises(Refusal, match=f"no argument '{mistyped}'; did you mean {target}\\?"):
        spec.arguments.check({mistyped: "x"})


async def test_all_problems_of_a_call_are_named_at_once() -> None:
    async with hosting() as host:
        error = await host.refusal("list_rooms", pag=1, page_size=0, created_to="soon")
    assert all(name in error["message"] for name in ("pag'", "page_size must", "created_to must"))


async def test_a_mistyped_tool_gets_the_name_that_was_meant() -> None:
    async with hosting() as host:
        error = await host.refusal("delete_recordigns")
    assert error == {
        "kind": "unknown_tool",
        "message": "There is no tool 'delete_recordigns'. Did you mean delete_recordings?",
    }


async def test_a_credential_in_a_wrong_place_is_not_repeated() -> None:
    async with hosting() as host:
        error = await host.refusal("refresh_client_token", room="../x", refresh_token=["s3cret"])
    assert "refresh_token must be" in error["message"]
    assert "s3cret" not in error["message"]


@pytest.mark.parametrize("given_as", ["list", "json", "word"])
async def test_participants_may_come_as_a_list_as_json_text_or_as_one_word(given_as: str) -> None:
    forms: dict[str, Any] = {"list": ["all"], "json": '["all"]', "word": "all"}
    async with hosting() as host:
        session = meeting(host)
        muted = await host.call("mute_participants", session=session, participants=forms[given_as])
        (request,) = await host.writes()
    assert request["body"] == {"participants": [each["id"] for each in muted["participants"]]}


async def test_a_name_that_looks_like_json_stays_a_name() -> None:
    async with hosting() as host:
        for name in ("[1]", "null", "12345", "A/B test", "deadbeef"):
            host.room(unique_name=name)
            assert (await host.call("get_room", room=name))["unique_name"] == name


def meeting(host: Host) -> str:
    return host.join(host.room())[0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@pytest.mark.parametrize("spec", CATALOGUE, ids=lambda spec: spec.name)
@settings(max_examples=40)
@given(data=st.data())
def test_whatever_comes_is_taken_as_checked_or_refused_in_one_printable_line(
    spec: ToolSpec, data: st.DataObject
) -> None:
    names = st.sampled_from([*spec.arguments.schema["properties"], "other"])
    arguments = data.draw(st.dictionaries(names, json_values, max_size=4))
    message = ""
    checked: dict[str, Any] = {}
    try:
        checked = spec.arguments.check(arguments)
    except Refusal as refusal:
        message = refusal.message
    given_values = {name for name, value in arguments.items() if value is not None}
    assert message.isprintable()
    assert "pydantic" not in message
    assert bool(message) != (set(checked) == given_values) or not given_values
