"""What the filters of recordings select, for deletion in bulk.

Whether Telnyx honours every filter is not known (`filter[duration_secs]` least of all), so each
record that it lists is held against each filter before anything is deleted by them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.messages import Request
from telnyx_video_mcp.api.models import Room, RoomRecording
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import Query, matching
from telnyx_video_mcp.video.reading import whole
from telnyx_video_mcp.video.rooms import room_filter, the_room
from telnyx_video_mcp.video.sessions import latest_session_filter, session_filter
from telnyx_video_mcp.video.spans import Spans


@dataclass(frozen=True)
class Selection:
    """What filters select: their query, the recordings, and the room if it was read by its name."""

    query: Query
    recordings: list[RoomRecording]
    room: Room | None


async def recordings_query(
    api: Api, *, room: str | None = None, session: str | None = None, **filters: Any
) -> Query:
    """The query of ListRoomRecordings and DeleteRoomRecordings for a tool's arguments."""
    rooms = matching(room_id=await room_filter(api, room))
    return (
        _query(**filters) | rooms | matching(session_id=await latest_session_filter(api, session))
    )


def _query(
    *,
    participant_id: str | None = None,
    status: str | None = None,
    type: str | None = None,  # noqa: A002 - the API's word
    duration_secs: int | None = None,
    spans: Spans,
) -> Query:
    return {
        **matching(participant_id=participant_id, status=status, type=type),
        **matching(duration_secs=duration_secs),
        **spans.query(),
    }


async def bulk_selection(
    api: Api, *, room: str | None = None, session: str | None = None, **filters: Any
) -> Selection:
    """What is to be deleted in bulk; never without a filter: that would delete everything.

    A `duration_secs` of 0 lets everything through, and so is none.

    Raises:
        Refusal: There is no filter, a guard refuses the deletion, or see `selected`.
    """
    if not room and not session and not any(filters.values()):
        raise Refusal(
            "delete_recordings needs at least one filter, or it would delete every recording of "
            "the account; a duration_secs of 0 does not count. Use session or ended_to, say; "
            "list_recordings shows what a filter selects."
        )
    by_name = await the_room(api, room) if room and not is_uuid(room) else None
    of_session = await session_filter(api, session)  # never a past one that nobody named
    of_room = by_name.id if by_name else room
    query = await recordings_query(api, room=of_room, session=of_session, **filters)
    # Before everything is read and shown: would a guard refuse it?
    await api.rehearse(Request("DELETE", "/room_recordings", params=query))
    return Selection(query, await selected(api, query), by_name)


async def selected(api: Api, query: Query) -> list[RoomRecording]:
    """All recordings that a query selects; sends 40 requests at most.

    Raises:
        Refusal: There are more, or Telnyx lists some that a filter should have left out.
    """
    too_many = (
        "These filters select more than {count} recordings, too many to show before deleting them. "
        "Narrow the filters by room or by days."
    )
    found = await whole(api, "/room_recordings", RoomRecording, query, too_many=too_many)
    ignored = {name for each in found for name in query if not satisfies(each, name, query)}
    if ignored:
        names = ", ".join(sorted(ignored))
        raise Refusal(
            f"Telnyx lists recordings that do not satisfy {names}, so deleting by it would delete "
            "more than was asked for. Nothing was deleted. Use other filters, or delete_recording.",
            kind="filter_ignored",
        )
    return found


def satisfies(recording: RoomRecording, name: str, query: Mapping[str, Any]) -> bool:
    """Whether a record is what one filter of a query asks for; days are those of UTC. Pure."""
    field, _, bound = name.removeprefix("filter[").rstrip("]").partition("][")
    wanted = query[name]
    if not field.startswith("date_"):
        value = getattr(recording, field)
        if field == "duration_secs":
            return value is not None and value >= wanted
        return value is not None and str(value).lower() == str(wanted).lower()
    text = getattr(recording, field.removeprefix("date_"))
    if text is None:
        return False
    day = _utc_day(text)
    return day is not None and bool(
        {"eq": day == wanted, "gte": day >= wanted, "lte": day <= wanted}[bound]
    )


def _utc_day(text: str) -> str | None:
    try:
        read = datetime.fromisoformat(text)
        return (read.astimezone(UTC) if read.tzinfo else read).date().isoformat()
    except (ValueError, OverflowError):
        return None
