"""The names that stand beside ids: of rooms, and of the people who were recorded.

A call reads no more for them than is said here, and nothing that it has read already. What cannot
be named so keeps its id alone, and a note says why; a name that cannot be read never fails a call.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager

from telnyx_video_mcp.api.call import LARGEST_PAGE, Api
from telnyx_video_mcp.api.errors import ApiError, NotFoundError
from telnyx_video_mcp.api.models import Room, RoomParticipant, RoomRecording, RoomSession
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import Supplied
from telnyx_video_mcp.video.checks import is_uuid
from telnyx_video_mcp.video.people import name_of


async def of_rooms(api: Api, rooms: Iterable[str | None]) -> dict[str, str]:
    """The unique names of rooms by their ids, where they have one; costs at most one request."""
    wanted = _ids(rooms)
    async with _optional(api, "rooms"):
        await _read_rooms(api, wanted - api.seen.names.keys())
    return {each: name for each in wanted if (name := api.seen.names.get(each))}


async def of_rooms_of(api: Api, sessions: Iterable[str | None]) -> dict[str, str]:
    """The unique names of the rooms of sessions by the sessions' ids; at most two requests."""
    wanted = _ids(sessions)
    async with _optional(api, "rooms"):
        await _read_sessions(api, wanted - api.seen.room_of.keys())
    rooms = {each: room for each in wanted if (room := api.seen.room_of.get(each))}
    names = await of_rooms(api, rooms.values())
    return {each: names[room] for each, room in rooms.items() if room in names}


async def of_people(api: Api, recordings: Sequence[RoomRecording]) -> dict[str, Supplied]:
    """The names that people in recordings of one session show, by their ids; one request.

    For recordings of several sessions it reads nothing, and notes how to get the names.
    """
    people = _ids(each.participant_id for each in recordings)
    sessions = _ids(each.session_id for each in recordings)
    found: list[RoomParticipant] = []
    async with _optional(api, "people"):
        if len(people) == 1:
            (only,) = people
            who = await api.get(f"/room_participants/{only}", RoomParticipant)
            found = [who.model_copy(update={"id": only})]
        elif people and len(sessions) == 1:
            (session,) = sessions
            path = f"/room_sessions/{session}/participants"
            page = await api.page(path, RoomParticipant, page_size=LARGEST_PAGE)
            found = page.items
            if page.next_page and people - {each.id for each in found}:
                api.note("Some people are shown by id only: more than 250 took part.")
        elif people:
            api.note("People are named when the recordings are of one session: give `session`.")
    return {each.id: name for each in found if each.id and (name := name_of(each))}


async def _read_rooms(api: Api, missing: set[str]) -> None:
    if len(missing) == 1:
        (only,) = missing
        api.seen.names[only] = (await api.get(f"/rooms/{only}", Room)).unique_name
    elif missing:
        page = await api.page("/rooms", Room, page_size=LARGEST_PAGE)
        if page.next_page and missing - api.seen.names.keys():
            api.note(f"Only the {LARGEST_PAGE} newest rooms are named; list_rooms shows the rest.")


async def _read_sessions(api: Api, missing: set[str]) -> None:
    if len(missing) == 1:
        (only,) = missing
        found = await api.get(f"/room_sessions/{only}", RoomSession)
        if found.room_id:
            api.seen.room_of[only] = found.room_id
    elif missing:
        page = await api.page("/room_sessions", RoomSession, page_size=LARGEST_PAGE)
        if page.next_page and missing - api.seen.room_of.keys():
            api.note(f"Rooms are named for the {LARGEST_PAGE} newest sessions only.")


@asynccontextmanager
async def _optional(api: Api, what: str) -> AsyncIterator[None]:
    """A read that the call can do without."""
    try:
        yield
    except NotFoundError:
        pass  # what is deleted keeps its id
    except ApiError as error:
        api.note(f"The names of {what} could not be read: {error.sentence}")
    except Refusal as refusal:
        api.note(f"The names of {what} could not be read: {refusal.message}")


def _ids(given: Iterable[str | None]) -> set[str]:
    """The ids among them: no other text may become part of a path."""
    return {each for each in given if each and is_uuid(each)}
