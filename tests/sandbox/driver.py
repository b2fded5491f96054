"""The sandbox driven as a client would drive it, with the status of every reply checked."""

from datetime import UTC, datetime
from typing import Any

import httpx

from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from tests.deadline import AT_MOST_SECS

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOBODY = "00000000-0000-4000-8000-000000000000"


class Driver:
    """A client with a key, and the world behind it, whose clock stands at noon unless moved.

    The world is in this process, or served by somebody at `served_at`.
    """

    def __init__(self, world: World | None = None, served_at: str | None = None) -> None:
        self.world = world or World(now=lambda: NOON)
        transport = None if served_at else SandboxTransport(self.world)
        base_url = served_at or "http://sandbox"
        common: Any = {"transport": transport, "base_url": base_url, "timeout": AT_MOST_SECS}
        self.without_key = httpx.AsyncClient(**common)
        self.http = httpx.AsyncClient(**common, headers={"authorization": "Bearer any"})

    async def data(self, method: str, path: str, status: int = 200, **request: Any) -> Any:
        """What a successful reply holds under `data`."""
        reply = await self.http.request(method, f"/v2{path}", **request)
        assert reply.status_code == status, reply.text
        return reply.json()["data"] if reply.content else None

    async def error(self, method: str, path: str, status: int, **request: Any) -> Any:
        """The only error of a refusal."""
        reply = await self.http.request(method, f"/v2{path}", **request)
        assert reply.status_code == status, reply.text
        (error,) = reply.json()["errors"]
        return error

    async def control(self, name: str, expected: int = 200, /, **order: Any) -> Any:
        """The answer of a control."""
        reply = await self.http.post(f"/sandbox/{name}", json=order)
        assert reply.status_code == expected, reply.text
        return reply.json()

    async def state(self) -> Any:
        """The whole world."""
        return (await self.http.get("/sandbox/state")).json()

    async def requests(self) -> Any:
        """The request log."""
        return (await self.http.get("/sandbox/requests")).json()

    def room(self, **settings: Any) -> str:
        """Make a room behind the API's back; its id."""
        room_id: str = self.world.create_room(settings)["id"]
        return room_id

    def join(self, room: str, context: str | None = None) -> tuple[str, str]:
        """Somebody enters; the ids of session and participant."""
        joined = self.world.join(room, context)
        return joined["session_id"], joined["participant_id"]
