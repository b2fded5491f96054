"""Records as results show them, with names beside their ids; see `names` for what that costs."""

from collections.abc import Sequence
from datetime import datetime

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import (
    Room,
    RoomComposition,
    RoomParticipant,
    RoomRecording,
    RoomSession,
)
from telnyx_video_mcp.video import names, shown
from telnyx_video_mcp.video.shown import (
    ListedRecording,
    ShownComposition,
    ShownParticipant,
    ShownRecording,
    ShownRoom,
    ShownSession,
)


async def rooms(api: Api, found: Sequence[Room]) -> list[ShownRoom]:
    """Rooms; no request."""
    now = await _now(api, [meeting for each in found for meeting in each.sessions or ()])
    return [shown.room(each, now) for each in found]


async def sessions(api: Api, found: Sequence[RoomSession]) -> list[ShownSession]:
    """Sessions with the names of their rooms; one request at most."""
    rooms = await names.of_rooms(api, (each.room_id for each in found))
    now = await _now(api, found)
    return [shown.session(each, now, rooms.get(each.room_id or "")) for each in found]


async def participants(api: Api, found: Sequence[RoomParticipant]) -> list[ShownParticipant]:
    """Participants with the names of the rooms; two requests at most."""
    rooms = await names.of_rooms_of(api, (each.session_id for each in found))
    return [shown.participant(each, rooms.get(each.session_id or "")) for each in found]


async def recordings(
    api: Api, found: Sequence[RoomRecording], *, links: bool | None
) -> list[ListedRecording]:
    """Recordings for a list, with the names of rooms and people; two requests at most."""
    rooms = await names.of_rooms(api, (each.room_id for each in found))
    people = await names.of_people(api, found)
    return [
        shown.listed_recording(
            each,
            rooms.get(each.room_id or ""),
            people.get(each.participant_id or ""),
            link=bool(links),
        )
        for each in found
    ]


async def recording(api: Api, found: RoomRecording) -> ShownRecording:
    """One recording with its link, and the names of room and person; two requests at most."""
    rooms = await names.of_rooms(api, [found.room_id])
    people = await names.of_people(api, [found])
    return shown.recording(
        found, rooms.get(found.room_id or ""), people.get(found.participant_id or "")
    )


async def compositions(
    api: Api, found: Sequence[RoomComposition], *, links: bool | None
) -> list[ShownComposition]:
    """Compositions with the names of their rooms; one request at most."""
    rooms = await names.of_rooms(api, (each.room_id for each in found))
    return [
        shown.composition(each, rooms.get(each.room_id or ""), link=bool(links)) for each in found
    ]


async def _now(api: Api, found: Sequence[RoomSession]) -> datetime | None:
    """The account's time, where a meeting that goes on needs it."""
    try:
        return await api.now() if any(each.active for each in found) else None
    except ApiError:  # no reply has told the time, and asking for it failed
        return None
