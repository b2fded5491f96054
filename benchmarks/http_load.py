"""An MCP client over HTTP that costs little: raw connections, each with one request at a time."""

import asyncio
import json
import re
from collections.abc import Mapping
from enum import Enum
from time import perf_counter
from typing import Any

from processes import CLIENT

MODERN = "2026-07-28"
TOOL = "list_rooms"
_CALL = {"name": TOOL, "arguments": {"page_size": 20}}
_LAST_ROOM = b"weekly-standup-20"
"""What every good reply holds: the name of the last room of the page."""
_META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientInfo": CLIENT["clientInfo"],
    "io.modelcontextprotocol/clientCapabilities": {},
}
_ANSWERS_WITHIN_SECS = 60
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_SESSION = re.compile(rb"\r\nmcp-session-id: *([^\r]+)", re.IGNORECASE)


class Era(Enum):
    """Which protocol the client speaks."""

    HANDSHAKE = "a session each"
    STATELESS = "stateless"


class Caller(asyncio.Protocol):
    """A client with one connection, whose next request waits for the reply to the last."""

    def __init__(self, era: Era, port: int) -> None:
        self._era = era
        self._port = port
        self._transport: asyncio.WriteTransport | None = None
        self._headers: dict[str, str] = {}
        self._id = 0
        self._received = b""
        self._answered: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what requests go to."""
        assert isinstance(transport, asyncio.WriteTransport)  # noqa: S101 - for the type checker
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hand over a reply that is complete."""
        self._received += data
        if self._answered and _complete(self._received):
            reply, self._received = self._received, b""
            self._answered.set_result(reply)

    def connection_lost(self, exc: Exception | None) -> None:
        """End whoever waits."""
        self._transport = None
        if self._answered and not self._answered.done():
            self._answered.set_exception(exc or ConnectionError("the server hung up"))

    async def connect(self) -> None:
        """Open the connection, and do what comes before the first call."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        if self._headers:
            return
        if self._era is Era.STATELESS:
            self._headers = {
                "mcp-protocol-version": MODERN,
                "mcp-method": "tools/call",
                "mcp-name": TOOL,
            }
            return
        hello = await self._ask({"method": "initialize", "params": CLIENT})
        found = _SESSION.search(hello)
        if not found:
            raise RuntimeError(f"no session: {hello[:500]!r}")
        version = str(CLIENT["protocolVersion"])
        self._headers = {"mcp-session-id": found[1].decode(), "mcp-protocol-version": version}
        await self._ask({"method": "notifications/initialized"}, is_request=False)

    def close(self) -> None:
        """Close the connection; servers would do it after some seconds without a request."""
        if self._transport:
            self._transport.close()

    async def call(self) -> None:
        """Call the tool once; it must succeed."""
        meta = {"_meta": _META} if self._era is Era.STATELESS else {}
        reply = await self._ask({"method": "tools/call", "params": {**_CALL, **meta}})
        if not reply.startswith(b"HTTP/1.1 200 ") or _LAST_ROOM not in reply:
            raise RuntimeError(f"{TOOL}: {reply[:500]!r}")

    async def _ask(self, message: Mapping[str, Any], *, is_request: bool = True) -> bytes:
        self._id += 1
        number = {"id": self._id} if is_request else {}
        body = json.dumps({"jsonrpc": "2.0", **number, **message})
        headers = {
            "host": f"127.0.0.1:{self._port}",
            "accept": "application/json, text/event-stream",
            "content-type": "application/json",
            "content-length": len(body),
            **self._headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        if self._transport is None:
            raise ConnectionError("the server hung up")
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(f"POST /mcp HTTP/1.1\r\n{head}\r\n{body}".encode())
        async with asyncio.timeout(_ANSWERS_WITHIN_SECS):
            return await self._answered


def _complete(reply: bytes) -> bool:
    """Whether it is all there: by its length, or by the last of its chunks."""
    head, _, body = reply.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return len(body) >= int(length[1]) if length else body.endswith(b"\r\n0\r\n\r\n")


async def calls_per_second(callers: list[Caller], calls: int) -> float:
    """How fast `calls` calls are answered, when every connection is busy until they run out."""
    waiting = iter(range(calls))

    async def work(caller: Caller) -> None:
        for _ in waiting:
            await caller.call()

    await asyncio.gather(*(caller.connect() for caller in callers))
    started = perf_counter()
    await asyncio.gather(*map(work, callers))
    took = perf_counter() - started
    for caller in callers:
        caller.close()
    return calls / took
