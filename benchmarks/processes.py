"""The processes of a measurement: MCP servers over stdio or HTTP, and an API of canned replies.

The MCP client over stdio is a pair of pipes and nothing more, so that its own cost stays out of the
figures: a clock runs from the writing of a request until the line of its reply is read, not parsed.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, Self

HERE = Path(__file__).parent
OURS = ("-m", "telnyx_video_mcp")
BASELINE = (str(HERE / "baseline_server.py"),)
OURS_HTTP = (*OURS, "serve", "--http", "127.0.0.1:{port}")
BASELINE_HTTP = (*BASELINE, "{port}")
CLIENT = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1"},
}
_NOT_INHERITED = (
    "TELNYX_",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "PYTHONDONTWRITEBYTECODE",  # what is installed is compiled
)
_STARTS_WITHIN_SECS = 60


def _environment(base_url: str) -> dict[str, str]:
    """This process's environment, with that API in place of what may be set, and no proxy."""
    inherited = {
        name: text
        for name, text in os.environ.items()
        if not name.upper().startswith(_NOT_INHERITED)
    }
    return inherited | {"TELNYX_API_KEY": "KEY0123456789benchmark", "TELNYX_BASE_URL": base_url}


class McpProcess:
    """An MCP server process and the pipes to it, over the handshake era of the protocol."""

    def __init__(self, arguments: tuple[str, ...], base_url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(base_url),
        )
        self._id = 0

    def __enter__(self) -> Self:
        self.request("initialize", CLIENT)
        self._write({"method": "notifications/initialized"})
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def request(self, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """The result, or the error, of one request."""
        self._send(method, params)
        return _answer(self._line())

    def call(self, tool: str, arguments: Mapping[str, Any]) -> float:
        """Seconds that one call took; it must succeed."""
        return self.calls_at_once(1, tool, arguments)

    def calls_at_once(self, count: int, tool: str, arguments: Mapping[str, Any]) -> float:
        """Seconds until all of `count` calls, sent together, were answered; all must succeed."""
        started = perf_counter()
        for _ in range(count):
            self._send("tools/call", {"name": tool, "arguments": arguments})
        lines = [self._line() for _ in range(count)]
        took = perf_counter() - started
        for answer in map(_answer, lines):
            if answer.get("isError") or "content" not in answer:
                raise RuntimeError(f"{tool}: {answer}")
        return took

    def _send(self, method: str, params: Mapping[str, Any]) -> None:
        self._id += 1
        self._write({"id": self._id, "method": method, "params": params})

    def _write(self, message: Mapping[str, Any]) -> None:
        assert self.process.stdin  # noqa: S101 - for the type checker
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        self.process.stdin.flush()

    def _line(self) -> bytes:
        assert self.process.stdout  # noqa: S101 - for the type checker
        return self.process.stdout.readline()


def _answer(line: bytes) -> dict[str, Any]:
    if not line:
        raise RuntimeError("the server has ended")
    message = json.loads(line)
    answer: dict[str, Any] = message.get("result") or message["error"]
    return answer


class HttpServer:
    """An MCP server process over HTTP, on a port of this machine; it ends with the block."""

    def __init__(self, arguments: tuple[str, ...], base_url: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        command = [sys.executable, *(each.format(port=self.port) for each in arguments)]
        self._process = subprocess.Popen(
            command, env=_environment(base_url), stderr=subprocess.DEVNULL
        )

    def __enter__(self) -> Self:
        give_up = perf_counter() + _STARTS_WITHIN_SECS
        while self._process.poll() is None and perf_counter() < give_up:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except ConnectionRefusedError:
                sleep(0.05)
            else:
                return self
        self.__exit__()
        raise RuntimeError("the server did not start")

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


class CannedTelnyx:
    """`canned_telnyx.py` in a process of its own; it answers after `delay_ms`."""

    def __init__(self, delay_ms: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "canned_telnyx.py"), str(delay_ms)],
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> str:
        """Where it answers."""
        assert self._process.stdout  # noqa: S101 - for the type checker
        return f"http://127.0.0.1:{int(self._process.stdout.readline())}/v2"

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def both(base_url: str) -> Generator[tuple[McpProcess, McpProcess]]:
    """Our server and the one-tool server, initialized."""
    with McpProcess(OURS, base_url) as ours, McpProcess(BASELINE, base_url) as baseline:
        yield ours, baseline
