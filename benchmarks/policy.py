"""What the limits cost: one read call through the seam with all of them against one without any.

In memory, against the same canned reply: a room lock, a protected participant, a token ceiling, a
join link, marked text and an audit file. They add at most 0.2 ms.
"""

import json
import tempfile
import time
from pathlib import Path
from statistics import median

import anyio
import httpx
from measure import Measurement, On, main

from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings

MOST_MS = 0.2
ROUNDS = 30
CALLS = 40
ROOM = "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0"
SESSION = "1ccc7b54-4df3-4bca-a65a-3da1ecc777f0"
REPLY = {
    "data": {
        "id": SESSION,
        "room_id": ROOM,
        "active": True,
        "participants": [
            {"id": ROOM, "session_id": SESSION, "context": '{"id":1,"username":"Alice"}'},
            {"id": SESSION, "session_id": SESSION, "context": "Bob The Builder"},
        ],
    }
}


def measure() -> list[Measurement]:
    """Alternate between the two."""
    return anyio.run(_measure)


async def _measure() -> list[Measurement]:
    content = json.dumps(REPLY).encode()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    with tempfile.TemporaryDirectory() as folder:
        limited = Settings(
            api_key="benchmark",
            rooms=(ROOM,),
            protected=("Alice",),
            max_token_ttl_secs=900,
            join_url="https://meet.example.com/#token={token}",
            audit_file=Path(folder) / "audit.jsonl",
        )
        servers = [
            create_server(settings, transport=transport)
            for settings in (limited, Settings(api_key="benchmark"))
        ]
        times: list[list[float]] = [[], []]
        for number in range(ROUNDS):
            for which in (0, 1) if number % 2 else (1, 0):
                for _ in range(CALLS):
                    began = time.perf_counter()
                    await servers[which].call_tool("get_session", {"session": SESSION})
                    times[which].append((time.perf_counter() - began) * 1000)
    ours, baseline = map(median, times)
    what = "One read call in memory, with all limits against none"
    return [Measurement(what, ours, baseline, "ms", On.GROWTH, MOST_MS)]


if __name__ == "__main__":
    main()
