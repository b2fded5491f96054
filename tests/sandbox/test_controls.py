from typing import Any

import pytest

from telnyx_video_mcp.sandbox.controls import CONTROLS, Control
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from tests.sandbox.driver import NOBODY, Driver

pytestmark = pytest.mark.anyio


async def test_controls_need_no_key(api: Driver) -> None:
    del api.http.headers["authorization"]
    await api.control("reset", seed="demo")
    assert (await api.state())["rooms"]


async def test_reset_starts_over_in_every_respect(api: Driver) -> None:
    api.room()
    await api.control("advance", seconds=3600)
    await api.control("faults", path="*", status=500, times=9)
    await api.http.get("/v2/rooms")
    assert await api.control("reset", seed="empty") == {"seed": "empty"}
    assert await api.requests() == []
    assert await api.data("GET", "/rooms") == []
    room = await api.data("POST", "/rooms", 201, json={})
    assert room["created_at"].startswith("2026-11-22T12:00:00")


async def test_the_log_holds_every_request_with_what_it_asked(api: Driver) -> None:
    await api.http.get("/v2/rooms?filter%5Bunique_name%5D=a%20b&x=1&x=2")
    await api.http.post("/v2/rooms", json={"unique_name": "weekly"})
    await api.http.post("/v2/rooms", content=b"{")
    await api.http.delete("/v2/rooms/1", headers={"authorization": "Bearer invalid"})
    await api.control("join", room="weekly")
    query = {"filter[unique_name]": "a b", "x": ["1", "2"]}
    assert await api.requests() == [
        {"method": "GET", "path": "/v2/rooms", "query": query, "body": None, "status": 200},
        {
            "method": "POST",
            "path": "/v2/rooms",
            "query": {},
            "body": {"unique_name": "weekly"},
            "status": 201,
        },
        {"method": "POST", "path": "/v2/rooms", "query": {}, "body": None, "status": 400},
        {"method": "DELETE", "path": "/v2/rooms/1", "query": {}, "body": None, "status": 401},
    ]


async def test_the_log_holds_faulted_requests_and_can_be_cleared(api: Driver) -> None:
    await api.control("faults", path="*", status=503)
    await api.control("faults", path="*", drop=True)
    await api.http.get("/v2/rooms")
    with pytest.raises(Exception, match="disconnected"):
        await api.http.get("/v2/rooms")
    assert [entry["status"] for entry in await api.requests()] == [503, None]
    assert (await api.http.delete("/sandbox/requests")).json() == {"cleared": 2}
    assert await api.requests() == []


async def test_the_state_is_the_whole_world(api: Driver) -> None:
    room = api.room(enable_recording=True)
    session, person = api.join(room, "Alice")
    api.world.create_composition({"session_id": session})
    api.world.create_client_token(room, {})
    state = await api.state()
    assert {name: len(rows) for name, rows in state.items()} == {
        "rooms": 1,
        "sessions": 1,
        "participants": 1,
        "recordings": 2,
        "compositions": 1,
        "tokens": 2,
    }
    (alice,) = state["participants"]
    assert (alice["id"], alice["room_id"], alice["muted"]) == (person, room, False)
    assert {token["kind"] for token in state["tokens"]} == {"access", "refresh"}


@pytest.mark.parametrize(
    ("control", "status", "order", "named"),
    [
        ("reset", 422, {}, "'seed'"),
        ("reset", 422, {"seed": "full"}, "'seed'"),
        ("join", 422, {"context": "Alice"}, "'room'"),
        ("join", 422, {"room": "a", "context": {}}, "'context'"),
        (
            "join",
            422,
            {"room": "a", "name": "Alice"},
            "unknown field 'name'; the fields are: room, context.",
        ),
        ("join", 404, {"room": "nowhere"}, "No room 'nowhere'; there is none yet."),
        ("join", 404, {"room": "x" * 999}, f"No room '{'x' * 60}…'; "),
        ("leave", 422, {}, "'participant_id'"),
        ("leave", 404, {"participant_id": NOBODY}, f"'{NOBODY}' is not a participant."),
        ("advance", 422, {"second": 1}, "unknown field 'second'; the fields are: seconds."),
        ("advance", 422, {"seconds": -1}, "'seconds'"),
        ("faults", 422, {"paths": "*"}, "unknown field 'paths'; the fields are: path, method, "),
        ("advance", 422, {"seconds": 1e300}, "'seconds'"),
        ("advance", 422, {"seconds": "60"}, "'seconds'"),
    ],
)
async def test_a_control_says_what_is_wrong_with_its_order(
    api: Driver, control: str, status: int, order: Any, named: str
) -> None:
    assert named in (await api.control(control, status, **order))["error"]


async def test_the_controls_are_listed_with_what_can_be_said_to_them(api: Driver) -> None:
    listed = (await api.http.get("/sandbox")).json()["controls"]
    assert {(each["method"], each["path"]) for each in listed} == {
        (control.method, control.path) for control in CONTROLS
    }
    (join,) = [each for each in listed if each["path"] == "/sandbox/join"]
    assert (join["fields"], join["required"]) == (
        {"room": "a string", "context": "a string or null"},
        ["room"],
    )
    assert "session_id" in join["does"]


@pytest.mark.parametrize("control", CONTROLS, ids=lambda each: f"{each.method} {each.path}")
async def test_every_control_refuses_what_it_does_not_know(api: Driver, control: Control) -> None:
    call = api.http.request
    before = await api.state()
    query = await call(control.method, f"{control.path}?seed=empty", json={"seed": "demo"})
    assert (query.status_code, "takes no query" in query.json()["error"]) == (422, True)
    body = await call(control.method, control.path, json={"colour": "blue"})
    assert body.status_code == 422
    said = "unknown field 'colour'" if control.fields else "takes no body"
    assert said in body.json()["error"]
    assert await api.state() == before


@pytest.mark.parametrize(
    ("method", "path", "status", "said"),
    [
        ("GET", "/sandbox/rooms", 404, "No control '/sandbox/rooms'; there are /sandbox/reset, "),
        ("POST", "/sandbox/state", 405, "/sandbox/state takes GET."),
        ("GET", "/sandbox/reset", 405, "/sandbox/reset takes POST."),
        ("PATCH", "/sandbox/faults", 405, "/sandbox/faults takes POST, GET, DELETE."),
        ("DELETE", "/sandbox", 405, "/sandbox takes GET."),
    ],
)
async def test_a_control_that_there_is_not_is_told_from_a_wrong_method(
    api: Driver, method: str, path: str, status: int, said: str
) -> None:
    reply = await api.http.request(method, path)
    assert (reply.status_code, reply.json()["error"][: len(said)]) == (status, said)


@pytest.mark.parametrize("path", ["/", "/rooms"])
async def test_what_is_nowhere_leads_to_the_api_and_the_controls(api: Driver, path: str) -> None:
    reply = await api.http.get(path)
    assert reply.status_code == 404
    assert "/v2" in reply.json()["error"]
    assert "GET /sandbox" in reply.json()["error"]
    unknown = (await api.http.get("/sandbox/foo")).json()["error"]
    assert unknown.endswith("GET /sandbox describes them.")


async def test_faults_that_wait_can_be_seen_and_taken_back(api: Driver) -> None:
    await api.control("faults", path="*", status=500, times=2)
    await api.control("faults", path="/media/*", cut_after_bytes=0, method="get")
    await api.control("faults", path="/v2/rooms", date=None, drop=False)
    await api.http.get("/v2/rooms")
    assert (await api.http.get("/sandbox/faults")).json() == [
        {"path": "*", "times": 1, "status": 500},
        {"path": "/media/*", "times": 1, "method": "GET", "cut_after_bytes": 0},
        {"path": "/v2/rooms", "times": 1, "date": None},
    ]
    assert (await api.http.delete("/sandbox/faults")).json() == {"cleared": 3}
    assert (await api.http.get("/sandbox/faults")).json() == []
    assert (await api.http.get("/v2/rooms")).status_code == 200


async def test_the_clock_goes_ten_years_ahead_and_no_further(api: Driver) -> None:
    ten_years = 10 * 365 * 86400
    await api.control("advance", seconds=ten_years)
    assert "'seconds'" in (await api.control("advance", 422, seconds=1))["error"]
    await api.control("reset", seed="empty")
    await api.control("advance", seconds=1)


async def test_whoever_joins_nowhere_is_told_where_they_could(api: Driver) -> None:
    nameless = api.room()
    for number in range(11):
        api.room(unique_name=f"room-{number}")
    error = (await api.control("join", 404, room="nowhere"))["error"]
    rooms = ", ".join([nameless, *(f"room-{number}" for number in range(9))])
    assert error == f"No room 'nowhere'; there are {rooms} and more."


@pytest.mark.parametrize("body", [b"", b"[]", b"{"])
async def test_a_control_takes_a_json_object(api: Driver, body: bytes) -> None:
    reply = await api.http.post("/sandbox/reset", content=body)
    assert (reply.status_code, "error" in reply.json()) == (422, True)


async def test_nobody_leaves_twice(api: Driver) -> None:
    _, person = api.join(api.room())
    await api.control("leave", participant_id=person)
    await api.control("leave", 409, participant_id=person)


async def test_the_world_behind_an_app_is_within_reach(api: Driver) -> None:
    assert SandboxTransport(api.world).app.state.world is api.world
    assert SandboxTransport().app.state.world.list_rooms()
