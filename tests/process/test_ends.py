"""A process ends at once: with its input, and on a signal, whatever it is doing."""

import signal

import httpx
import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.deadline import http_client, one_step
from tests.process.driver import KEY, Era, Running, call, greeting, running, sandbox

pytestmark = pytest.mark.anyio

SIGNALS = [signal.SIGINT, signal.SIGTERM]


async def greeted(server: Running, era: Era) -> None:
    for message in greeting(era):
        await server.send(message)
    await server.reply(0)


async def test_the_end_of_input_is_the_end() -> None:
    async with running("--sandbox") as server:
        await greeted(server, "legacy")
        await server.close_stdin()
        assert await server.ended() == 0
        assert await server.rest_of_stderr() == ""


@pytest.mark.parametrize("ending", [*SIGNALS, None])
async def test_a_call_in_flight_holds_nothing_up(ending: signal.Signals | None) -> None:
    async with sandbox(World()) as base_url, http_client(base_url) as controls:
        fault = {"path": "/v2/rooms", "delay_secs": 600}
        await controls.post("/../sandbox/faults", json=fault)
        async with running(
            TELNYX_API_KEY=KEY, TELNYX_BASE_URL=base_url, TELNYX_VIDEO_TIMEOUT_SECS="300"
        ) as server:
            await greeted(server, "auto")
            await server.send(call(1, "list_rooms", "auto"))
            with one_step():
                while not (await controls.get("/../sandbox/requests")).json():
                    pass
            if ending:
                server.process.send_signal(ending)
            else:
                await server.close_stdin()
            code = await server.ended()
    assert code == (128 + ending if ending else 0)


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_ends_an_http_server_with_a_client_connected(
    number: signal.Signals,
) -> None:
    async with running("serve", "--http", "127.0.0.1:0", "--sandbox") as server:
        url = httpx.URL(await server.announced_url())
        async with http_client() as client:
            assert (await client.get(url.join("/healthz"))).status_code == 200
            server.process.send_signal(number)
            assert await server.ended() == 128 + number


@pytest.mark.parametrize("command_line", ["tools --json", "tour"])
async def test_a_reader_that_has_enough_is_no_failure(command_line: str) -> None:
    async with running(*command_line.split()) as command:
        assert command.process.stdout
        await command.process.stdout.aclose()
        assert await command.ended() == 0
        assert await command.rest_of_stderr() == ""


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_ends_the_sandbox(number: signal.Signals) -> None:
    async with running("sandbox", "--port", "0") as command:
        await command.announced_url()
        command.process.send_signal(number)
        assert await command.ended() == 128 + number
