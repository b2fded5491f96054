"""What a world holds: plain records, in the API's words. Times are aware UTC datetimes.

Nothing here has a status field. Whether a recording or a composition is finished follows from
its times and the clock, so nothing has to run in the background.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]

RECORDING_SETTLES = timedelta(seconds=5)
COMPOSITION_STARTS = timedelta(seconds=3)
COMPOSITION_COMPLETES = timedelta(seconds=10)


@dataclass
class Room:
    """A place that persists and hosts one session after another."""

    id: str
    created_at: datetime
    updated_at: datetime
    unique_name: str | None = None
    max_participants: int = 10
    enable_recording: bool = False
    webhook_event_url: str | None = None
    webhook_event_failover_url: str | None = None
    webhook_timeout_secs: int | None = None


@dataclass
class Session:
    """One meeting in a room. `recorded` is the room's switch as it stood when this began."""

    id: str
    room_id: str
    recorded: bool
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None = None


@dataclass
class Participant:
    """One stay of one person: whoever comes back is a new participant."""

    id: str
    session_id: str
    context: str | None
    joined_at: datetime
    updated_at: datetime
    left_at: datetime | None = None
    muted: bool = False


@dataclass
class Recording:
    """One track of one participant. It grows until `ended_at`, then settles."""

    id: str
    room_id: str
    session_id: str
    participant_id: str
    type: Literal["audio", "video"]
    started_at: datetime
    ended_at: datetime | None = None

    def completed_at(self, now: datetime) -> datetime | None:
        """When the file became ready, or None while it is processing."""
        ready = self.ended_at + RECORDING_SETTLES if self.ended_at else None
        return ready if ready and ready <= now else None


@dataclass
class Composition:
    """Several tracks in one file. `media_started_at`/`media_ended_at` bound what it shows."""

    id: str
    room_id: str
    session_id: str
    created_at: datetime
    media_started_at: datetime
    media_ended_at: datetime
    video_recording_ids: list[str]
    has_audio: bool
    format: str
    resolution: str
    video_layout: Json | None
    webhook_event_url: str | None = None
    webhook_event_failover_url: str | None = None
    webhook_timeout_secs: int | None = None

    def status(self, now: datetime) -> Literal["enqueued", "processing", "completed"]:
        """How far the composer has come."""
        age = now - self.created_at
        if age < COMPOSITION_STARTS:
            return "enqueued"
        return "processing" if age < COMPOSITION_COMPLETES else "completed"

    def completed_at(self, now: datetime) -> datetime | None:
        """When the file became ready, or None before that."""
        ready = self.created_at + COMPOSITION_COMPLETES
        return ready if ready <= now else None


@dataclass
class Token:
    """A bearer credential for one room: `access` joins, `refresh` buys the next access token."""

    kind: Literal["access", "refresh"]
    room_id: str
    token: str
    expires_at: datetime
