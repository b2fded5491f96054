"""The way to the API: one pool of connections, and the little of HTTP that the API needs.

httpx.AsyncClient would merge the URL of every request anew, look for cookies and redirects, and
write a log line with the whole query in it. That is a third of the time of a request to a server
nearby, and nothing of it is wanted here. Below it, everything is httpx's own.
"""

from typing import Any
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import httpx

from telnyx_video_mcp.api.network import DirectTransport

_CONNECTIONS = httpx.Limits(max_connections=64, max_keepalive_connections=64)


class Wire:
    """Sends requests to one address, `base_url`, with the same headers each.

    Args:
        base_url: What paths are appended to.
        headers: By name.
        transport: What carries the requests; None for the network.
    """

    def __init__(
        self,
        base_url: str,
        headers: dict[str, str],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        url = httpx.URL(base_url)
        self.host = url.netloc.decode()
        self._base_url = base_url
        self._headers = httpx.Headers(
            {"Host": self.host, "Accept-Encoding": "gzip, deflate", **headers}
        )
        self._transport = transport or to_the_network(url)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def send(
        self, method: str, path: str, query: dict[str, str], body: Any, connect_secs: float
    ) -> httpx.Response:
        """The reply, read to its end; of time limits, only that for connecting is this method's.

        Raises:
            httpx.TransportError: There was none.
            httpx.DecodingError: It was damaged.
        """
        tail = f"?{urlencode(query)}" if query else ""
        request = httpx.Request(
            method,
            f"{self._base_url}{path}{tail}",
            headers=self._headers,
            json=body,
            extensions={"timeout": {"connect": connect_secs}},
        )
        response = await self._transport.handle_async_request(request)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response


def to_the_network(url: httpx.URL) -> httpx.AsyncBaseTransport:
    """What carries requests to this address: a pool of connections, or a proxy."""
    # A proxy of the environment may tunnel TLS, but must not see a key in plain text.
    tls = url.scheme == "https"
    proxy = _proxy(url) if tls else None
    if proxy is None:
        return DirectTransport(_CONNECTIONS, trust_env=tls)
    return httpx.AsyncHTTPTransport(limits=_CONNECTIONS, trust_env=tls, proxy=proxy)


def _proxy(url: httpx.URL) -> str | None:
    """The proxy that the environment, or the system, sets for this address."""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    spared = {name.strip() for name in proxies.get("no", "").split(",")}
    direct = {"*", url.host} & spared or proxy_bypass(url.netloc.decode())
    if not proxy or direct:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"
