"""MCP over stdin and stdout, for the one client that started the process.

With the SDK's transport replies are lost: its server cancels what is in flight as soon as the input
ends, and after a signal it waits for a thread that waits for input. This one keeps the end of the
input to itself until everything is answered, and leaves such a thread behind.
"""

import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import BinaryIO, Self

import anyio
from anyio.to_thread import run_sync
from mcp.shared.message import ServerMessageMetadata, SessionMessage
from mcp_types import (
    JSONRPCError,
    JSONRPCMessage,
    JSONRPCNotification,
    JSONRPCRequest,
    JSONRPCResponse,
    jsonrpc_message_adapter,
)

from telnyx_video_mcp.toolkit.in_flight import Pending

_Id = int | str | None


class Stdio:
    """The connection to the client. It sets `ending` when the client asks or reads no more."""

    def __init__(
        self, server: Callable[["Incoming", "Outgoing"], Awaitable[None]], ending: anyio.Event
    ) -> None:
        self._server = server
        self._exchange = Exchange()
        self._incoming = Incoming(sys.stdin.buffer, self._exchange, ending)
        self._outgoing = Outgoing(_stdout_for_the_protocol(), self._exchange, ending)

    async def serve(self) -> None:
        """Serve until `close` is called."""
        await self._server(self._incoming, self._outgoing)

    async def answered(self) -> None:
        """Return once every request of the client is answered and its reply has been written."""
        await self._exchange.unanswered.emptied()

    def close(self) -> None:
        """Let `serve` return."""
        self._incoming.close()


def _stdout_for_the_protocol() -> BinaryIO:
    """What was stdout; whatever else is printed goes to stderr from now on."""
    stdout, stderr = 1, 2
    private = os.dup(stdout)
    with suppress(OSError):  # there is no stderr
        os.dup2(stderr, stdout)
    return os.fdopen(private, "wb")


class Exchange:
    """What the client has asked, and what it is asked by the calls that wait for its answer."""

    def __init__(self) -> None:
        self.unanswered = Pending()
        self._questions: dict[_Id, _Id] = {}

    def came(self, message: JSONRPCMessage) -> None:
        """Note a message of the client."""
        match message:
            case JSONRPCRequest():
                self.unanswered.add(message.id)
            case JSONRPCNotification(method="notifications/cancelled"):
                self.unanswered.discard((message.params or {}).get("requestId"))
            case JSONRPCResponse() | JSONRPCError():
                self._questions.pop(message.id, None)

    def asked(self, question: JSONRPCRequest, call: _Id) -> None:
        """Note a question that a call is about to put to the client."""
        self._questions[question.id] = call

    def answered(self, call: _Id) -> None:
        """Note that the reply to a request of the client has been written."""
        self.unanswered.discard(call)
        self._questions = {q: asker for q, asker in self._questions.items() if asker != call}

    def waiting_call(self) -> _Id:
        """A call that waits for the client, which is then forgotten; None when there is none."""
        return self._questions.popitem()[1] if self._questions else None


class Incoming:
    """The messages of the client, in the form of the SDK's streams.

    A line that is no message is returned as its error, which the SDK logs.
    """

    def __init__(self, file: BinaryIO, exchange: Exchange, ending: anyio.Event) -> None:
        self._file = file
        self._exchange = exchange
        self._ending = ending
        self._reading = anyio.CancelScope()
        self._at_end = False
        self._closed = anyio.Event()

    def close(self) -> None:
        """End the stream, also while it waits for a line."""
        self._at_end = True
        self._closed.set()
        self._reading.cancel()

    async def receive(self) -> SessionMessage | Exception:
        """The next message.

        Raises:
            anyio.EndOfStream: The stream was closed.
        """
        with anyio.CancelScope() as self._reading:
            if not self._at_end and (line := await self._line()):
                return self._message(line)
        self._at_end = True
        self._ending.set()
        if (call := self._exchange.waiting_call()) is not None:
            # Nobody can answer its question any more, so it is as if the client had withdrawn it.
            withdrawn = JSONRPCNotification(
                jsonrpc="2.0", method="notifications/cancelled", params={"requestId": call}
            )
            self._exchange.came(withdrawn)
            return SessionMessage(withdrawn)
        await self._closed.wait()
        raise anyio.EndOfStream

    async def _line(self) -> bytes:
        try:
            return await run_sync(self._file.readline, abandon_on_cancel=True)
        except OSError:  # the terminal was closed
            return b""

    def _message(self, line: bytes) -> SessionMessage | Exception:
        try:
            text = line.decode("utf-8", "replace")
            message = jsonrpc_message_adapter.validate_json(text, by_name=False)
        except ValueError as error:
            return error
        self._exchange.came(message)
        return SessionMessage(message)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        try:
            return await self.receive()
        except anyio.EndOfStream:
            raise StopAsyncIteration from None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End the stream."""
        self.close()


class Outgoing:
    """The messages to the client, in the form of the SDK's streams.

    `send` returns when the message has been handed to the system.
    """

    def __init__(self, file: BinaryIO, exchange: Exchange, ending: anyio.Event) -> None:
        self._file = file
        self._exchange = exchange
        self._ending = ending
        self._writing = anyio.Lock(fast_acquire=True)
        self._broken = False

    async def send(self, item: SessionMessage, /) -> None:
        """Write a message; nothing happens when the client has closed its side."""
        message = item.message
        if isinstance(message, JSONRPCRequest) and isinstance(item.metadata, ServerMessageMetadata):
            self._exchange.asked(message, item.metadata.related_request_id)
        line = message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n"
        try:
            async with self._writing:
                await self._write(line)
        finally:
            if isinstance(message, JSONRPCResponse | JSONRPCError):
                self._exchange.answered(message.id)

    async def _write(self, line: bytes) -> None:
        def write() -> None:
            self._file.write(line)
            self._file.flush()

        if self._broken:
            return
        try:
            # Left behind in its thread, it still writes the whole line before any other.
            await run_sync(write, abandon_on_cancel=True)
        except OSError:
            self._broken = True
            self._ending.set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Nothing to do: each message is written at once."""
