"""A world: one account with all its rooms, and the controls that no real account has."""

from dataclasses import asdict
from datetime import timedelta
from typing import Literal

from telnyx_video_mcp.sandbox import seed as seeds
from telnyx_video_mcp.sandbox.compositions import Compositions
from telnyx_video_mcp.sandbox.recordings import Recordings
from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.rooms import Rooms
from telnyx_video_mcp.sandbox.tokens import Tokens
from telnyx_video_mcp.sandbox.views import timestamp


class World(Rooms, Tokens, Recordings, Compositions):
    """State, clock and rules; no HTTP. A new world is empty.

    `now` gives the real time, aware and in UTC. Every operation of the API is one method, named
    in its docstring by operation id; it returns what the API shows under `data` and raises
    `RefusedError` where the API answers an error.
    """

    def advance(self, seconds: float) -> None:
        """Move the clock: recordings and compositions finish, tokens expire."""
        self.offset += timedelta(seconds=seconds)

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
