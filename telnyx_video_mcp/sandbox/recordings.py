"""The operations on recordings. Making them is a rule of meetings, not an operation."""

from collections.abc import Iterable

from telnyx_video_mcp.sandbox.account import Account, find, newest_first
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.views import recording_view


class Recordings(Account):
    """Reading and deleting recordings."""

    def list_recordings(self) -> list[Json]:
        """ListRoomRecordings, newest first."""
        now = self.now()
        return [recording_view(r, now) for r in newest_first(self.recordings, "started_at")]

    def get_recording(self, recording_id: str) -> Json:
        """ViewRoomRecording: each reading brings a fresh `download_url`."""
        return recording_view(find(self.recordings, recording_id), self.now())

    def delete_recording(self, recording_id: str) -> None:
        """DeleteRoomRecording."""
        del self.recordings[find(self.recordings, recording_id).id]

    def delete_recordings(self, recording_ids: Iterable[str]) -> int:
        """DeleteRoomRecordings: how many are gone."""
        doomed = list(recording_ids)
        for recording_id in doomed:
            del self.recordings[recording_id]
        return len(doomed)
