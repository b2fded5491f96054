"""Everybody means those whom the question showed; who joins meanwhile is named, not removed."""

from typing import Any

import httpx
import pytest
from mcp.client import Client
from mcp_types import ElicitResult

from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from tests.hosting import ERAS, KEY, Era, Host, hosting, world_at_noon

pytestmark = pytest.mark.anyio


class SomebodyIsFast(SandboxTransport):
    """Dave joins just before people are removed: after the last look, and before the request."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.world = world

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/actions/kick"):
            self.world.join("weekly", "Dave")
        return await super().handle_async_request(request)


@pytest.mark.parametrize("era", ERAS)
async def test_exactly_those_shown_are_removed_and_the_result_says_who_joined_since(
    era: Era,
) -> None:
    network = SomebodyIsFast(world_at_noon())
    questions: list[str] = []

    async def agree(_context: Any, parameters: Any) -> ElicitResult:
        questions.append(parameters.message)
        return ElicitResult(action="accept", content={})

    callback: Any = agree
    server = create_server(Settings(api_key=KEY), transport=network)
    async with Client(server, mode=era, cache=None, elicitation_callback=callback) as client:
        host = Host(client, network, questions)
        session, alice = host.join(host.room(unique_name="weekly"), "Alice")
        _, bob = host.join("weekly", "Bob")
        done = await host.call("kick_participants", session=session, participants=["all"])
        (write,) = await host.writes()
    assert set(write["body"]["participants"]) == {alice, bob}
    assert {each["id"] for each in done["participants"]} == {alice, bob}
    assert [each["participant_supplied"]["name"] for each in done["joined_since"]] == ["Dave"]
    assert "1 joined since and was not removed." in done["message"]
    assert "Dave" not in done["message"]


@pytest.mark.parametrize("era", ERAS)
async def test_two_muted_and_one_excluded_are_counted_and_named(era: Era) -> None:
    async with hosting(era) as host:
        session, alice = host.join(host.room(unique_name="weekly"), "Alice")
        for name in ("Bob", "Carol"):
            host.join("weekly", name)
        muted = await host.call(
            "mute_participants", session=session, participants=["all"], exclude=["alice"]
        )
    assert muted["message"] == "Muted 2 participants; 1 was excluded."
    assert {each["participant_supplied"]["name"] for each in muted["participants"]} == {
        "Bob",
        "Carol",
    }
    assert [each["id"] for each in muted["excluded"]] == [alice]
