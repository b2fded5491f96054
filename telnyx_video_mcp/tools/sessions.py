"""Sessions: the meetings in a room, each from the first to join to the last to leave."""

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.errors import InvalidError, NotFoundError
from telnyx_video_mcp.api.models import ActionResult, Page, RoomSession
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.results import result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params, with_names
from telnyx_video_mcp.video.filters import given, matching
from telnyx_video_mcp.video.people import people_inside
from telnyx_video_mcp.video.questions import ending
from telnyx_video_mcp.video.rooms import room_filter, room_id
from telnyx_video_mcp.video.sessions import already_ended, find_meeting, latest_session
from telnyx_video_mcp.video.shown import ShownSession
from telnyx_video_mcp.video.spans import Spans


@result
class SessionEnded:
    """Which session is over; `done` tells whether this call has ended it."""

    done: bool
    message: str
    session_id: str


@tool(Risk.READ, title="List sessions of a room", verify_with="list_rooms")
async def list_room_sessions(
    api: Api,
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
) -> Page[ShownSession]:
    """Meetings of one room, newest first. With include_participants also who was there; for one
    session list_session_participants shows them page by page.
    """
    spans = Spans.of(
        created=(created_from, created_to),
        updated=(updated_from, updated_to),
        ended=(ended_from, ended_to),
    )
    query = {
        **matching(active=active),
        **spans.query(),
        **given(include_participants=include_participants),
    }
    path = f"/rooms/{await room_id(api, room)}/sessions"
    found = await api.page(path, RoomSession, query, page=page, page_size=page_size)
    found = spans.cut(api, found)
    return found.holding(await with_names.sessions(api, found.items))


@tool(Risk.READ, title="List sessions", verify_with="list_sessions")
async def list_sessions(
    api: Api,
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
) -> Page[ShownSession]:
    """Meetings of all rooms, newest first; active=true shows those going on now. A session's id
    finds its participants, recordings and compositions.
    """
    spans = Spans.of(
        created=(created_from, created_to),
        updated=(updated_from, updated_to),
        ended=(ended_from, ended_to),
    )
    query = {
        **matching(active=active),
        **spans.query(),
        **given(include_participants=include_participants),
        **matching(room_id=await room_filter(api, room)),
    }
    found = await api.page("/room_sessions", RoomSession, query, page=page, page_size=page_size)
    found = spans.cut(api, found)
    return found.holding(await with_names.sessions(api, found.items))


@tool(Risk.READ, title="Get a session", verify_with="list_sessions")
async def get_session(
    api: Api,
    session: params.SessionRef,
    include_participants: params.IncludeParticipants | None = None,
) -> ShownSession:
    """One meeting: whether it is active, when it began and ended and, with include_participants,
    who was there. Those without `left_at` are inside.
    """
    found = await latest_session(api, session)
    query = given(include_participants=include_participants)
    known = await api.get(f"/room_sessions/{found}", RoomSession, query)
    (shown,) = await with_names.sessions(api, [known])
    return shown


@tool(Risk.DISRUPT, title="End a session", verify_with="get_session")
async def end_session(
    api: Api, session: params.ActiveSessionRef
) -> Plan[SessionEnded] | SessionEnded:
    """Ends a meeting: everybody is removed. The room stays and people with a valid token can come
    back, which starts a new session; delete_room prevents that. Recordings finish soon after: see
    list_recordings.
    """
    meeting = await find_meeting(api, session)
    if meeting.ended:
        message = already_ended(meeting.session)
        return SessionEnded(done=False, message=message, session_id=meeting.id)
    people = await people_inside(api, meeting.id)

    async def apply() -> SessionEnded:
        path = f"/room_sessions/{meeting.id}/actions/end"
        try:
            await api.post(path, ActionResult, None, repeatable=True)
        except (InvalidError, NotFoundError):
            # Telnyx refuses to end what has ended (422 "No private_ip for room"), but not only it.
            known = await api.get(f"/room_sessions/{meeting.id}", RoomSession)
            if known.active is not False:
                raise
            message = already_ended(known)
            return SessionEnded(done=False, message=message, session_id=meeting.id)
        message = "The session has ended and everybody was removed."
        return SessionEnded(done=True, message=message, session_id=meeting.id)

    return ending(api, meeting, people, apply)


TOOLS = (list_room_sessions, list_sessions, get_session, end_session)
