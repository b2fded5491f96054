"""Sessions: the meetings in a room, each from the first to join to the last to leave."""

from typing import TYPE_CHECKING

from telnyx_video_mcp.api.errors import InvalidError, NotFoundError
from telnyx_video_mcp.api.models import ActionResult, Page, RoomSession
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params
from telnyx_video_mcp.video.filters import days, given, matching
from telnyx_video_mcp.video.lookup import room_filter, room_id, session_id
from telnyx_video_mcp.video.outcomes import SessionEnded

if TYPE_CHECKING:
    from telnyx_video_mcp.api.call import Api


@tool(Risk.READ, title="List sessions of a room", look_with="list_rooms")
async def list_room_sessions(
    api: "Api",
    room: params.RoomRef,
    active: params.Active | None = None,
    created_from: params.CreatedFrom | None = None,
    created_to: params.CreatedTo | None = None,
    updated_from: params.UpdatedFrom | None = None,
    updated_to: params.UpdatedTo | None = None,
    ended_from: params.EndedFrom | None = None,
    ended_to: params.EndedTo | None = None,
    include_participants: params.IncludeParticipants | None = None,
    page: params.PageNumber | None = None,
    page_size: params.PageSize | None = None,
) -> Page[RoomSession]:
    """Meetings of one room, newest first. With include_participants also who was there; for one
    session list_session_participants shows them page by page.
    """
    query = {
        **matching(active=active),
        **days("created", created_from, created_to),
        **days("updated", updated_from, updated_to),
        **days("ended", ended_from, ended_to),
        **given(include_participants=include_participants),
    }
    path = f"/rooms/{await room_id(api, room)}/sessions"
    return await api.page(path, RoomSession, query, page=page, page_size=page_size)


@tool(Risk.READ, title="List sessions", look_with="list_sessions")
async def list_sessions(
    api: "Api",
    room: params.RoomFilter | None = None,
    active: params.Active | None = None,
    created_from: params.CreatedFrom | None = None,
    created_to: params.CreatedTo | None = None,
    updated_from: params.UpdatedFrom | None = None,
    updated_to: params.UpdatedTo | None = None,
    ended_from: params.EndedFrom | None = None,
    ended_to: params.EndedTo | None = None,
    include_participants: params.IncludeParticipants | None = None,
    page: params.PageNumber | None = None,
    page_size: params.PageSize | None = None,
) -> Page[RoomSession]:
    """Meetings of all rooms, newest first; active=true shows those going on now. A session leads
    to its participants, recordings and compositions.
    """
    query = {
        **matching(active=active),
        **days("created", created_from, created_to),
        **days("updated", updated_from, updated_to),
        **days("ended", ended_from, ended_to),
        **given(include_participants=include_participants),
        **matching(room_id=await room_filter(api, room)),
    }
    return await api.page("/room_sessions", RoomSession, query, page=page, page_size=page_size)


@tool(Risk.READ, title="Get a session", look_with="list_sessions")
async def get_session(
    api: "Api",
    session: params.SessionRef,
    include_participants: params.IncludeParticipants | None = None,
) -> RoomSession:
    """One meeting: whether it is active, when it began and ended and, with include_participants,
    who was there. Those without `left_at` are inside.
    """
    found = await session_id(api, session)
    query = given(include_participants=include_participants)
    return await api.get(f"/room_sessions/{found}", RoomSession, query)


@tool(Risk.DISRUPT, title="End a session", look_with="get_session")
async def end_session(api: "Api", session: params.SessionRef) -> SessionEnded:
    """Ends a meeting: everybody is put out. The room stays and people with a valid token can come
    back, which starts a new session; delete_room prevents that. Recordings finish soon after: see
    list_recordings.
    """
    found = await session_id(api, session)
    try:
        await api.post(f"/room_sessions/{found}/actions/end", ActionResult, None, repeatable=True)
    except (InvalidError, NotFoundError):
        # Telnyx refuses to end what has ended (422 "No private_ip for room"), but not only that.
        known = await api.get(f"/room_sessions/{found}", RoomSession)
        if known.active is not False:
            raise
        when = f" at {known.ended_at}" if known.ended_at else ""
        message = f"This session had already ended{when}."
        return {"done": False, "session_id": found, "message": message}
    message = "The session is ended and everybody was put out."
    return {"done": True, "session_id": found, "message": message}


TOOLS = (list_room_sessions, list_sessions, get_session, end_session)
