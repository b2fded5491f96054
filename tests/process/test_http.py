"""MCP over HTTP answers whom it should: this machine, or the hosts it was told to serve."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from telnyx_video_mcp.commands.serve import serve_http
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.settings.loading import SettingsError
from tests.deadline import http_client
from tests.process.driver import greeting, run, running

pytestmark = pytest.mark.anyio

HELLO = greeting("legacy")[0]
ACCEPT = {"accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
async def local_url() -> AsyncIterator[httpx.URL]:
    async with running("serve", "--http", "127.0.0.1:0", "--sandbox") as server:
        yield httpx.URL(await server.announced_url())


async def hello(url: httpx.URL, **headers: str) -> httpx.Response:
    async with http_client(**ACCEPT) as client:
        return await client.post(url, json=HELLO, headers=headers)


async def test_the_health_check_answers(local_url: httpx.URL) -> None:
    async with http_client() as client:
        reply = await client.get(local_url.join("/healthz"))
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "localhost"},
        {"host": "localhost:8000"},
        {"host": "[::1]:8000"},
        {"origin": "http://localhost:3000"},
        {"origin": "http://127.0.0.1"},
    ],
)
async def test_this_machine_is_answered(local_url: httpx.URL, headers: dict[str, str]) -> None:
    reply = await hello(local_url, **headers)
    assert reply.status_code == 200
    assert "telnyx-video" in reply.text


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80"]
)
async def test_another_host_is_misdirected(local_url: httpx.URL, host: str) -> None:
    reply = await hello(local_url, host=host)
    assert reply.status_code == 421
    assert "--allowed-host" in reply.text
    assert host not in reply.text


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost.evil.example", "null"]
)
async def test_another_origin_is_forbidden(local_url: httpx.URL, origin: str) -> None:
    assert (await hello(local_url, origin=origin)).status_code == 403


async def test_a_public_address_needs_the_hosts_to_serve() -> None:
    refused = await run("serve", "--http", "0.0.0.0:0", "--sandbox")
    assert refused.returncode == 2
    assert refused.stdout == b""
    (line,) = refused.stderr.decode().splitlines()
    assert line.startswith("telnyx-video-mcp: --http 0.0.0.0:0: ")
    assert "--allowed-host" in line


@pytest.mark.parametrize("bind", ["[::]:0", "192.0.2.1:0", "video.example:0", "127.0.0.1.nip.io:0"])
def test_every_address_but_this_machines_own_is_public(bind: str) -> None:
    with pytest.raises(SettingsError, match="--allowed-host"):
        serve_http(Settings(sandbox=True), bind, [])


async def test_a_public_address_serves_the_named_host_only() -> None:
    options = ("--http", "0.0.0.0:0", "--allowed-host", "video.example", "--sandbox")
    async with running("serve", *options) as server:
        announced = httpx.URL(await server.announced_url())
        url = announced.copy_with(host="127.0.0.1")
        assert announced.host == "0.0.0.0"
        statuses = [
            (await hello(url, **headers)).status_code
            for headers in (
                {"host": "video.example"},
                {"host": "video.example:8000", "origin": "https://video.example"},
                {},
                {"host": "localhost"},
                {"host": "other.example"},
                {"host": "video.example", "origin": "https://other.example"},
            )
        ]
    assert statuses == [200, 200, 421, 421, 421, 403]


@pytest.mark.parametrize("command", ["serve --http 127.0.0.1:{} --sandbox", "sandbox --port {}"])
async def test_a_port_in_use_is_a_sentence(command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = await run(*command.format(port).split())
    assert refused.returncode == 2
    sentence = f"telnyx-video-mcp: port {port} is in use; choose another.\n"
    assert refused.stderr.decode() == sentence


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--port 99999", "--port 99999: it must be a port from 1 to 65535, or 0 for a free one."),
        ("--port -1", "--port -1: it must be a port from 1 to 65535, or 0 for a free one."),
        ("--port x", "--port x: it must be a port from 1 to 65535, or 0 for a free one."),
        ("--host 0.0.0.0", "--host 0.0.0.0: the sandbox is for this machine only; use 127.0.0.1,"),
        ("--host video.example", "--host video.example: the sandbox is for this machine only;"),
    ],
)
async def test_the_sandbox_listens_nowhere_but_on_a_port_of_this_machine(
    options: str, sentence: str
) -> None:
    refused = await run("sandbox", *options.split())
    assert refused.returncode == 2
    (line,) = refused.stderr.decode().splitlines()
    assert line.startswith(f"telnyx-video-mcp: {sentence}")


@pytest.mark.parametrize(
    "name",
    ["", "*", "*.example.com", "https://video.example", "video.example/mcp", "a b", "x:0", "x:y"],
)
def test_an_allowed_host_is_a_host_name(name: str) -> None:
    with pytest.raises(SettingsError, match="it must be a host name") as raised:
        serve_http(Settings(sandbox=True), "0.0.0.0:0", [name])
    assert str(raised.value).startswith(f"--allowed-host {name}: ")


async def test_an_allowed_host_with_a_port_is_served_on_that_port_only() -> None:
    options = ("--http", "0.0.0.0:0", "--allowed-host", "Video.example:8443", "--sandbox")
    async with running("serve", *options) as server:
        url = httpx.URL(await server.announced_url()).copy_with(host="127.0.0.1")
        named = ("video.example:8443", "video.example:8444", "video.example")
        assert [(await hello(url, host=name)).status_code for name in named] == [200, 421, 421]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--allowed-host", "x"),
            "--allowed-host: it has no effect without --http; leave it out, or add --http.",
        ),
        (("--http", ""), "--http : it must be HOST:PORT, such as 127.0.0.1:8000."),
        (("--config", ""), "--config: it must name a settings file."),
    ],
)
async def test_an_option_that_says_nothing_is_refused(
    options: tuple[str, ...], sentence: str
) -> None:
    refused = await run("serve", *options)
    assert refused.returncode == 2
    assert refused.stderr.decode() == f"telnyx-video-mcp: {sentence}\n"


@pytest.mark.parametrize(
    "bind",
    [
        "8000",
        ":8000",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:x",
        "",
        "127.0.0.1:70000",
        "127.0.0.1:\N{SUPERSCRIPT TWO}",
        "no such host:80",
        "\N{SNOWMAN}..:80",
    ],
)
def test_what_is_no_address_is_a_sentence(bind: str) -> None:
    with pytest.raises(SettingsError) as raised:
        serve_http(Settings(sandbox=True), bind, ["video.example"])
    assert str(raised.value).startswith(f"--http {bind}: ")


async def test_the_sandbox_as_a_command_is_a_real_server() -> None:
    async with running("sandbox", "--port", "0") as command:
        api = (await command.announced_url()).removesuffix("/v2")
        async with http_client(api, authorization="Bearer x") as http:
            made: dict[str, Any] = (await http.post("/v2/rooms", json={})).json()["data"]
            assert (await http.get(f"/v2/rooms/{made['id']}")).json()["data"] == made
            log = (await http.get("/sandbox/requests")).json()
        assert [entry["status"] for entry in log] == [201, 200]
