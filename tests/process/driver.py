"""Real processes of the command, driven through their pipes and ports; none outlives its block.

Each step that waits for a process has a deadline of its own; the process as a whole has none.
"""

import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Literal

import anyio
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream

from telnyx_video_mcp.sandbox.serve import serve
from telnyx_video_mcp.sandbox.world import World
from tests.deadline import AT_MOST_SECS, one_step

COMMAND = [sys.executable, "-m", "telnyx_video_mcp"]
KEY = "KEY0199AF3C_S3cr3tS3cr3tS3cr3t"
LONGEST_LINE = 10_000_000

Era = Literal["legacy", "auto"]
ERAS: list[Era] = ["legacy", "auto"]
_CLIENT = {"name": "tests", "version": "1"}
_MODERN = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": _CLIENT,
    "io.modelcontextprotocol/clientCapabilities": {},
}


def environment(**variables: str) -> dict[str, str]:
    """This process's environment with `variables`, and patience with a sandbox that is slow."""
    return os.environ | {"TELNYX_VIDEO_TIMEOUT_SECS": str(AT_MOST_SECS)} | variables


async def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, without input."""
    return await run_with(b"", *arguments, **variables)


async def run_with(
    given: bytes, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, with all its input given."""
    with one_step():
        return await anyio.run_process(
            [*COMMAND, *arguments], input=given, check=False, env=environment(**variables)
        )


async def run_in_terminal(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end, for a person who types nothing but Ctrl-D."""
    person, terminal = os.openpty()
    try:
        os.write(person, b"\x04")
        with one_step():
            return await anyio.run_process(
                [*COMMAND, *arguments], stdin=terminal, check=False, env=environment()
            )
    finally:
        os.close(person)
        os.close(terminal)


class Pipe:
    """A stdout whose reader reads nothing, and may go away."""

    def __init__(self) -> None:
        self._reader, self.writer = os.pipe()

    async def filled(self) -> None:
        """Return once the process cannot write any more."""
        with one_step():
            while select.select([], [self.writer], [], 0)[1]:
                await anyio.lowlevel.checkpoint()

    def close(self) -> None:
        """Go away, without having read."""
        os.close(self._reader)
        os.close(self.writer)


class Running:
    """A command that runs, and what it said so far."""

    def __init__(self, process: Process) -> None:
        assert process.stderr
        self.process = process
        self.said: list[bytes] = []
        self._stdout = BufferedByteReceiveStream(process.stdout) if process.stdout else None
        self._stderr = BufferedByteReceiveStream(process.stderr)

    async def send(self, message: bytes | dict[str, Any]) -> None:
        """Write a line to its stdin."""
        assert self.process.stdin
        line = message if isinstance(message, bytes) else json.dumps(message).encode()
        with one_step():
            await self.process.stdin.send(line + b"\n")

    async def greet(self, era: Era) -> None:
        """Become a client that is ready for calls."""
        for message in greeting(era):
            await self.send(message)
        await self.reply(0)

    async def close_stdin(self) -> None:
        """Let it see the end of its input."""
        assert self.process.stdin
        await self.process.stdin.aclose()

    async def reply(self, number: int) -> dict[str, Any]:
        """The reply to the request with this id; what comes before it is kept in `said`."""
        assert self._stdout
        with one_step():
            while True:
                self.said.append(await self._stdout.receive_until(b"\n", LONGEST_LINE))
                message: dict[str, Any] = json.loads(self.said[-1])
                if message.get("id") == number:
                    return message

    async def next_line(self) -> bytes | None:
        """The next line of its stdout, however long it takes; None when there are no more."""
        assert self._stdout
        try:
            return await self._stdout.receive_until(b"\n", LONGEST_LINE)
        except (anyio.EndOfStream, anyio.IncompleteRead):
            return None

    async def announced_url(self) -> str:
        """The URL in the first line that it writes to stderr."""
        with one_step():
            line = (await self._stderr.receive_until(b"\n", LONGEST_LINE)).decode()
        match = re.search(r"http://\S+", line)
        assert match, line
        return match[0]

    async def ended(self) -> int:
        """Its exit code, once it has ended."""
        with one_step():
            return await self.process.wait()

    async def rest_of_stdout(self) -> bytes:
        """What else it writes until it ends."""
        assert self._stdout
        return await _rest(self._stdout)

    async def rest_of_stderr(self) -> str:
        """What else it writes to stderr until it ends."""
        return (await _rest(self._stderr)).decode()


async def _rest(stream: BufferedByteReceiveStream) -> bytes:
    rest = b""
    with one_step():
        try:
            while True:
                rest += await stream.receive()
        except anyio.EndOfStream:
            return rest


def running(*arguments: str, **variables: str) -> AbstractAsyncContextManager[Running]:
    """The command while it runs, killed if it still does at the end of the block."""
    return _running(subprocess.PIPE, arguments, variables)


def running_into(
    pipe: Pipe, *arguments: str, **variables: str
) -> AbstractAsyncContextManager[Running]:
    """The same with another reader of its stdout."""
    return _running(pipe.writer, arguments, variables)


@asynccontextmanager
async def _running(
    stdout: int, arguments: tuple[str, ...], variables: dict[str, str]
) -> AsyncIterator[Running]:
    command = [*COMMAND, *arguments]
    env = environment(**variables)
    async with await anyio.open_process(command, stdout=stdout, env=env) as process:
        try:
            yield Running(process)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)


@asynccontextmanager
async def sandbox(world: World) -> AsyncIterator[str]:
    """The sandbox over HTTP, served by this process; the base URL of its API."""
    async with anyio.create_task_group() as tasks:
        send, receive = anyio.create_memory_object_stream[int](1)

        async def run_server() -> None:
            await serve("127.0.0.1", 0, world=world, started=send.send_nowait)

        with send, receive:
            tasks.start_soon(run_server)
            with one_step():
                port = await receive.receive()
            yield f"http://127.0.0.1:{port}/v2"
            tasks.cancel_scope.cancel()


def greeting(era: Era) -> list[dict[str, Any]]:
    """What a client of that era sends before its first call; the request has id 0."""
    if era == "auto":
        return [_message("server/discover", {}, 0, era)]
    params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": _CLIENT}
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    return [_message("initialize", params, 0, era), ready]


def call(number: int, tool: str, era: Era, **arguments: Any) -> dict[str, Any]:
    """A call of a tool, as a client of that era sends it."""
    return _message("tools/call", {"name": tool, "arguments": arguments}, number, era)


def _message(method: str, params: dict[str, Any], number: int, era: Era) -> dict[str, Any]:
    if era == "auto":
        params = {**params, "_meta": _MODERN}
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
