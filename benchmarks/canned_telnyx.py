"""A Telnyx Video API that costs next to nothing: two canned replies and a 404, after a delay.

`python canned_telnyx.py DELAY_MS` prints its port. It understands as much HTTP as the benchmarks
send: GET requests, one at a time on each connection.
"""

import asyncio
import json
import sys
from uuid import UUID

KNOWN_ROOM = str(UUID(int=1))
UNKNOWN_ROOM = str(UUID(int=404))


def _room(number: int) -> dict[str, object]:
    """A room as the API shows it, with its nulls."""
    return {
        "id": str(UUID(int=number)),
        "unique_name": f"weekly-standup-{number}",
        "max_participants": 12,
        "enable_recording": True,
        "active_session_id": None,
        "video_codecs": ["VP8", "H264"],
        "webhook_event_url": "https://hooks.example.com/telnyx/video",
        "webhook_event_failover_url": None,
        "webhook_timeout_secs": 10,
        "created_at": "2026-11-22T14:46:20.954863Z",
        "updated_at": "2026-11-22T14:46:20.954863Z",
        "record_type": "room",
    }


def _reply(status: str, document: object) -> bytes:
    body = json.dumps(document).encode()
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


_META = {"page_number": 1, "page_size": 20, "total_pages": 3, "total_results": 55}
_PAGE = _reply("200 OK", {"data": [_room(number) for number in range(1, 21)], "meta": _META})
_ONE = _reply("200 OK", {"data": _room(1)})
_NONE = _reply("404 Not Found", {"errors": [{"code": "10005", "title": "Resource not found"}]})


class Telnyx(asyncio.Protocol):
    """One connection."""

    def __init__(self, delay_secs: float) -> None:
        self._delay_secs = delay_secs
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what replies go to."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer when a request is complete."""
        self._received += data
        if not self._received.endswith(b"\r\n\r\n"):
            return
        path = self._received.split(b" ", 2)[1].partition(b"?")[0].decode()
        self._received = b""
        reply = {"/v2/rooms": _PAGE, f"/v2/rooms/{KNOWN_ROOM}": _ONE}.get(path, _NONE)
        asyncio.get_running_loop().call_later(self._delay_secs, self._answer, reply)

    def _answer(self, reply: bytes) -> None:
        if isinstance(self._transport, asyncio.WriteTransport):
            self._transport.write(reply)


async def _serve(delay_secs: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Telnyx(delay_secs), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]) / 1000))
