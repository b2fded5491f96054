"""Sessions and the people in them: who comes, who goes, who is thrown out."""

from telnyx_video_mcp.sandbox import fields
from telnyx_video_mcp.sandbox.account import Account, find, new_id, newest_first
from telnyx_video_mcp.sandbox.records import Json, Participant, Recording, Room, Session
from telnyx_video_mcp.sandbox.refusals import (
    RefusedError,
    malformed,
    missing,
    refers_to_nothing,
    session_is_over,
    shown,
    unknown,
)
from telnyx_video_mcp.sandbox.views import participant_view, session_view

_NAMED = 10


class Meetings(Account):
    """The rules of a session, and the operations on sessions and participants."""

    def join(self, room_id_or_name: str, context: str | None = None) -> Json:
        """Somebody enters; the first one starts a session.

        Returns `session_id` and `participant_id`. Refused with 404 when there is no such room
        and 409 when it is full.
        """
        room = self._named_room(room_id_or_name)
        session = self.active_session(room.id)
        if session and len(self._present(session.id)) >= room.max_participants:
            raise RefusedError(
                409, "10015", "Room is full", f"The room holds {room.max_participants} people."
            )
        now = self.now()
        if session is None:
            session = Session(new_id(), room.id, room.enable_recording, now, now)
            self.sessions[session.id] = session
        participant = Participant(new_id(), session.id, context, now, now)
        self.participants[participant.id] = participant
        if session.recorded:
            for kind in ("audio", "video"):
                recording = Recording(
                    new_id(), room.id, session.id, participant.id, kind, started_at=now
                )
                self.recordings[recording.id] = recording
        return {"session_id": session.id, "participant_id": participant.id}

    def leave(self, participant_id: str) -> Json:
        """A participant leaves; the last one ends the session.

        Returns `session_id`, `participant_id` and `session_active`. Refused with 404 when there
        is no such participant and 409 when they left before.
        """
        participant = self.participants.get(participant_id.lower())
        if participant is None:
            raise unknown(f"{shown(participant_id)} is not a participant.")
        if participant.left_at is not None:
            raise RefusedError(409, "10015", "Already left", "The participant left before.")
        self._remove([participant])
        session = self.sessions[participant.session_id]
        return {
            "session_id": session.id,
            "participant_id": participant.id,
            "session_active": session.ended_at is None,
        }

    def list_sessions(
        self, *, room_id: str | None = None, include_participants: bool = False
    ) -> list[Json]:
        """ListRoomSessions, RetrieveListRoomSessions: of one room or all, newest first."""
        if room_id is not None:
            room_id = find(self.rooms, room_id).id
        return [
            self._session_view(session, include_participants=include_participants)
            for session in newest_first(self.sessions, "created_at")
            if room_id in (None, session.room_id)
        ]

    def get_session(self, session_id: str, *, include_participants: bool = False) -> Json:
        """ViewRoomSession."""
        return self._session_view(
            find(self.sessions, session_id), include_participants=include_participants
        )

    def end_session(self, session_id: str) -> Json:
        """EndSession: everyone is out."""
        session = find(self.sessions, session_id)
        if session.ended_at is not None:
            raise session_is_over()
        self._remove(self._present(session.id))
        return {"result": "ok"}

    def kick(self, session_id: str, body: Json) -> Json:
        """KickParticipantInSession: they leave now, and may come back."""
        self._remove(self._chosen(session_id, body))
        return {"result": "ok"}

    def mute(self, session_id: str, body: Json, *, muted: bool) -> Json:
        """MuteParticipantInSession and UnmuteParticipantInSession."""
        for participant in self._chosen(session_id, body):
            participant.muted = muted
            participant.updated_at = self.now()
        return {"result": "ok"}

    def list_participants(self, *, session_id: str | None = None) -> list[Json]:
        """ListRoomParticipants, RetrieveListRoomParticipants: newest first."""
        if session_id is not None:
            people = self.people(find(self.sessions, session_id).id)
        else:
            people = newest_first(self.participants, "joined_at")
        return [participant_view(participant) for participant in people]

    def get_participant(self, participant_id: str) -> Json:
        """ViewRoomParticipant."""
        return participant_view(find(self.participants, participant_id))

    def _named_room(self, room_id_or_name: str) -> Room:
        for room in self.rooms.values():
            if room_id_or_name in (room.id, room.unique_name):
                return room
        known = [room.unique_name or room.id for room in self.rooms.values()]
        there = f"there are {', '.join(known[:_NAMED])}" if known else "there is none yet"
        more = " and more" if len(known) > _NAMED else ""
        raise unknown(f"No room {shown(room_id_or_name)}; {there}{more}.")

    def _present(self, session_id: str) -> list[Participant]:
        return [p for p in self.people(session_id) if p.left_at is None]

    def _remove(self, leaving: list[Participant]) -> None:
        now = self.now()
        for participant in leaving:
            participant.left_at = participant.updated_at = now
            for recording in self.recordings.values():
                if recording.participant_id == participant.id:
                    recording.ended_at = now
            if not self._present(participant.session_id):
                session = self.sessions[participant.session_id]
                session.ended_at = session.updated_at = now

    def _chosen(self, session_id: str, body: Json) -> list[Participant]:
        """Those present whom a moderation body means. Naming somebody who left is no mistake."""
        session = find(self.sessions, session_id)
        if "participants" not in body:
            raise missing("participants")
        wanted = body["participants"]
        if isinstance(wanted, str) and wanted != "all":
            raise malformed(
                "'participants' must be a list of UUIDs or the word 'all'.",
                pointer="/participants",
            )
        named = None if wanted == "all" else fields.uuids(wanted, "/participants")
        spared = fields.uuids(body.get("exclude", []), "/exclude")
        if session.ended_at is not None:
            raise session_is_over()
        known = {p.id for p in self.people(session.id)}
        for pointer, ids in (("/participants", named or []), ("/exclude", spared)):
            unknown = [i for i in ids if i not in known]
            if unknown:
                raise refers_to_nothing(
                    f"Not participants of this session: {', '.join(unknown)}.", pointer
                )
        return [
            p
            for p in self._present(session.id)
            if p.id not in spared and (named is None or p.id in named)
        ]

    def _session_view(self, session: Session, *, include_participants: bool) -> Json:
        view = session_view(session)
        if include_participants:
            view["participants"] = [participant_view(p) for p in self.people(session.id)]
        return view
