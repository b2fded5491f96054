"""Memory of a clean-up's preview: the most it held at 10,000 recordings against at 100.

In memory, against made-up pages of 250. It reads 40 lists, several at once, and keeps little of
each record, so it holds at most 50 MB more.
"""

import json
import resource

import anyio
import httpx
from measure import Measurement, On, main

from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings

FEW, MANY = 100, 10_000
PAGE = 250
MOST_MB = 50


def measure() -> list[Measurement]:
    """Preview few, look, preview many, look."""
    few, many = (_held(count) for count in (FEW, MANY))
    what = f"Preview of {MANY:,} recordings against {FEW}"
    return [Measurement(what, many, few, "MB", On.GROWTH, MOST_MB)]


def _held(count: int) -> float:
    """The most memory that this process has held, after a preview of so many."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/rooms"):
            return httpx.Response(200, json={"data": [], "meta": {"total_pages": 0}})
        if "/room_recordings" not in request.url.path:
            return httpx.Response(200, json={"data": {"id": "room"}})
        page = int(request.url.params["page[number]"])
        items = range((page - 1) * PAGE, min(page * PAGE, count))
        meta = {"page_number": page, "total_pages": -(-count // PAGE), "total_results": count}
        return httpx.Response(200, json={"data": [_recording(n) for n in items], "meta": meta})

    async def preview() -> None:
        transport = httpx.MockTransport(answer)
        server = create_server(Settings(api_key="benchmark"), transport=transport)
        result = await server.call_tool("clean_up_recordings", {"older_than_days": 1})
        if f'"recordings": {count}' not in json.dumps(result.model_dump(mode="json")):
            raise RuntimeError("this was no preview of them")

    anyio.run(preview)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _recording(number: int) -> dict[str, object]:
    identifier = f"{number:08x}-0000-4000-8000-000000000000"
    return {
        "id": identifier,
        "room_id": identifier.replace("0000", f"{number % 9:04x}", 1),
        "session_id": identifier,
        "participant_id": identifier,
        "status": "completed",
        "type": "video",
        "size_mb": 12.5,
        "duration_secs": 600,
        "download_url": f"https://example.com/{identifier}?signature={'x' * 120}",
        "started_at": "2025-01-10T10:00:00.000000Z",
        "ended_at": "2025-01-10T10:10:00.000000Z",
    }


if __name__ == "__main__":
    main()
