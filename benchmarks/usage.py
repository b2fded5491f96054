"""What `usage` holds and says: 10,000 recordings and 2,000 meetings against a hundredth of that.

In memory, against made-up pages of 250, by person, which keeps most. It reads some 50 lists, four
at once, and keeps only sums: it holds at most 20 MB more, and what a model reads of it stays below
1,500 tokens, however it is grouped.
"""

import json
import resource
from typing import TYPE_CHECKING

import anyio
import httpx
from mcp import Client
from mcp_types import TextContent
from measure import Measurement, On, main
from tokens import tokens

from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

FEW, MANY = 100, 10_000
RECORDINGS_A_SESSION = 5
PAGE = 250
ROOMS, NAMES = 40, 300
MOST_MB = 20
MOST_TOKENS = 1_500
DATE = {"Date": "Sun, 22 Nov 2026 12:00:00 GMT"}


def measure() -> list[Measurement]:
    """Ask about few, look, ask about many, look."""
    _answered(FEW, "person")
    few = _held()
    answers = [_answered(MANY, by) for by in ("person", "room", "day")]
    many = _held()
    longest = max(map(tokens, answers))  # at the end: what counts them takes memory itself
    what = f"Usage of {MANY:,} recordings"
    return [
        Measurement(f"{what} against {FEW}", many, few, "MB", On.GROWTH, MOST_MB),
        Measurement(f"{what}, as told", longest, None, "tokens", On.OURS, MOST_TOKENS),
    ]


def _held() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _answered(recordings: int, by: str) -> str:
    """What a model reads of so many recordings."""
    lists: dict[str, tuple[int, Callable[[int], dict[str, object]]]] = {
        "rooms": (ROOMS, _room),
        "room_sessions": (recordings // RECORDINGS_A_SESSION, _session),
        "room_recordings": (recordings, _recording),
        "room_compositions": (recordings // 50, _composition),
    }

    def answer(request: httpx.Request) -> httpx.Response:
        count, made = lists[request.url.path.rpartition("/")[2]]
        page = int(request.url.params["page[number]"])
        numbers = range((page - 1) * PAGE, min(page * PAGE, count))
        meta = {"page_size": PAGE, "total_pages": -(-count // PAGE), "total_results": count}
        body = {"data": [made(number) for number in numbers], "meta": meta}
        return httpx.Response(200, headers=DATE, json=body)

    async def ask() -> str:
        transport = httpx.MockTransport(answer)
        server = create_server(Settings(api_key="benchmark"), transport=transport)
        async with Client(server) as client:
            result = await client.call_tool("usage", {"by": by})
        text = result.content[0]
        if result.is_error or not isinstance(text, TextContent):
            raise RuntimeError(f"usage: {text}")
        totals = json.loads(text.text)["totals"]
        if sum(totals[kind]["files"] for kind in ("audio", "video")) != recordings:
            raise RuntimeError(f"this was not all of them: {totals}")
        return text.text

    return anyio.run(ask)


def _id(number: int, kind: int) -> str:
    return f"{number:08x}-0000-4000-800{kind}-000000000000"


def _room(number: int) -> dict[str, object]:
    return {"id": _id(number, 1), "unique_name": f"weekly-standup-{number}"}


def _session(number: int) -> dict[str, object]:
    people = range(number * RECORDINGS_A_SESSION, (number + 1) * RECORDINGS_A_SESSION)
    return {
        "id": _id(number, 2),
        "room_id": _id(number % ROOMS, 1),
        "active": False,
        "created_at": f"2026-10-{1 + number % 30:02}T10:00:00.000000Z",
        "ended_at": f"2026-10-{1 + number % 30:02}T10:30:00.000000Z",
        "participants": [
            {
                "id": _id(each, 3),
                "context": json.dumps({"username": f"Participant Number {each % NAMES}"}),
                "joined_at": f"2026-10-{1 + number % 30:02}T10:00:00.000000Z",
                "left_at": f"2026-10-{1 + number % 30:02}T10:30:00.000000Z",
            }
            for each in people
        ],
    }


def _recording(number: int) -> dict[str, object]:
    return {
        "id": _id(number, 4),
        "room_id": _id(number // RECORDINGS_A_SESSION % ROOMS, 1),
        "participant_id": _id(number, 3),
        "status": "completed",
        "type": "audio" if number % 2 else "video",
        "size_mb": 12.5,
        "download_url": f"https://example.com/{number}?signature={'x' * 120}",
        "started_at": f"2026-10-{1 + number % 30:02}T10:00:00.000000Z",
    }


def _composition(number: int) -> dict[str, object]:
    return {
        "id": _id(number, 5),
        "room_id": _id(number % ROOMS, 1),
        "size_mb": 125.0,
        "created_at": f"2026-10-{1 + number % 30:02}T11:00:00.000000Z",
    }


if __name__ == "__main__":
    main()
