"""The limits of one server, and the guards that hold them."""

import time
from collections.abc import Callable, Sequence

from telnyx_video_mcp.api.call import Api, Verbs
from telnyx_video_mcp.guards.mode_guard import ModeGuard
from telnyx_video_mcp.guards.protected_people import Protection
from telnyx_video_mcp.guards.room_lock import LockedApi, RoomLock
from telnyx_video_mcp.guards.token_ceiling import TokenPolicy
from telnyx_video_mcp.toolkit.risk import Mode


class Policy:
    """What was set; empty and None mean no limit.

    Args:
        rooms: The only rooms that may be touched, by id or unique name.
        protected: Participants, by id or name, who are never kicked or muted.
        max_token_ttl_secs: The longest a client token may last.
        join_url: A link with `{room_id}` and `{token}` in it.
        mode: How far any request may go.
        wall: The time of day, in seconds since 1970.
    """

    def __init__(
        self,
        *,
        rooms: Sequence[str] = (),
        protected: Sequence[str] = (),
        max_token_ttl_secs: int | None = None,
        join_url: str | None = None,
        mode: Mode = Mode.FULL,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._mode = mode
        self._wall = wall
        self._lock = RoomLock(rooms) if rooms else None
        self._protected = protected
        self._max_token_ttl_secs = max_token_ttl_secs
        self._join_url = join_url

    def guarded(self, client: Verbs) -> Api:
        """The client for one call, behind the guards that are needed."""
        api: Api = ModeGuard(client, self._mode, self._wall)
        api = TokenPolicy(api, self._max_token_ttl_secs, self._join_url)
        if self._protected:
            api = Protection(api, self._protected)
        return LockedApi(api, self._lock) if self._lock else api
