"""The operations on rooms."""

from telnyx_video_mcp.sandbox import fields
from telnyx_video_mcp.sandbox.account import find, new_id, newest_first
from telnyx_video_mcp.sandbox.meetings import Meetings
from telnyx_video_mcp.sandbox.records import Json, Room
from telnyx_video_mcp.sandbox.refusals import duplicate
from telnyx_video_mcp.sandbox.views import room_view, session_view

ROOM_FIELDS: dict[str, fields.Check] = {
    "unique_name": fields.nullable(fields.text),
    "max_participants": fields.integer(2, 50),
    "enable_recording": fields.boolean,
    **fields.WEBHOOK_FIELDS,
}


class Rooms(Meetings):
    """Making, changing and deleting rooms."""

    def list_rooms(self, *, include_sessions: bool = False) -> list[Json]:
        """ListRooms, newest first."""
        return [
            self._room_view(room, include_sessions=include_sessions)
            for room in newest_first(self.rooms, "created_at")
        ]

    def get_room(self, room_id: str, *, include_sessions: bool = False) -> Json:
        """ViewRoom."""
        return self._room_view(find(self.rooms, room_id), include_sessions=include_sessions)

    def create_room(self, body: Json) -> Json:
        """CreateRoom: refused with 422 for bad fields or a name that is taken."""
        settings = fields.given(body, ROOM_FIELDS)
        self._refuse_taken(settings.get("unique_name"))
        now = self.now()
        room = Room(id=new_id(), created_at=now, updated_at=now, **settings)
        self.rooms[room.id] = room
        return self._room_view(room)

    def update_room(self, room_id: str, body: Json) -> Json:
        """UpdateRoom: what is not sent stays. A running session keeps its recording switch."""
        room = find(self.rooms, room_id)
        settings = fields.given(body, ROOM_FIELDS)
        self._refuse_taken(settings.get("unique_name"), except_for=room)
        for name, value in settings.items():
            setattr(room, name, value)
        room.updated_at = self.now()
        return self._room_view(room)

    def delete_room(self, room_id: str) -> None:
        """DeleteRoom: everyone is thrown out; sessions and recordings stay."""
        room = find(self.rooms, room_id)
        session = self.active_session(room.id)
        if session:
            self.end_session(session.id)
        del self.rooms[room.id]

    def _refuse_taken(self, name: str | None, except_for: Room | None = None) -> None:
        others = [room for room in self.rooms.values() if room is not except_for]
        if name is not None and any(room.unique_name == name for room in others):
            raise duplicate(name, "/unique_name")

    def _room_view(self, room: Room, *, include_sessions: bool = False) -> Json:
        view = room_view(room, self.active_session(room.id))
        if include_sessions:
            mine = {s.id: s for s in self.sessions.values() if s.room_id == room.id}
            view["sessions"] = [session_view(s) for s in newest_first(mine, "created_at")]
        return view
