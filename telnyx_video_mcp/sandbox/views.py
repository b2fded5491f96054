"""Records as the API shows them: every documented field, null where unset.

Field names are those of the published schemas. `record_type` is as unreliable as in the published
examples, where a recording calls itself a session, and rooms carry the undocumented
`video_codecs`: clients must live with both.
"""

from datetime import datetime, timedelta

from telnyx_video_mcp.sandbox.records import (
    COMPOSITION_COMPLETES,
    COMPOSITION_STARTS,
    Composition,
    Json,
    Participant,
    Recording,
    Room,
    Session,
)

CODECS = {"audio": "opus", "video": "VP8"}
MB_PER_SEC = {"audio": 0.006, "video": 0.1, "composition": 0.125}


def timestamp(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with microseconds, e.g. `2026-11-22T14:46:20.954863Z`."""
    return f"{moment.isoformat(timespec='microseconds')[:26]}Z" if moment else None


def room_view(room: Room, active_session: Session | None) -> Json:
    """Schema `Room`, without `sessions`."""
    return {
        "id": room.id,
        "unique_name": room.unique_name,
        "max_participants": room.max_participants,
        "enable_recording": room.enable_recording,
        "active_session_id": active_session.id if active_session else None,
        "video_codecs": ["VP8", "H264"],
        "webhook_event_url": room.webhook_event_url,
        "webhook_event_failover_url": room.webhook_event_failover_url,
        "webhook_timeout_secs": room.webhook_timeout_secs,
        "created_at": timestamp(room.created_at),
        "updated_at": timestamp(room.updated_at),
        "record_type": "room",
    }


def session_view(session: Session) -> Json:
    """Schema `RoomSession`, without `participants`."""
    return {
        "id": session.id,
        "room_id": session.room_id,
        "active": session.ended_at is None,
        "created_at": timestamp(session.created_at),
        "updated_at": timestamp(session.updated_at),
        "ended_at": timestamp(session.ended_at),
        "record_type": "room_session",
    }


def participant_view(participant: Participant) -> Json:
    """Schema `RoomParticipant`. Whether somebody is muted is nowhere in the API."""
    return {
        "id": participant.id,
        "session_id": participant.session_id,
        "context": participant.context,
        "joined_at": timestamp(participant.joined_at),
        "updated_at": timestamp(participant.updated_at),
        "left_at": timestamp(participant.left_at),
        "record_type": "room_participant",
    }


def recording_view(recording: Recording, now: datetime, download_url: str | None) -> Json:
    """Schema `RoomRecording`: seconds and megabytes once it ended, a URL once completed.

    `size_mb` is what a meeting of that length would take, not the size of the sandbox's own file.
    """
    completed_at = recording.completed_at(now)
    ended_at = recording.ended_at
    secs = _whole_secs(ended_at - recording.started_at) if ended_at else None
    return {
        "id": recording.id,
        "room_id": recording.room_id,
        "session_id": recording.session_id,
        "participant_id": recording.participant_id,
        "status": "completed" if completed_at else "processing",
        "type": recording.type,
        "codec": CODECS[recording.type],
        "duration_secs": secs,
        "size_mb": _size_mb(secs, recording.type),
        "download_url": download_url,
        "created_at": timestamp(recording.started_at),
        "updated_at": timestamp(completed_at or ended_at or recording.started_at),
        "started_at": timestamp(recording.started_at),
        "ended_at": timestamp(ended_at),
        "completed_at": timestamp(completed_at),
        "record_type": "room_session",
    }


def composition_view(
    composition: Composition, user_id: str, now: datetime, download_url: str | None
) -> Json:
    """Schema `RoomComposition`. `started_at`/`ended_at` bound the media, as in its example."""
    status = composition.status(now)
    done = status == "completed"
    media = composition.media_started_at, composition.media_ended_at
    secs = _whole_secs(media[1] - media[0]) if done else None
    age = {"completed": COMPOSITION_COMPLETES, "processing": COMPOSITION_STARTS}
    return {
        "id": composition.id,
        "room_id": composition.room_id,
        "session_id": composition.session_id,
        "user_id": user_id,
        "status": status,
        "format": composition.format,
        "resolution": composition.resolution,
        "video_layout": composition.video_layout,
        "duration_secs": secs,
        "size_mb": _size_mb(secs, "composition"),
        "download_url": download_url,
        "webhook_event_url": composition.webhook_event_url,
        "webhook_event_failover_url": composition.webhook_event_failover_url,
        "webhook_timeout_secs": composition.webhook_timeout_secs,
        "created_at": timestamp(composition.created_at),
        "updated_at": timestamp(composition.created_at + age.get(status, timedelta())),
        "started_at": timestamp(media[0]) if done else None,
        "ended_at": timestamp(media[1]) if done else None,
        "completed_at": timestamp(composition.completed_at(now)),
        "record_type": "composition",
    }


def _whole_secs(length: timedelta) -> int:
    return round(length.total_seconds())


def _size_mb(secs: int | None, kind: str) -> float | None:
    return None if secs is None else round(secs * MB_PER_SEC[kind], 2)
