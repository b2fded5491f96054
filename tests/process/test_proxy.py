"""A proxy that the environment sets may tunnel TLS, and never sees the key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import pytest
from anyio.abc import SocketStream

from tests.process.driver import KEY, run

pytestmark = pytest.mark.anyio

API = "api.example.test"


@asynccontextmanager
async def proxy(seen: list[bytes]) -> AsyncIterator[str]:
    """Host and port of a proxy that keeps what it is asked in `seen`, and opens no tunnel."""

    async def answer(stream: SocketStream) -> None:
        async with stream:
            seen.append(await stream.receive())
            await stream.send(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")

    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    async with listener, anyio.create_task_group() as tasks:
        tasks.start_soon(listener.serve, answer)
        yield f"127.0.0.1:{port}"
        tasks.cancel_scope.cancel()


async def check(base_url: str, **variables: str) -> str:
    """What `check` says of an API at this address."""
    settings = {"TELNYX_API_KEY": KEY, "NO_PROXY": ""}
    done = await run("check", **(settings | variables), TELNYX_BASE_URL=base_url)
    assert done.returncode == 1
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("variable", "form"),
    [("HTTPS_PROXY", "http://{}"), ("https_proxy", "{}"), ("ALL_PROXY", "http://{}")],
)
async def test_a_proxy_of_the_environment_is_asked_for_a_tunnel(variable: str, form: str) -> None:
    seen: list[bytes] = []
    async with proxy(seen) as address:
        said = await check(f"https://{API}/v2", **{variable: form.format(address)})
    assert f"No connection to {API}: 403 Forbidden." in " ".join(said.split())
    assert seen[0].startswith(f"CONNECT {API}:443 HTTP/1.1\r\n".encode())
    assert KEY.encode() not in b"".join(seen)


@pytest.mark.parametrize("spared", ["127.0.0.1", "other.example, 127.0.0.1", "*"])
async def test_a_host_that_needs_no_proxy_is_asked_itself(spared: str) -> None:
    seen: list[bytes] = []
    async with proxy(seen) as address:
        url = f"http://{address}"
        said = await check("https://127.0.0.1:1/v2", HTTPS_PROXY=url, NO_PROXY=spared)
    assert "No connection to 127.0.0.1:1" in said
    assert seen == []
