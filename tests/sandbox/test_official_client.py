"""The official SDK, unmodified, is at home in the sandbox."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import telnyx

from telnyx_video_mcp.sandbox.operations import find_operation
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World

pytestmark = pytest.mark.anyio


@pytest.fixture
async def world() -> World:
    return World()


@pytest.fixture
async def http(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=SandboxTransport(world)) as transport:
        yield transport


async def test_it_does_all_25_operations_and_parses_every_reply(
    http: httpx.AsyncClient, world: World
) -> None:
    # Its types say that any field may be missing; here they are all there.
    client: Any = telnyx.AsyncTelnyx(
        api_key="any", base_url="http://sandbox/v2", http_client=http, max_retries=0
    )
    rooms, recordings, compositions = client.rooms, client.room_recordings, client.room_compositions
    made = (await rooms.create(unique_name="standup", enable_recording=True)).data
    room = made.id
    await rooms.retrieve(room, include_sessions=True)
    assert (await rooms.update(room, max_participants=5)).data.max_participants == 5
    assert [each.id for each in (await rooms.list()).data] == [room]
    token = (await rooms.actions.generate_join_client_token(room, token_ttl_secs=600)).data
    refresh = token.refresh_token
    await rooms.actions.refresh_client_token(room, refresh_token=refresh)

    alice = world.join("standup", '{"username":"Alice"}')
    bob = world.join("standup")
    session = alice["session_id"]
    active = await rooms.sessions.list_0(filter={"active": True})
    assert [each.id for each in active.data] == [session]
    await rooms.sessions.list_1(room, include_participants=True)
    await rooms.sessions.retrieve(session, include_participants=True)
    assert len((await rooms.sessions.retrieve_participants(session)).data) == 2
    actions = rooms.sessions.actions
    everyone = {"participants": "all", "exclude": [alice["participant_id"]]}
    await actions.mute(session, **everyone)
    await actions.unmute(session, participants=[bob["participant_id"]])
    await actions.kick(session, participants=[bob["participant_id"]])
    await client.room_participants.list(filter={"session_id": session})
    who = (await client.room_participants.retrieve(alice["participant_id"])).data
    assert who.context == '{"username":"Alice"}'
    world.advance(60)
    assert (await actions.end(session)).data.result == "ok"

    world.advance(60)
    found = (await recordings.list(filter={"session_id": session, "type": "video"})).data
    assert [each.status for each in found] == ["completed", "completed"]
    await recordings.retrieve(found[0].id)
    video = (await compositions.create(session_id=session)).data
    world.advance(60)
    assert (await compositions.list(filter={"session_id": session})).data
    assert (await compositions.retrieve(video.id)).data.status == "completed"
    await compositions.delete(video.id)
    await recordings.delete(found[0].id)
    bulk = await recordings.delete_bulk(filter={"session_id": session})
    assert bulk.data.room_recordings == 3
    await rooms.delete(room)

    log = (await http.get("http://sandbox/sandbox/requests")).json()
    called = {find_operation(each["method"], each["path"].removeprefix("/v2"))[0] for each in log}
    assert len(called) == len(log) == 25, "as many as this SDK has"
    assert all(200 <= request["status"] < 300 for request in log)
