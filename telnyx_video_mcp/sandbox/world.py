"""A world: one account with all its rooms, and the controls that no real account has."""

from dataclasses import asdict
from typing import Literal

from telnyx_video_mcp.sandbox import seed as seeds
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.video_account import VideoAccount
from telnyx_video_mcp.sandbox.views import timestamp


class World(VideoAccount):
    """One account that can be started over and looked into. A new world is empty.

    `now` gives the real time, aware and in UTC.
    """

    def reset(self, seed: Literal["demo", "empty"]) -> None:
        """Start over, at real time, with a believable account or with none."""
        self.clear()
        if seed == "demo":
            seeds.demo(self)

    def state(self) -> Json:
        """Everything there is, as the API shows it plus what it hides.

        Participants carry `room_id` and `muted`; compositions carry `video_recording_ids` and
        `has_audio`; tokens are `kind` (access or refresh), `room_id`, `token`, `expires_at`.
        """
        return {
            "rooms": self.list_rooms(),
            "sessions": self.list_sessions(),
            "participants": [
                shown
                | {
                    "room_id": self.sessions[shown["session_id"]].room_id,
                    "muted": self.participants[shown["id"]].muted,
                }
                for shown in self.list_participants()
            ],
            "recordings": self.list_recordings(),
            "compositions": [
                shown
                | {
                    "video_recording_ids": self.compositions[shown["id"]].video_recording_ids,
                    "has_audio": self.compositions[shown["id"]].has_audio,
                }
                for shown in self.list_compositions()
            ],
            "tokens": [
                asdict(token) | {"expires_at": timestamp(token.expires_at)}
                for token in self.tokens.values()
            ],
        }
