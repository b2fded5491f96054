"""The records of the Telnyx Video API.

Every field is optional, whatever the published document says: real replies hold nulls, leave
fields out and carry undocumented ones, which are kept. A value of an unexpected type never costs
the record; it moves to `unreadable`, so that typed fields can be trusted.
Field names and types follow the schemas Room, RoomSession, RoomParticipant, RoomRecording and
RoomComposition. Times are ISO 8601 text as sent, mostly with a zone; sizes are megabytes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError


class Record(BaseModel):
    """What all records share; `record_type` is dropped, because it says nothing reliable.

    `records` makes them: it alone sets unexpected values aside.
    """

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True, defer_build=True)

    unreadable: dict[str, Any] | None = None
    record_type: Any = Field(default=None, exclude=True)


class RoomParticipant(Record):
    """One stay of one person in a session; who comes back gets a new one (RoomParticipant)."""

    id: str | None = None
    session_id: str | None = None
    context: str | None = None
    joined_at: str | None = None
    updated_at: str | None = None
    left_at: str | None = None


class RoomSession(Record):
    """One meeting in a room, from the first to join to the last to leave (RoomSession)."""

    id: str | None = None
    room_id: str | None = None
    active: bool | None = None
    created_at: str | None = None
    updated_at: str | None = None
    ended_at: str | None = None
    participants: list[RoomParticipant] | None = None


class Room(Record):
    """A room: it persists and hosts many sessions (Room)."""

    id: str | None = None
    unique_name: str | None = None
    max_participants: int | None = None
    enable_recording: bool | None = None
    active_session_id: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    webhook_event_url: str | None = None
    webhook_event_failover_url: str | None = None
    webhook_timeout_secs: int | None = None
    sessions: list[RoomSession] | None = None


class RoomRecording(Record):
    """One file per participant and track (RoomRecording)."""

    id: str | None = None
    room_id: str | None = None
    session_id: str | None = None
    participant_id: str | None = None
    type: str | None = None
    status: str | None = None
    codec: str | None = None
    duration_secs: int | float | None = None
    size_mb: int | float | None = None
    download_url: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    completed_at: str | None = None


class RoomComposition(Record):
    """One video made of a session's recordings (RoomComposition)."""

    id: str | None = None
    room_id: str | None = None
    session_id: str | None = None
    user_id: str | None = None
    status: str | None = None
    format: str | None = None
    resolution: str | None = None
    video_layout: dict[str, Any] | None = None
    duration_secs: int | float | None = None
    size_mb: int | float | None = None
    download_url: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    completed_at: str | None = None
    webhook_event_url: str | None = None
    webhook_event_failover_url: str | None = None
    webhook_timeout_secs: int | None = None


class ClientToken(Record):
    """What lets a browser or app join one room (CreateRoomClientToken)."""

    token: str | None = None
    token_expires_at: str | None = None
    refresh_token: str | None = None
    refresh_token_expires_at: str | None = None


class ActionResult(Record):
    """The answer to end, kick, mute and unmute; `result` is "ok"."""

    result: str | None = None


class BulkDeletion(Record):
    """The answer to DeleteRoomRecordings; `room_recordings` is how many were deleted."""

    room_recordings: int | None = None


RecordT = TypeVar("RecordT", bound=Record)
ItemT = TypeVar("ItemT")
OtherT = TypeVar("OtherT")


def records(kind: type[RecordT], data: list[Any]) -> list[RecordT]:
    """The records in `data`, which is JSON and is used up.

    Raises:
        ValidationError: One of them is not even an object.
    """
    try:
        found = _many(kind).validate_python(data)
    except ValidationError as error:
        _set_unexpected_values_aside(data, error)
        found = _many(kind).validate_python(data)
    return cast("list[RecordT]", found)


def plain(kind: type[RecordT], found: list[RecordT]) -> list[dict[str, Any]]:
    """Records as JSON values, without the nulls of known fields."""
    written: list[dict[str, Any]] = _many(kind).dump_python(found, exclude_none=True)
    return written


@cache
def _many(kind: type[Record]) -> TypeAdapter[list[Any]]:
    """What checks and writes a list of them in one go, which takes half the time of one by one."""
    return TypeAdapter(list[kind])  # type: ignore[valid-type]  # known only when it runs


def _set_unexpected_values_aside(data: list[Any], error: ValidationError) -> None:
    """Move each value that `error` names to the `unreadable` of the record that holds it.

    An unexpected value inside another one stays where it is, and goes with it.
    """
    paths = [list(_fields_to(each["loc"], data)) for each in error.errors(include_url=False)]
    if not all(paths):
        raise error
    aside: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    for path in sorted(paths, key=len):
        if any(name in aside[id(record)][1] for record, name in path if id(record) in aside):
            continue
        record, name = path[-1]
        aside.setdefault(id(record), (record, {}))[1][name] = record[name]
    for record, unexpected in aside.values():
        for name in unexpected:
            del record[name]
        record["unreadable"] = unexpected


def _fields_to(place: Sequence[Any], found: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """The fields on the way to a place in a list of records, each with the record that has it.

    A place is an index and a name, in turns; names of the types that were tried may follow.
    """
    for index, name in zip(place[::2], place[1::2], strict=False):
        if not isinstance(index, int):
            return
        yield found[index], name
        found = found[index][name]


@dataclass(frozen=True)
class Page(Generic[ItemT]):
    """One page of a collection; `next_page` is None on the last one, `total` when unknown."""

    items: list[ItemT]
    page: int
    page_size: int
    total: int | None
    next_page: int | None

    def each(self, shown: Callable[[ItemT], OtherT]) -> "Page[OtherT]":
        """The same page with other items, made from these."""
        return self.holding([shown(item) for item in self.items])

    def holding(self, items: list[OtherT]) -> "Page[OtherT]":
        """The same page with these items."""
        return Page(items, self.page, self.page_size, self.total, self.next_page)
