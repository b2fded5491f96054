"""What meetings and recordings add up to."""

from typing import Annotated

from pydantic import Field

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import Room, RoomComposition, RoomRecording, RoomSession
from telnyx_video_mcp.toolkit.hints import AlsoCalled
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.bounded_reading import Reading, Source, missing
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.filters import matching
from telnyx_video_mcp.video.rooms import is_deleted, room_named, room_or_what_is_left, the_room
from telnyx_video_mcp.video.spans import Spans
from telnyx_video_mcp.video.usage import By, Files, Sums, Usage
from telnyx_video_mcp.video.usage_report import UsageReport, report
from telnyx_video_mcp.video.words import count

_MOST_REQUESTS = 60

GroupedBy = Annotated[
    By, Field(description="What to group by; room if unset."), AlsoCalled("group_by")
]


@tool(Risk.READ, title="Usage", verify_with="list_rooms", timeout_secs=50)
async def usage(
    api: Api,
    room: params.RoomFilter | None = None,
    created_from: params.CreatedFrom | None = None,
    created_to: params.CreatedTo | None = None,
    by: GroupedBy | None = None,
) -> UsageReport:
    """Meetings, minutes, people, and megabytes of recordings and compositions by room, day or
    person: largest first (persons by minutes), the last ten days in order. Everything counts when
    it began (UTC). `others` sums the rest; zeros are left out.
    """
    created = Spans.of(created=(created_from, created_to))
    started = Spans.of(started=(created_from, created_to))
    rooms = await _rooms(api, room)
    ids = None if rooms is None else frozenset(each.id for each in rooms if each.id)
    sums = Usage(by or "room", ids, created, started)
    sums.add_rooms(each for each in rooms or [] if not is_deleted(each))
    sources = _sources(api, sums)
    reading = Reading(api, sources, _MOST_REQUESTS, sent=len(rooms or []))
    await reading.run()
    _note_what_is_missing(api, reading)
    _note_what_is_nobodys(api, sums)
    if not sums.groups and not missing(sources):
        api.note("Nothing in that time." if created else "There is nothing yet.")
    rooms_known = not any(each.pages_left for each in sources if each.record is Room)
    return report(sums, reading.as_of or await api.now(), rooms_known=rooms_known)


async def _rooms(api: Api, room: str | None) -> list[Room] | None:
    """The rooms to read one by one; None where the account is read as a whole.

    A locked server reads room by room: lists of several rooms at once, the lock would have to
    read whole for each page.
    """
    if room is not None:
        found = await (room_or_what_is_left if is_uuid(room) else the_room)(api, room)
        return [found.model_copy(update={"id": found.id or room})]
    if not api.limits.rooms:
        return None
    rooms = [
        await room_or_what_is_left(api, each) if is_uuid(each) else await room_named(api, each)
        for each in api.limits.rooms
    ]
    return list({each.id: each for each in rooms if each}.values())


def _sources(api: Api, sums: Usage) -> list[Source]:
    created, started = sums.created.query(), sums.started.query()
    rooms: list[Source] = []
    if sums.rooms is None and sums.by == "room":
        rooms = [Source("rooms", "/rooms", Room, {}, sums.add_rooms)]
    people = {"include_participants": True}
    sources = []
    for each in [None] if sums.rooms is None else sorted(sums.rooms):
        of_room = matching(room_id=each)
        sources += [
            Source(
                "sessions",
                "/room_sessions",
                RoomSession,
                {**of_room, **created, **people},
                sums.add_sessions,
            ),
            Source(
                "recordings",
                "/room_recordings",
                RoomRecording,
                {**of_room, **started},
                sums.add_recordings,
            ),
        ]
    # Telnyx has no filter on the room of a composition.
    compositions = Source(
        "compositions", "/room_compositions", RoomComposition, {**created}, sums.add_compositions
    )
    compositions.only_first = bool(api.limits.rooms)
    return [*rooms, *sources, compositions]


def _note_what_is_missing(api: Api, reading: Reading) -> None:
    if parts := missing(reading.sources):
        why = reading.stopped or "under the room lock they would take too many requests"
        api.note(
            f"Not read, because {why}: {', '.join(parts)}. The figures are without them; "
            "narrow it down by room or by days."
        )


def _note_what_is_nobodys(api: Api, sums: Usage) -> None:
    if sums.without_people:
        api.note(f"Telnyx did not say who was in {count(sums.without_people, 'session')}.")
    left = sums.assign_tracks()
    left.add(Sums(compositions=sums.totals.compositions if sums.by == "person" else Files()))
    if left.mb:
        api.note(
            f"{left.mb:.1f} MB belong to no one person and are only in the totals: compositions, "
            "and recordings of meetings that were not read."
        )


TOOLS = (usage,)
