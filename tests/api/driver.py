"""The client under test, with the sandbox or one odd reply behind it, and a clock made for it."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Self

import httpx

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World

KEY = "KEY0199AF3C_S3cr3tS3cr3tS3cr3t"
BASE_URL = "https://telnyx.test/v2"


class Clock:
    """Time that passes only by waiting; `waits` are the waits."""

    def __init__(self) -> None:
        self.time = 5000.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


class Unlucky(httpx.AsyncBaseTransport):
    """Fails with each of `failures` in turn, without sending anything; works from then on."""

    def __init__(self, works: httpx.AsyncBaseTransport, failures: Sequence[Exception]) -> None:
        self._works = works
        self._failures = list(failures)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._failures:
            raise self._failures.pop(0)
        return await self._works.handle_async_request(request)


class OneCall(Api):
    """One call that may write; closes its client at the end."""

    def __init__(self, client: VideoClient) -> None:
        super().__init__(client)
        self._closes = client
        self.allow_writes()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closes.aclose()


class Account:
    """A client, its clock, and the sandbox that it talks to."""

    def __init__(self, timeout_secs: float = 30.0, failures: Sequence[Exception] = ()) -> None:
        self.world = World()
        self.clock = Clock()
        sandbox = SandboxTransport(self.world)
        self.controls = httpx.AsyncClient(transport=sandbox, base_url="http://sandbox/sandbox/")
        self._client = VideoClient(
            KEY,
            base_url=BASE_URL,
            timeout_secs=timeout_secs,
            transport=Unlucky(sandbox, failures),
            sleep=self.clock.sleep,
            now=self.clock.now,
        )
        self.room: str = self.world.create_room({"enable_recording": True})["id"]
        self.session: str = self.world.join(self.room, "Alice")["session_id"]

    @property
    def client(self) -> "OneCall":
        """A call that begins now."""
        return OneCall(self._client)

    async def fault(self, path: str = "*", **order: Any) -> None:
        """Order a fault for the next requests."""
        (await self.controls.post("faults", json={"path": path, **order})).raise_for_status()

    async def statuses(self, method: str = "*") -> list[int | None]:
        """How each request with that method was answered; None is a dropped connection."""
        log = (await self.controls.get("requests")).json()
        return [entry["status"] for entry in log if method in ("*", entry["method"])]

    async def queries(self) -> list[dict[str, str]]:
        """The query of each request."""
        return [entry["query"] for entry in (await self.controls.get("requests")).json()]

    async def state(self, collection: str) -> list[dict[str, Any]]:
        """A collection as it stands in the sandbox."""
        found: list[dict[str, Any]] = (await self.controls.get("state")).json()[collection]
        return found


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> OneCall:
    """A call that gets this answer, made afresh, to everything."""
    clock = Clock()
    client = VideoClient(
        KEY,
        base_url=BASE_URL,
        transport=httpx.MockTransport(answer),
        sleep=clock.sleep,
        now=clock.now,
    )
    return OneCall(client)


def sending(document: Any, status: int = 200) -> OneCall:
    """A call that gets this JSON, or what Python takes for JSON, to everything."""
    content = json.dumps(document).encode()
    headers = {"content-type": "application/json"}
    return answering(lambda _: httpx.Response(status, headers=headers, content=content))


def message(error: ApiError, verify_with: str = "list_rooms") -> str:
    """The message that a tool would pass on."""
    text: str = error.explain(verify_with)["message"]
    return text


def everything_said(error: ApiError) -> str:
    """All that an error could show anywhere: to a model, in a log, in a traceback."""
    return " ".join([json.dumps(error.explain("list_rooms")), str(error), repr(error)])
