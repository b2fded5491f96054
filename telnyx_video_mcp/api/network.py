"""Connections that can say cheaply whether the other side has closed them.

httpcore asks that of every idle connection before and after each request. Its own stream collects
all that is known of the socket each time, addresses included, and makes a new poll object: a tenth
of what a call over HTTP costs. Here both are made once for each connection.
"""

import select
from typing import Any

import httpcore
import httpx


class DirectTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, for addresses that are reached without a proxy."""

    def __init__(self, limits: httpx.Limits, *, trust_env: bool) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=trust_env),
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=_Network(),
        )


class _Network(httpcore.AnyIOBackend):
    async def connect_tcp(self, *args: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        return _Stream(await super().connect_tcp(*args, **options))


class _Stream(httpcore.AsyncNetworkStream):
    """A stream as httpcore's, but for `get_extra_info("is_readable")`."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self.read = stream.read  # type: ignore[method-assign]  # nothing to add
        self.write = stream.write  # type: ignore[method-assign]
        self.aclose = stream.aclose  # type: ignore[method-assign]
        self._socket = stream.get_extra_info("socket")
        self._poll: Any = None
        if self._socket is not None and hasattr(select, "poll"):  # Windows has none
            self._poll = select.poll()
            self._poll.register(self._socket.fileno(), select.POLLIN)

    async def start_tls(self, *args: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._stream.start_tls(*args, **options))

    def get_extra_info(self, info: str) -> Any:
        if info != "is_readable" or self._poll is None:
            return self._stream.get_extra_info(info)
        # The number of a closed socket may by now belong to another one.
        return self._socket.fileno() < 0 or bool(self._poll.poll(0))
