"""The replies against what Telnyx publishes about them."""

from typing import Any

import jsonschema
import pytest

from telnyx_video_mcp.sandbox.operations import OPERATIONS
from tests.published import PUBLISHED, resolved
from tests.sandbox.driver import Driver

pytestmark = pytest.mark.anyio

EVERYTHING = {"include_sessions": "true", "include_participants": "true"}


@pytest.fixture
def ids(api: Driver) -> dict[str, str]:
    """One thing of each kind, as named in the published paths."""
    room = api.room(unique_name="weekly", enable_recording=True)
    _, gone = api.join(room, "Bob")
    session, person = api.join(room)
    api.world.leave(gone)
    api.world.advance(5)
    layout = {"grid": {"video_sources": ["*"]}}
    composition = api.world.create_composition({"session_id": session, "video_layout": layout})
    api.world.advance(10)
    return {
        "room_id": room,
        "room_session_id": session,
        "room_participant_id": person,
        "room_recording_id": api.world.list_recordings()[-1]["id"],
        "room_composition_id": composition["id"],
    }


def bodies(ids: dict[str, str], refresh_token: str) -> dict[str, Any]:
    everyone = {"participants": "all"}
    return {
        "RefreshRoomClientToken": {"refresh_token": refresh_token},
        "KickParticipantInSession": everyone,
        "MuteParticipantInSession": everyone,
        "UnmuteParticipantInSession": everyone,
        "CreateRoomComposition": {"session_id": ids["room_session_id"]},
    }


def nullable(schema: Any) -> Any:
    """The schema with null accepted everywhere."""
    if isinstance(schema, list):
        return [nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {name: nullable(value) for name, value in schema.items()}
    if isinstance(copy.get("type"), str):
        copy["type"] = [copy["type"], "null"]
    if "enum" in copy:
        copy["enum"] = [*copy["enum"], None]
    return copy


def test_the_sandbox_has_the_published_operations() -> None:
    mine = {operation.name: operation.method for operation in OPERATIONS}
    assert mine == {name: operation["method"] for name, operation in PUBLISHED.items()}


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
async def test_a_reply_has_the_published_status_and_shape(
    api: Driver, ids: dict[str, str], name: str
) -> None:
    operation = PUBLISHED[name]
    refresh_token = api.world.create_client_token(ids["room_id"], {})["refresh_token"]
    reply = await api.http.request(
        operation["method"],
        f"/v2{operation['path'].format(**ids)}",
        params=EVERYTHING,
        json=bodies(ids, refresh_token).get(name, {}),
    )
    assert reply.status_code == operation["status"], reply.text
    if "reply" not in operation:
        assert reply.content == b""
        return
    schema = nullable(resolved(operation["reply"]))
    jsonschema.validate(reply.json(), schema)
    data, shape = reply.json()["data"], schema["properties"]["data"]
    if isinstance(data, list):
        assert data
        data, shape = data[0], shape["items"]
    # A record that was just written shows no relatives, whatever the include flags say.
    relatives = {"sessions", "participants"} if operation["method"] != "GET" else set()
    assert set(shape["properties"]) - relatives <= set(data)
