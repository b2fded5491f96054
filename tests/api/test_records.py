"""Records survive whatever Telnyx puts in them: nulls, gaps, news, and values of other types."""

import json
from typing import Any

import httpx
import pytest

from telnyx_video_mcp.api import models
from telnyx_video_mcp.api.models import (
    Record,
    Room,
    RoomComposition,
    RoomParticipant,
    RoomRecording,
    RoomSession,
)
from tests.api.driver import Account, answering, sending

pytestmark = pytest.mark.anyio

KINDS: list[type[Record]] = [
    kind
    for kind in vars(models).values()
    if isinstance(kind, type) and issubclass(kind, Record) and kind is not Record
]
any_record = pytest.mark.parametrize("kind", KINDS)


async def read(kind: type[Record], data: dict[str, Any]) -> Any:
    async with sending({"data": data}) as client:
        return await client.get("/rooms/1", kind)


@any_record
async def test_a_record_may_be_empty(kind: type[Record]) -> None:
    assert (await read(kind, {})).model_dump(exclude_none=True) == {}


@any_record
async def test_every_field_may_be_null(kind: type[Record]) -> None:
    record = await read(kind, dict.fromkeys(kind.model_fields))
    assert record.model_dump(exclude_none=True) == {}
    assert len(kind.model_fields) > 2


@any_record
async def test_every_value_may_have_another_type(kind: type[Record]) -> None:
    odd = [["no such type"]]
    names = set(kind.model_fields) - {"unreadable", "record_type"}
    record = await read(kind, {**dict.fromkeys(names, odd), "created": "yes"})
    assert record.unreadable == dict.fromkeys(names, odd)
    assert record.model_extra == {"created": "yes"}
    assert all(getattr(record, name) is None for name in names)


async def test_a_value_of_another_type_costs_nothing_but_itself() -> None:
    room = await read(Room, {"id": "r1", "max_participants": "many", "unique_name": "weekly"})
    assert room.unreadable == {"max_participants": "many"}
    assert (room.id, room.unique_name, room.max_participants) == ("r1", "weekly", None)


async def test_a_bad_value_deep_inside_costs_nothing_above_it() -> None:
    people = [{"id": "p1", "context": {"name": "Alice"}}, {"id": "p2", "context": "Bob"}]
    sessions = [{"id": "s1", "participants": people}]
    room = await read(Room, {"id": "r1", "sessions": sessions})
    alice, bob = room.sessions[0].participants
    assert alice.unreadable == {"context": {"name": "Alice"}}
    assert (alice.id, bob.context) == ("p1", "Bob")
    assert room.unreadable is None


async def test_a_list_that_holds_something_else_is_set_aside_whole() -> None:
    room = await read(Room, {"id": "r1", "sessions": [{"id": "s1"}, "s2", None]})
    assert room.unreadable == {"sessions": [{"id": "s1"}, "s2", None]}
    assert room.sessions is None


async def test_a_bad_value_in_a_list_that_is_set_aside_goes_with_it() -> None:
    sent = [{"id": "s1", "active": "perhaps", "participants": [{"context": []}]}, "s2"]
    room = await read(Room, {"id": "r1", "max_participants": [], "sessions": sent})
    assert room.unreadable == {"max_participants": [], "sessions": sent}
    assert (room.id, room.sessions) == ("r1", None)


@pytest.mark.parametrize("odd", [{"int": 1}, {"float": {"int": 1}}, {"0": 1}, [1], [[]], "big"])
async def test_a_number_may_be_anything_else(odd: Any) -> None:
    recording = await read(RoomRecording, {"id": "1", "size_mb": odd, "duration_secs": 2.5})
    assert recording.unreadable == {"size_mb": odd}
    assert (recording.id, recording.size_mb, recording.duration_secs) == ("1", None, 2.5)


async def test_a_bad_value_costs_the_other_records_of_its_page_nothing() -> None:
    people = [{"id": "p1", "context": 1}, {"id": "p2", "context": {}}]
    session = {"id": "s1", "active": [], "participants": people}
    rooms = [{"id": "r1"}, {"id": "r2", "enable_recording": "loud"}, {"sessions": [session]}]
    async with sending({"data": rooms}) as client:
        first, second, third = (await client.page("/rooms", Room)).items
    assert (first.id, first.unreadable) == ("r1", None)
    assert (second.id, second.unreadable) == ("r2", {"enable_recording": "loud"})
    assert third.unreadable is None
    (found,) = third.sessions or []
    assert (found.id, found.unreadable) == ("s1", {"active": []})
    alice, bob = found.participants or []
    assert (alice.context, alice.unreadable) == ("1", None)
    assert (bob.id, bob.unreadable) == ("p2", {"context": {}})


async def test_what_telnyx_calls_unreadable_survives_too() -> None:
    room = await read(Room, {"id": "r1", "unreadable": 7})
    assert room.id == "r1"
    assert room.unreadable == {"unreadable": 7}


async def test_unknown_fields_are_kept() -> None:
    room = await read(Room, {"id": "r1", "video_codecs": ["vp8", "h264"], "nested": {"a": None}})
    assert room.model_dump(exclude_none=True)["video_codecs"] == ["vp8", "h264"]
    assert room.model_dump()["nested"] == {"a": None}


async def test_fields_named_like_pythons_own_do_no_harm() -> None:
    names = ["model_dump", "model_config", "copy", "__class__", "__dict__", "self", "", "a b"]
    room = await read(Room, {"id": "r1", **dict.fromkeys(names, 1)})
    assert room.model_dump(exclude_none=True) == {"id": "r1", **dict.fromkeys(names, 1)}


@pytest.mark.parametrize("kind", [RoomRecording, RoomComposition])
async def test_a_new_status_is_no_surprise(kind: type[Record]) -> None:
    record = await read(kind, {"id": "1", "status": "on_the_moon", "format": "holo", "type": "3d"})
    assert record.status == "on_the_moon"
    assert record.unreadable is None


@any_record
async def test_record_type_is_dropped(kind: type[Record]) -> None:
    record = await read(kind, {"record_type": ["room"]})
    assert "record_type" not in record.model_dump()


async def test_an_id_that_comes_as_a_number_is_text() -> None:
    assert (await read(RoomParticipant, {"id": 7})).id == "7"


async def test_times_are_kept_as_sent() -> None:
    sent = {"created_at": "2026-11-22T12:00:00", "ended_at": "some day", "updated_at": "2026"}
    assert (await read(RoomSession, sent)).model_dump(exclude_none=True) == sent


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
@pytest.mark.parametrize("field", ["size_mb", "novelty"])
@pytest.mark.parametrize("form", ["{}", "[{}]", '{{"deep": {}}}'])
async def test_a_number_that_json_cannot_carry_is_not_in_a_record(
    number: str, field: str, form: str
) -> None:
    content = f'{{"data": {{"codec": "opus", "{field}": {form.format(number)}}}}}'
    async with answering(lambda _: httpx.Response(200, text=content)) as client:
        record = await client.get("/room_recordings/1", RoomRecording)
    assert json.dumps(record.model_dump(), allow_nan=False)
    assert record.codec == "opus"


async def test_the_sandboxs_own_records_leave_nothing_unreadable(account: Account) -> None:
    people = {"include_participants": True}
    rooms = await account.client.page("/rooms", Room, {"include_sessions": True})
    sessions = await account.client.page("/room_sessions", RoomSession, people)
    files = await account.client.page("/room_recordings", RoomRecording)
    assert [len(page.items) for page in (rooms, sessions, files)] == [1, 1, 2]
    (alice,) = (await account.client.page("/room_participants", RoomParticipant)).items
    assert alice.context == "Alice"
    everything: list[Record] = [*rooms.items, *sessions.items, *files.items, alice]
    assert [record.unreadable for record in everything] == [None] * 5
