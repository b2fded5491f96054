"""Finding what may be cleaned up: the whole collection is read, little of it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import anyio

from telnyx_video_mcp.api.archive import Original
from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import Page, RecordT, Room, RoomComposition, RoomRecording
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.checks import id_or_name, is_uuid
from telnyx_video_mcp.video.filters import Query, matching
from telnyx_video_mcp.video.originals import original
from telnyx_video_mcp.video.reading import MOST_PAGES
from telnyx_video_mcp.video.rooms import room_id, the_room
from telnyx_video_mcp.video.sessions import session_filter
from telnyx_video_mcp.video.timestamps import timestamp

PAGE_SIZE = 250
_AT_ONCE = 4
UNKNOWN = "unknown"
"""In place of a room's id where Telnyx named no room."""


@dataclass(frozen=True, slots=True)
class OldFile:
    """What is known of a file that may go; `day` is the one it ended or began on."""

    collection: str
    id: str
    size_mb: float
    day: str
    room_id: str
    duration_secs: float
    original: Original | None = None
    """What is needed to save it, where that is wanted."""


@dataclass(frozen=True)
class Criteria:
    """What a file must satisfy; None asks nothing. `room` is the room's record if it was read."""

    room: Room | None
    room_id: str | None
    session_id: str | None
    kept_rooms: frozenset[str]
    ended_before: datetime | None
    min_mb: float | None

    def fits(self, record: RoomRecording | RoomComposition) -> bool:
        """Whether a record matches; one that lacks a field asked for does not. Pure."""
        if record.status != "completed" or not record.id:
            return False
        ended = timestamp(record.ended_at) or timestamp(record.started_at)
        size = record.size_mb
        return (
            self.room_id in (None, record.room_id)
            and self.session_id in (None, record.session_id)
            and record.room_id not in self.kept_rooms
            and (not self.kept_rooms or record.room_id is not None)
            and (self.ended_before is None or (ended is not None and ended < self.ended_before))
            and (self.min_mb is None or (size is not None and size >= self.min_mb))
        )


async def criteria(
    api: Api,
    *,
    older_than_days: int | None = None,
    room: str | None = None,
    session: str | None = None,
    keep_rooms: list[str] | None = None,
    min_mb: int | None = None,
) -> Criteria:
    """The criteria of a call.

    Raises:
        Refusal: There are none, so everything would go.
    """
    if older_than_days is None and room is None and session is None and min_mb is None:
        raise Refusal(
            "clean_up_recordings needs at least one of older_than_days, room, session and min_mb, "
            "or it would delete every recording."
        )
    try:
        kept = [id_or_name(each) for each in keep_rooms or []]
    except ValueError as error:
        raise Refusal(f"keep_rooms {error}.") from None
    by_name = await the_room(api, room) if room and not is_uuid(room) else None
    of_room = by_name.id if by_name else room
    of_session = await session_filter(api, session)
    kept_rooms = frozenset([await room_id(api, each) for each in kept])
    before = None
    if older_than_days is not None:
        before = await api.now() - timedelta(days=older_than_days)
    return Criteria(by_name, of_room, of_session, kept_rooms, before, min_mb)


async def old_files(
    api: Api, wanted: Criteria, *, compositions: bool, to_save: bool = False
) -> list[OldFile]:
    """All files that satisfy the criteria, oldest first; `to_save` with their originals."""
    query: Query = matching(room_id=wanted.room_id, session_id=wanted.session_id)
    query |= matching(status="completed")
    if wanted.ended_before:
        # By days, and only to read less: the exact time is compared below.
        query["filter[date_started_at][lte]"] = wanted.ended_before.date().isoformat()
    found = await _all(api, "room_recordings", RoomRecording, query, wanted.fits, to_save=to_save)
    if compositions:
        narrowed = matching(session_id=wanted.session_id, status="completed")
        found += await _all(
            api, "room_compositions", RoomComposition, narrowed, wanted.fits, to_save=to_save
        )
    return sorted(found, key=lambda each: (each.day, each.id))


async def _all(
    api: Api,
    collection: str,
    record: type[RecordT],
    query: Query,
    fits: Callable[[Any], bool],
    *,
    to_save: bool,
) -> list[OldFile]:
    """What fits, of the whole collection; after the first page, several pages at once."""
    kept: list[OldFile] = []

    async def read(number: int) -> Page[RecordT]:
        path = f"/{collection}"
        found = await api.page(path, record, query, page=number, page_size=PAGE_SIZE)
        kept.extend(slim(collection, found.items, fits, to_save=to_save))
        return found

    first = await read(1)
    if first.next_page is None:
        return kept
    pages = -(-first.total // PAGE_SIZE) if first.total is not None else MOST_PAGES + 1
    if pages > MOST_PAGES:
        raise Refusal(
            f"There are more than {MOST_PAGES * PAGE_SIZE} files to look through. Narrow it down "
            "by room, or with a larger older_than_days.",
            kind="too_many",
        )
    left = list(range(pages, 1, -1))

    failures: list[Exception] = []

    async def read_some() -> None:
        while left and not failures:
            try:
                await read(left.pop())
            except (ApiError, Refusal) as error:
                failures.append(error)

    async with anyio.create_task_group() as tasks:
        for _ in range(_AT_ONCE):
            tasks.start_soon(read_some)
    if failures:  # a task group would have wrapped it
        raise failures[0]
    return kept


def slim(
    collection: str,
    items: Sequence[Any],
    fits: Callable[[Any], bool] = lambda _: True,
    *,
    to_save: bool = False,
) -> list[OldFile]:
    """Little of each record that fits."""
    return [
        OldFile(
            collection=collection,
            id=each.id or "",
            size_mb=each.size_mb or 0.0,
            day=(each.ended_at or each.started_at or each.created_at or "")[:10],
            room_id=each.room_id or UNKNOWN,
            duration_secs=each.duration_secs or 0.0,
            original=original(each) if to_save else None,
        )
        for each in items
        if fits(each)
    ]
