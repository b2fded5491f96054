"""The replies against the published OpenAPI document, when a copy lies beside the checkout."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from telnyx_video_mcp.sandbox.operations import OPERATIONS
from tests.sandbox.driver import Driver

pytestmark = pytest.mark.anyio

DOCUMENT = next(Path(__file__).parents[3].glob("*/telnyx-video.openapi.json"), None)
EVERYTHING = {"include_sessions": "true", "include_participants": "true"}


@pytest.fixture(scope="module")
def document() -> Any:
    if DOCUMENT is None:
        pytest.skip("no copy of the published document")
    return json.loads(DOCUMENT.read_text())


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


def published(document: Any) -> dict[str, tuple[str, str, Any]]:
    """Operation id -> method, path, responses."""
    return {
        operation["operationId"]: (method.upper(), path, operation["responses"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "operationId" in operation
    }


def nullable(schema: Any, resolve: Callable[[str], Any]) -> Any:
    """The schema as JSON Schema, references resolved and null accepted everywhere."""
    if isinstance(schema, list):
        return [nullable(item, resolve) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return nullable(resolve(schema["$ref"]), resolve)
    copy = {name: nullable(value, resolve) for name, value in schema.items() if name != "example"}
    if isinstance(copy.get("type"), str):
        copy["type"] = [copy["type"], "null"]
    if "enum" in copy:
        copy["enum"] = [*copy["enum"], None]
    return copy


def test_the_sandbox_has_the_published_operations(document: Any) -> None:
    mine = {(operation.name, operation.method) for operation in OPERATIONS}
    assert mine == {(name, method) for name, (method, _, _) in published(document).items()}
    assert len(OPERATIONS) == 25


@pytest.mark.parametrize("name", [operation.name for operation in OPERATIONS])
async def test_a_reply_has_the_published_status_and_shape(
    api: Driver, document: Any, ids: dict[str, str], name: str
) -> None:
    def resolve(ref: str) -> Any:
        return document["components"]["schemas"][ref.rsplit("/", 1)[1]]

    method, path, responses = published(document)[name]
    status, response = next((s, r) for s, r in responses.items() if s.startswith("2"))
    refresh_token = api.world.create_client_token(ids["room_id"], {})["refresh_token"]
    reply = await api.http.request(
        method,
        f"/v2{path.format(**ids)}",
        params=EVERYTHING,
        json=bodies(ids, refresh_token).get(name, {}),
    )
    assert reply.status_code == int(status), reply.text
    if "content" not in response:
        assert reply.content == b""
        return
    schema = nullable(response["content"]["application/json"]["schema"], resolve)
    jsonschema.validate(reply.json(), schema)
    data, shape = reply.json()["data"], schema["properties"]["data"]
    if isinstance(data, list):
        assert data
        data, shape = data[0], shape["items"]
    # A record that was just written shows no relatives, whatever the include flags say.
    relatives = {"sessions", "participants"} if method != "GET" else set()
    assert set(shape["properties"]) - relatives <= set(data)
