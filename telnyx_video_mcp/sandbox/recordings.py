"""The operations on recordings. Making them is a rule of meetings, not an operation."""

from collections.abc import Iterable

from telnyx_video_mcp.sandbox.account import Account, find, newest_first
from telnyx_video_mcp.sandbox.records import Json, Recording
from telnyx_video_mcp.sandbox.views import recording_view


class Recordings(Account):
    """Reading and deleting recordings."""

    def list_recordings(self) -> list[Json]:
        """ListRoomRecordings, newest first."""
        return [self._recording_view(r) for r in newest_first(self.recordings, "started_at")]

    def get_recording(self, recording_id: str) -> Json:
        """ViewRoomRecording: each reading brings a fresh `download_url`."""
        return self._recording_view(find(self.recordings, recording_id))

    def delete_recording(self, recording_id: str) -> None:
        """DeleteRoomRecording."""
        del self.recordings[find(self.recordings, recording_id).id]

    def delete_recordings(self, recording_ids: Iterable[str]) -> int:
        """DeleteRoomRecordings: how many are gone."""
        doomed = list(recording_ids)
        for recording_id in doomed:
            del self.recordings[recording_id]
        return len(doomed)

    def _recording_view(self, recording: Recording) -> Json:
        now = self.now()
        done = recording.completed_at(now) is not None
        url = self.download_url(recording.type, recording.id) if done else None
        return recording_view(recording, now, url)
