"""What sends requests to the Telnyx Video API: one connection pool, time limits, retries.

A thin edge: `replies` says what a reply means, `retry` whether to send again. The verbs are those
of `call.Api`.
"""

import logging
import random
import re
import time
from collections.abc import Awaitable, Callable
from typing import Self

import anyio
import httpx

from telnyx_video_mcp import __version__
from telnyx_video_mcp.api.errors import (
    ApiError,
    NoReplyError,
    NotFoundError,
    UnreachableError,
    UnreadableReplyError,
)
from telnyx_video_mcp.api.messages import Params, Reply, Request
from telnyx_video_mcp.api.replies import clean, failure
from telnyx_video_mcp.api.retry import pause_secs
from telnyx_video_mcp.api.wire import Wire

BASE_URL = "https://api.telnyx.com/v2"
_log = logging.getLogger(__name__)
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,  # the tunnel was never opened
)
_PATH = re.compile(r"(/[A-Za-z0-9_-]+)+")
_ATTEMPTS_IN_TIME = 3
_SHORTEST_KEY = 12  # a shorter one is no real key, and stands in innocent words ("sandbox")


class VideoClient:
    """A client of one account, with one connection pool, opened by the first request.

    Args:
        api_key: The account's API v2 key. It is sent to `base_url` and nowhere else.
        base_url: Where the API answers, without a slash at the end.
        timeout_secs: The most a call takes in all, with its retries and waits, unless it says more.
        transport: What carries the requests; the sandbox's, or None for the network.
        sleep: Waits a number of seconds.
        now: A clock in seconds.
        wall: This machine's time in seconds since 1970, for replies without a `Date`.
    """

    def __init__(
        self,
        api_key: str,
        *,
        base_url: str = BASE_URL,
        timeout_secs: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.timeout_secs = timeout_secs
        self._api_key = api_key
        self.sleep = sleep
        self.now = now
        self.wall = wall
        self._wire = Wire(
            self.base_url,
            {
                "Accept": "application/json",
                "Authorization": f"Bearer {api_key}",
                "User-Agent": f"telnyx-video-mcp/{__version__}",
            },
            transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._wire.aclose()

    async def send(self, request: Request, deadline: float) -> Reply:
        """Send a request, again where that is safe, until `deadline` on the clock `now`.

        Returns the reply of a success (2xx). Not finding what a repeated deletion was to delete is
        one, too.
        """
        if not _PATH.fullmatch(request.path):
            # An id that a reply made up, say; it must not lead to another path.
            sentence = f"Telnyx has no {clean(request.target)}: its ids do not look like this."
            raise NotFoundError(request, sentence, Reply(404, {}), None)
        attempt, lost = 0, False
        while True:
            attempt += 1
            result = await self._attempt(request, deadline)
            if isinstance(result, Reply):
                return result
            deletes_one = request.method == "DELETE" and request.repeatable
            if lost and deletes_one and isinstance(result, NotFoundError):
                return Reply(204, {})  # an earlier attempt, whose reply was lost, deleted it
            lost = lost or result.may_have_happened
            pause = pause_secs(result, attempt=attempt, jitter=random.random())  # noqa: S311 - spreads retries, guards nothing
            if pause is None:
                raise result
            if self.now() + pause >= deadline:
                result.retry_after_secs = result.retry_after_secs or pause
                raise result
            _log.info(
                "%s %s: %s; again in %.1f s", request.method, request.path, result.kind, pause
            )
            await self.sleep(pause)

    async def _attempt(self, request: Request, deadline: float) -> Reply | ApiError:
        left = deadline - self.now()
        if left <= 0:
            late = UnreachableError(request, "The time limit of this call is used up.")
            late.transient = False
            return late
        # A hung connection must leave time to try again, where trying again is allowed.
        limit = min(left, self.timeout_secs / _ATTEMPTS_IN_TIME) if request.repeatable else left
        host = self._wire.host
        began = self.now()
        try:
            with anyio.fail_after(limit):
                response = await self._wire.send(
                    request.method, request.path, _query(request.params), request.body, limit / 2
                )
        except _NEVER_SENT as error:
            bad_certificate = "CERTIFICATE" in str(error).upper()
            reason = "its TLS certificate is not trusted" if bad_certificate else _reason(error)
            sentence = f"No connection to {host}: {reason}."
            unreachable = UnreachableError(request, sentence)
            unreachable.transient = not bad_certificate
            return unreachable
        except (httpx.TransportError, TimeoutError) as error:
            timed_out = isinstance(error, TimeoutError | httpx.TimeoutException)
            what = f"did not answer within {limit:.2g} s" if timed_out else "broke the connection"
            sentence = f"{host} {what} on {request.method} for {request.target}."
            return NoReplyError(request, sentence)
        except httpx.DecodingError:
            return UnreadableReplyError(request, f"{host} sent a damaged reply.", Reply(200, {}))
        reply = self._without_key(response)
        milliseconds = (self.now() - began) * 1000
        _log.debug("%s %s: %d, %d ms", request.method, request.path, reply.status, milliseconds)
        return failure(request, reply) or reply

    def _without_key(self, response: httpx.Response) -> Reply:
        """A reply may echo the request; the key does not leave this class."""
        key, mask = self._api_key, "[key]"
        if len(key) < _SHORTEST_KEY:
            return Reply(response.status_code, response.headers, response.content)
        headers = {name: text.replace(key, mask) for name, text in response.headers.items()}
        content = response.content.replace(key.encode(), mask.encode())
        return Reply(response.status_code, headers, content)


def _query(params: Params | None) -> dict[str, str]:
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in (params or {}).items()
    }


def _reason(error: BaseException) -> str:
    """Why there is no connection: the system's own words, which httpx keeps deep inside."""
    if isinstance(error, httpx.TimeoutException):
        return "connecting took too long"
    text, cause = str(error), error.__cause__ or error.__context__
    while cause is not None:
        if isinstance(cause, BaseExceptionGroup):
            cause = cause.exceptions[0]  # one for each address tried
        if isinstance(cause, ConnectionRefusedError):
            return "connection refused"
        text = getattr(cause, "strerror", None) or text
        cause = cause.__cause__ or cause.__context__
    text = text.partition("] ")[2] or text
    return text[:1].lower() + text[1:] if text else "the connection failed"
