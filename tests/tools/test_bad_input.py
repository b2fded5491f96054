"""Bad input is refused before any request, with the sentence that says how to do it right."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.hosting import ERAS, NOBODY, Era, Host, hosting

pytestmark = pytest.mark.anyio

WEEKLY = "weekly"
REGION = {"video_sources": ["*"], "width": 640, "height": 360}

MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    ("get_room", {}, "room is required: The room's id (UUID) or unique name."),
    ("get_room", {"room": "../x"}, "room must be an id (a UUID) or a room's unique name, not a"),
    ("get_room", {"room": "/rooms"}, "not a path"),
    ("get_room", {"room": "..%2fx"}, "not a path"),
    ("get_room", {"room": NOBODY[:-1]}, "room must be a complete UUID"),
    ("get_room", {"room": "  "}, "room must not be blank."),
    ("get_room", {"room": "a\nb"}, "control characters"),
    ("get_room", {"room": 7}, "room must be text, not 7."),
    ("get_recording", {"recording_id": "latest"}, "recording_id must be an id (a UUID like"),
    ("get_participant", {"participant_id": "../rooms"}, "participant_id must be an id"),
    ("delete_recording", {"recording_id": f"{NOBODY}/x"}, "recording_id must be an id"),
    ("list_rooms", {"created_from": "2026-02-30"}, "created_from must be a day that exists"),
    ("list_rooms", {"created_from": "20260203"}, "written YYYY-MM-DD"),
    ("list_rooms", {"created_to": "yesterday"}, "created_to must be a day that exists, written"),
    (
        "list_rooms",
        {"created_from": "2026-11-02", "created_to": "2026-11-01"},
        "created_from (2026-11-02) is after created_to (2026-11-01): swap them.",
    ),
    ("list_rooms", {"page": 0}, "page must be at least 1, not 0."),
    ("list_rooms", {"page": True}, "page must be a whole number, not true."),
    ("list_rooms", {"page": "two"}, "page must be a whole number, not 'two'."),
    ("list_rooms", {"include_sessions": "x"}, "include_sessions must be true or false, not 'x'."),
    ("list_rooms", {"page": 1.5}, "page must be a whole number, not 1.5."),
    ("list_rooms", {"page_size": 251}, "page_size must be 1 to 250, not 251."),
    ("list_recordings", {"status": "done"}, "status must be 'completed' or 'processing', not"),
    ("list_recordings", {"duration_secs": -1}, "duration_secs must be at least 0, not -1."),
    ("create_room", {"max_participants": 51}, "max_participants must be 2 to 50, not 51."),
    ("create_room", {"max_participants": 1}, "max_participants must be 2 to 50, not 1."),
    ("create_room", {"unique_name": ""}, "unique_name must not be blank."),
    ("create_room", {"unique_name": " a"}, "unique_name must not begin or end with blanks."),
    ("create_room", {"unique_name": NOBODY}, "unique_name must not look like an id or a path: it"),
    ("create_room", {"unique_name": "../x"}, "unique_name must not look like an id or a path: it"),
    ("update_room", {"room": WEEKLY, "unique_name": NOBODY}, "must not look like an id or a path"),
    ("create_room", {"webhook_event_url": "example.com"}, "must be a complete URL such as https"),
    ("create_room", {"webhook_event_url": "ftp://example.com"}, "must be a complete URL"),
    ("create_room", {"webhook_timeout_secs": 31}, "webhook_timeout_secs must be 0 to 30, not 31."),
    ("update_room", {"room": WEEKLY}, "update_room was given nothing to change. Give at least"),
    ("update_room", {"room": WEEKLY, "unique_name": None}, "nothing to change"),
    (
        "create_client_token",
        {"room": WEEKLY, "token_ttl_secs": 9},
        "token_ttl_secs must be 10 to 3600, not 9.",
    ),
    (
        "create_client_token",
        {"room": WEEKLY, "token_ttl_secs": 3601},
        "must be 10 to 3600, not 3601.",
    ),
    (
        "create_client_token",
        {"room": WEEKLY, "refresh_token_ttl_secs": 900},
        "refresh_token_ttl_secs has no effect while the refresh token is not returned: set",
    ),
    (
        "create_client_token",
        {"room": WEEKLY, "refresh_token_ttl_secs": 900, "include_refresh_token": False},
        "set include_refresh_token to true",
    ),
    ("refresh_client_token", {"room": WEEKLY}, "refresh_token is required"),
    ("kick_participants", {"session": WEEKLY}, "participants is required"),
    (
        "kick_participants",
        {"session": WEEKLY, "participants": []},
        "participants must not be empty.",
    ),
    (
        "kick_participants",
        {"session": WEEKLY, "participants": ["all", NOBODY]},
        'participants must be ["all"] alone or people alone; to spare somebody use exclude.',
    ),
    (
        "mute_participants",
        {"session": WEEKLY, "participants": [" "]},
        "participants must be ids or display names",
    ),
    (
        "mute_participants",
        {"session": NOBODY, "participants": [NOBODY], "exclude": [NOBODY]},
        "exclude names everybody in participants: nobody is left.",
    ),
    ("delete_recordings", {}, "delete_recordings needs at least one filter, or it would delete"),
    ("delete_recordings", {"room": None}, "needs at least one filter"),
    ("delete_recordings", {"duration_secs": 0}, "a duration_secs of 0 is none."),
    ("delete_recordings", {"sesion": NOBODY}, "no argument 'sesion'; did you mean session?"),
    ("create_composition", {"session": WEEKLY, "format": "webm"}, "format must be 'mp4'"),
    ("create_composition", {"session": WEEKLY, "resolution": "1920x1080"}, "at most 1280x720"),
    ("create_composition", {"session": WEEKLY, "resolution": "15x100"}, "sides of 16 to 1280"),
    ("create_composition", {"session": WEEKLY, "resolution": "1280x721"}, "at most 1280x720"),
    ("create_composition", {"session": WEEKLY, "resolution": "big"}, "must be WIDTHxHEIGHT"),
    ("create_composition", {"session": WEEKLY, "video_layout": "grid"}, "an object of regions"),
    (
        "create_composition",
        {"session": WEEKLY, "video_layout": {}},
        "video_layout must not be empty.",
    ),
    (
        "create_composition",
        {"session": WEEKLY, "video_layout": {"a": REGION, "b": REGION, "c": REGION}},
        "video_layout must have at most 2 entries.",
    ),
    (
        "create_composition",
        {"session": WEEKLY, "video_layout": {"a": {**REGION, "z_pos": 100}}},
        "video_layout.a.z_pos must be -99 to 99, not 100.",
    ),
    (
        "create_composition",
        {"session": WEEKLY, "video_layout": {"a": {**REGION, "widht": 1}}},
        "video_layout.a.widht is not known here; did you mean width?",
    ),
    (
        "create_composition",
        {"session": WEEKLY, "video_layout": {"a": {**REGION, "video_sources": ["*", NOBODY]}}},
        'must be ["*"] alone or ids of video recordings alone',
    ),
    (
        "create_composition",
        {"session": WEEKLY, "video_layout": {"a": {**REGION, "video_sources": [NOBODY, "Bob"]}}},
        "video_layout.a.video_sources: 'Bob' must be an id (a UUID like",
    ),
    (
        "create_composition",
        {"session": WEEKLY, "video_layout": {"a": {"width": 640}}},
        "video_layout.a.video_sources is required",
    ),
]


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


SLIPS = [
    ("create_room", "name", "unique_name"),
    ("list_rooms", "name", "unique_name"),
    ("update_room", "name", "unique_name"),
    ("list_rooms", "limit", "page_size"),
    ("list_recordings", "per_page", "page_size"),
    ("list_sessions", "size", "page_size"),
    ("create_room", "max", "max_participants"),
    ("get_room", "id", "room"),
    ("end_session", "id", "session"),
    ("get_recording", "id", "recording_id"),
    ("end_session", "room", "session"),
    ("list_participants", "room", "session"),
    ("get_room", "session", "room"),
    ("list_sessions", "session", "room"),
    ("list_recordings", "room_id", "room"),
]


@pytest.mark.parametrize(("tool", "slip", "target"), SLIPS)
def test_a_common_slip_brings_the_argument_that_was_meant(
    tool: str, slip: str, target: str
) -> None:
    (spec,) = (spec for spec in CATALOGUE if spec.name == tool)
    with pytest.raises(Refusal, match=f"no argument '{slip}'; did you mean {target}\\?"):
        spec.arguments.check({slip: "x"})


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
        await host.call("mute_participants", session=session, participants=forms[given_as])
        (request,) = await host.requests()
    assert request["body"] == {"participants": "all"}


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
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
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
