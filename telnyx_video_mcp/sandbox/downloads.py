"""The /media half of the sandbox: the files behind the links, as an S3 bucket would serve them.

A link needs no key; a request that sends one besides is refused, as by S3. Unlike there, a link
opens HEAD as well as GET.
"""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass

import anyio
from anyio.lowlevel import checkpoint
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from telnyx_video_mcp.sandbox.connections import before_reply
from telnyx_video_mcp.sandbox.faults import Fault, FaultQueue
from telnyx_video_mcp.sandbox.files import PIECE, StoredFile
from telnyx_video_mcp.sandbox.ranges import part_asked
from telnyx_video_mcp.sandbox.request_log import Download, DownloadLog
from telnyx_video_mcp.sandbox.s3_refusals import S3RefusedError, two_credentials, wrong_method
from telnyx_video_mcp.sandbox.world import World

PIECES_PER_SEC = 20
"""How finely a slow download is cut up."""


class Downloads:
    """An ASGI app that answers everything under `/media`; see `connections` for what it needs."""

    def __init__(self, world: World, faults: FaultQueue, log: DownloadLog) -> None:
        self._world = world
        self._faults = faults
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        entry = self._log.open(request.method, scope["path"], request.headers.get("range"))
        fault = self._faults.take(request.method, scope["path"])
        if fault and not await before_reply(fault, scope, receive, self._world.now):
            return
        reply = fault.reply() if fault else None
        reply = reply or self._answer(request, fault, entry)
        entry.status = reply.status_code
        await reply(scope, receive, send)

    def _answer(self, request: Request, fault: Fault | None, entry: Download) -> Response:
        path = request.scope["path"]
        try:
            if request.method not in ("GET", "HEAD"):
                raise wrong_method(request.method)
            if "authorization" in request.headers:
                raise two_credentials()
            self._world.links.check(path, request.query_params.multi_items(), self._world.now())
            file = self._world.stored_file(path)
            part = part_asked(request.headers, file)
        except S3RefusedError as refusal:
            return refusal.reply()
        start, stop = part or (0, file.size)
        headers = {**file.headers, "content-length": str(stop - start)}
        if part:
            headers["content-range"] = f"bytes {start}-{stop - 1}/{file.size}"
        status = 206 if part else 200
        if request.method == "HEAD":
            return Response(None, status, headers)
        state = request.scope["state"]
        pieces = _Sending(file, start, stop, fault, entry).pieces(state["cut_connection"])
        if "hand_over" in state:
            state["hand_over"](pieces)
            return Response(None, status, headers)
        return StreamingResponse(pieces, status, headers)


@dataclass(frozen=True)
class _Sending:
    """A part of a file on its way, perhaps with a fault in it. `entry` counts what was sent."""

    file: StoredFile
    start: int
    stop: int
    fault: Fault | None
    entry: Download

    async def pieces(self, cut_connection: Callable[[], None]) -> AsyncGenerator[bytes]:
        """The bytes, as fast as they are taken or as a fault allows."""
        stop, pause_secs, size = self.stop, 0.0, PIECE
        cut_after = self.fault.cut_after_bytes if self.fault else None
        if cut_after is not None and self.start < self.stop:
            stop = min(self.start + cut_after, self.stop - 1)
        if self.fault and (rate := self.fault.bytes_per_sec):
            size = int(min(PIECE, max(1, rate / PIECES_PER_SEC)))
            pause_secs = size / rate
        for piece in self.file.pieces(self.start, stop, size):
            self.entry.sent_bytes += len(piece)
            yield piece
            if pause_secs:
                await anyio.sleep(pause_secs)
            else:
                await checkpoint()
        if stop < self.stop:
            cut_connection()
            await anyio.sleep_forever()
