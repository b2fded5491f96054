"""A process in which nothing is in flight ends at once: with its input, and by a signal."""

import signal

import httpx
import pytest

from tests.deadline import http_client
from tests.process.driver import ERAS, Era, Pipe, running, running_into

pytestmark = pytest.mark.anyio

SIGNALS = [signal.SIGINT, signal.SIGTERM]


async def test_the_end_of_input_is_the_end() -> None:
    async with running("--sandbox") as server:
        await server.greet("legacy")
        await server.close_stdin()
        assert await server.ended() == 0
        assert await server.rest_of_stderr() == ""


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_ends_a_server_that_waits_for_input(
    number: signal.Signals, era: Era
) -> None:
    async with running("--sandbox") as server:
        await server.greet(era)
        server.process.send_signal(number)
        assert await server.ended() == -number
        assert await server.rest_of_stderr() == ""


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_ends_an_http_server_with_a_client_connected(
    number: signal.Signals,
) -> None:
    async with running("serve", "--http", "127.0.0.1:0", "--sandbox") as server:
        url = httpx.URL(await server.announced_url())
        async with http_client() as client:
            assert (await client.get(url.join("/healthz"))).status_code == 200
            server.process.send_signal(number)
            assert await server.ended() == -number


@pytest.mark.parametrize("command_line", ["tools --json", "tour"])
async def test_a_reader_that_has_enough_is_no_failure(command_line: str) -> None:
    async with running_into(pipe := Pipe(), *command_line.split()) as command:
        pipe.close()
        assert await command.ended() == 0
        assert await command.rest_of_stderr() == ""


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_ends_the_sandbox(number: signal.Signals) -> None:
    async with running("sandbox", "--port", "0") as command:
        await command.announced_url()
        command.process.send_signal(number)
        assert await command.ended() == -number
