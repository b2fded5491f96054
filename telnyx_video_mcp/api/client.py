"""An async client for the Telnyx Video API: verbs, time limits, retries.

It has verbs instead of a method for each endpoint: path and names of an operation stand once,
where they are used. The rest is a thin edge: `errors` says what a reply means, `retry` whether to
send again, `models` what a record is.
"""

import copy
import logging
import random
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Self

import anyio
import httpx

from telnyx_video_mcp import __version__
from telnyx_video_mcp.api.errors import (
    ApiError,
    NoReplyError,
    NotFoundError,
    Reply,
    Request,
    UnreachableError,
    UnreadableReplyError,
)
from telnyx_video_mcp.api.models import Page, RecordT
from telnyx_video_mcp.api.replies import clean, failure, nothing, one, page_of
from telnyx_video_mcp.api.retry import pause_secs
from telnyx_video_mcp.api.wire import Wire

BASE_URL = "https://api.telnyx.com/v2"
LARGEST_PAGE = 250
DEFAULT_PAGE_SIZE = 20

Params = Mapping[str, str | int | bool]
"""Query parameters by their full names, such as ``filter[room_id]``."""

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
        timeout_secs: The most a call takes in all, with its retries and waits.
        transport: What carries the requests; the sandbox's, or None for the network.
        sleep: Waits a number of seconds.
        now: A clock in seconds.

    Every verb raises an `ApiError`, and sends what it is given and no more.
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
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.timeout_secs = timeout_secs
        self._api_key = api_key
        self.sleep = sleep
        self.now = now
        self.deadline: float | None = None
        self.request_id: str | None = None
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

    def for_one_call(self, seconds: float | None = None) -> Self:
        """This client with a time limit that starts now and holds for all requests together.

        It is `seconds`, or the usual limit for None.
        """
        clone = copy.copy(self)
        clone.deadline = self.now() + (self.timeout_secs if seconds is None else seconds)
        return clone

    def seconds_left(self) -> float:
        """What is left of the time limit."""
        return self.timeout_secs if self.deadline is None else self.deadline - self.now()

    async def get(self, path: str, record: type[RecordT], params: Params | None = None) -> RecordT:
        """Read one record."""
        request = Request("GET", path)
        return one(request, await self._send(request, params=params), record)

    async def post(
        self,
        path: str,
        record: type[RecordT],
        body: Mapping[str, Any] | None,
        *,
        repeatable: bool = False,
    ) -> RecordT:
        """Create something or act; a body of None sends none.

        Without `repeatable` it is sent again only if it certainly did not happen.
        """
        request = Request("POST", path, repeatable)
        return one(request, await self._send(request, body=body), record)

    async def patch(self, path: str, record: type[RecordT], body: Mapping[str, Any]) -> RecordT:
        """Change the fields that `body` names; never repeated after a lost reply."""
        request = Request("PATCH", path, repeatable=False)
        return one(request, await self._send(request, body=body), record)

    async def delete(self, path: str) -> None:
        """Delete one thing. Not finding it on a repeated attempt is a success."""
        request = Request("DELETE", path)
        nothing(request, await self._send(request))

    async def delete_many(self, path: str, record: type[RecordT], params: Params) -> RecordT:
        """Delete all that `params` select; never repeated after a lost reply."""
        request = Request("DELETE", path, repeatable=False)
        return one(request, await self._send(request, params=params), record)

    async def page(
        self,
        path: str,
        record: type[RecordT],
        params: Params | None = None,
        *,
        page: int | None = None,
        page_size: int | None = None,
    ) -> Page[RecordT]:
        """Read one page; what is None is not sent, so that Telnyx's own default holds."""
        request = Request("GET", path)
        asked = {"page[number]": page, "page[size]": page_size}
        query = {**(params or {}), **{k: v for k, v in asked.items() if v is not None}}
        reply = await self._send(request, params=query)
        return page_of(request, reply, record, page or 1, page_size or DEFAULT_PAGE_SIZE)

    async def pages(
        self,
        path: str,
        record: type[RecordT],
        params: Params | None = None,
        *,
        most: int = 40,
    ) -> AsyncIterator[Page[RecordT]]:
        """Read a whole collection, `LARGEST_PAGE` records a request and `most` requests at most.

        The last page yielded still has a `next_page` when there was more than that.
        """
        number: int | None = 1
        for _ in range(most):
            found = await self.page(path, record, params, page=number, page_size=LARGEST_PAGE)
            yield found
            if (number := found.next_page) is None:
                return

    async def _send(
        self,
        request: Request,
        *,
        params: Params | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Reply:
        if not _PATH.fullmatch(request.path):
            # An id that a reply made up, say; it must not lead to another path.
            sentence = f"Telnyx has no {clean(request.target)}, by the form of this id."
            raise NotFoundError(request, sentence, Reply(404, {}), None)
        started = self.now()
        deadline = self.deadline or started + self.timeout_secs
        attempt, lost = 0, False
        while True:
            attempt += 1
            outcome = await self._attempt(request, params, body, deadline)
            if isinstance(outcome, Reply):
                return outcome
            deletes_one = request.method == "DELETE" and request.repeatable
            if lost and deletes_one and isinstance(outcome, NotFoundError):
                return Reply(204, {})  # an earlier attempt, whose reply was lost, deleted it
            lost = lost or outcome.may_have_happened
            pause = pause_secs(outcome, attempt=attempt, jitter=random.random())  # noqa: S311 - spreads retries, guards nothing
            if pause is None:
                raise outcome
            if self.now() + pause >= deadline:
                outcome.retry_after_secs = outcome.retry_after_secs or pause
                raise outcome
            _log.info(
                "%s %s: %s; again in %.1f s", request.method, request.path, outcome.kind, pause
            )
            await self.sleep(pause)

    async def _attempt(
        self,
        request: Request,
        params: Params | None,
        body: Mapping[str, Any] | None,
        deadline: float,
    ) -> Reply | ApiError:
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
                    request.method, request.path, _query(params), body, limit / 2
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
        self.request_id = reply.request_id
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
