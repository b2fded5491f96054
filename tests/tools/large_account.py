"""An account so large that the sandbox would take minutes: canned lists, page by page."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import anyio.lowlevel
import httpx
from mcp.client import Client

from telnyx_video_mcp.connection import Clock
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings

PEOPLE = 5
"""In each session."""
MINUTES = 30
"""That each of them stays."""
MB = 12.5
"""Of each recording and composition."""
HEADERS = {"Date": "Sun, 22 Nov 2026 12:00:00 GMT"}


def uuid(kind: int, number: int) -> str:
    """The id of the so-manieth thing of a kind."""
    return str(UUID(int=(kind << 64) + number))


@dataclass
class LargeAccount(httpx.AsyncBaseTransport):
    """Answers lists, and looks at how it is asked.

    `before` is called with the number of each request, and may answer in its place.
    """

    rooms: int = 40
    sessions: int = 2_000
    recordings: int = 10_000
    compositions: int = 200
    person: str = "Person {}"
    room: str = "room-{}"
    before: Callable[[int], httpx.Response | None] = lambda _: None
    requests: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    seconds: float = 0.0
    """Of its own clock, see `clock`."""

    @property
    def clock(self) -> Clock:
        return Clock(self._sleep, lambda: self.seconds, lambda: 0.0)

    async def _sleep(self, seconds: float) -> None:
        self.seconds += seconds

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        collection = request.url.path.split("/")[2]
        self.requests.append(collection)
        instead = self.before(len(self.requests))
        if instead is not None:
            return instead
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await anyio.lowlevel.checkpoint()  # so that others may come meanwhile
        self.at_once -= 1
        if "page[size]" not in request.url.params:
            room = UUID(request.url.path.split("/")[3]).int & 0xFFFF
            return httpx.Response(200, headers=HEADERS, json={"data": self._room(room)})
        page, size = (int(request.url.params[f"page[{what}]"]) for what in ("number", "size"))
        made, count = {
            "rooms": (self._room, self.rooms),
            "room_sessions": (self._session, self.sessions),
            "room_recordings": (self._recording, self.recordings),
            "room_compositions": (self._composition, self.compositions),
        }[collection]
        numbers = range((page - 1) * size, min(page * size, count))
        meta = {"page_number": page, "page_size": size, "total_results": count}
        body = {
            "data": [made(n) for n in numbers],
            "meta": {**meta, "total_pages": -(-count // size)},
        }
        return httpx.Response(200, headers=HEADERS, content=json.dumps(body))

    def _room(self, number: int) -> dict[str, Any]:
        return {"id": uuid(1, number), "unique_name": self.room.format(number)}

    def _session(self, number: int) -> dict[str, Any]:
        began = {"created_at": "2026-11-20T10:00:00Z", "ended_at": "2026-11-20T10:30:00Z"}
        people = [
            {
                "id": uuid(3, number * PEOPLE + each),
                "context": self.person.format((number + each) % 300),
                "joined_at": began["created_at"],
                "left_at": began["ended_at"],
            }
            for each in range(PEOPLE)
        ]
        return {**self._in_room(number), "active": False, **began, "participants": people}

    def _recording(self, number: int) -> dict[str, Any]:
        return {
            **self._in_room(number),
            "id": uuid(4, number),
            "participant_id": uuid(3, number),
            "type": ("audio", "video")[number % 2],
            "status": "completed",
            "size_mb": MB,
            "started_at": "2026-11-20T10:00:00Z",
            "download_url": f"https://example.com/{number}?signature={'x' * 200}",
        }

    def _composition(self, number: int) -> dict[str, Any]:
        made = {"created_at": "2026-11-21T10:00:00Z", "status": "completed", "size_mb": MB}
        return {**self._in_room(number), "id": uuid(5, number), **made}

    def _in_room(self, number: int) -> dict[str, Any]:
        return {"id": uuid(2, number), "room_id": uuid(1, number % max(self.rooms, 1))}


@asynccontextmanager
async def connected(account: LargeAccount, **settings: Any) -> AsyncIterator[Client]:
    """A client of a server over this account."""
    server = create_server(
        Settings(api_key="k", **settings), transport=account, clock=account.clock
    )
    async with Client(server, cache=None) as client:
        yield client
