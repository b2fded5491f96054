"""Guards are links of one chain: whatever their order, none keeps a request from another."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.call_state import WriteNotAllowedError
from telnyx_video_mcp.api.client import VideoClient
from telnyx_video_mcp.api.guard import Guard, PageRequest, ReadPage
from telnyx_video_mcp.api.limits import Limits
from telnyx_video_mcp.api.messages import Request
from telnyx_video_mcp.api.models import ActionResult, Page, RecordT, Room
from telnyx_video_mcp.guards.chain import guards
from telnyx_video_mcp.sandbox.transport import SandboxTransport
from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.risk import Mode

pytestmark = pytest.mark.anyio

Verb = Callable[[], Awaitable[object]]


class Seeing(Guard):
    """Notes what it sees and lets it pass."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str]] = []
        self.pages: list[str] = []

    async def request(self, request: Request, api: Api) -> Request:
        del api
        self.requests.append((request.method, request.path))
        return request

    async def page(
        self, wanted: PageRequest[RecordT], read: ReadPage[RecordT], api: Api
    ) -> Page[RecordT]:
        del api
        self.pages.append(wanted.path)
        return await read(wanted)


class Account:
    """A meeting of Alice and Bob in a locked room, and a room beside it."""

    def __init__(self) -> None:
        self.world = World()
        for name in ("ours", "theirs"):
            self.world.create_room({"unique_name": name, "enable_recording": True})
        self.session = str(self.world.join("ours", "Alice")["session_id"])
        self.bob = str(self.world.join("ours", "Bob")["participant_id"])
        self.transport = SandboxTransport(self.world)

    def call(self, *chain: Guard) -> Api:
        api = Api(VideoClient("key", base_url="http://sandbox/v2", transport=self.transport), chain)
        api.allow_writes()
        return api

    async def sent(self) -> list[tuple[str, str]]:
        async with httpx.AsyncClient(transport=self.transport, base_url="http://sandbox") as log:
            entries = (await log.get("/sandbox/requests")).json()
        return [(each["method"], each["path"].removeprefix("/v2")) for each in entries]


LIMITS = Limits(rooms=("ours",), protected=("Alice",), max_token_ttl_secs=300)
REAL = guards(Mode.FULL, LIMITS)
PLACES = tuple(range(len(REAL)))
ORDERS = [PLACES[first:] + PLACES[:first] for first in PLACES] + [PLACES[::-1]]
"""In these each guard comes before and after each other, without trying every permutation."""


def in_order(order: tuple[int, ...]) -> list[Guard]:
    fresh = guards(Mode.FULL, LIMITS)
    return [fresh[each] for each in order]


def test_these_limits_need_every_guard() -> None:
    ours = "telnyx_video_mcp.guards."
    there_are = {each for each in Guard.__subclasses__() if each.__module__.startswith(ours)}
    assert {type(each) for each in REAL} == there_are
    assert len(REAL) == len(there_are)


def test_in_these_orders_each_guard_comes_before_and_after_each_other() -> None:
    pairs = {(a, b) for a in PLACES for b in PLACES if a != b}
    assert pairs == {
        (a, b) for order in ORDERS for at, a in enumerate(order) for b in order[at + 1 :]
    }


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("place", range(len(REAL) + 1))
async def test_whatever_is_sent_was_seen_by_every_guard(order: tuple[int, ...], place: int) -> None:
    account, seeing = Account(), Seeing()
    chain = in_order(order)
    chain.insert(place, seeing)
    api = account.call(*chain)
    path = f"/room_sessions/{account.session}/actions/mute"
    await api.post(path, ActionResult, {"participants": [account.bob]})
    await api.page("/rooms", Room)
    assert ("POST", path) in seeing.requests
    assert "/rooms" in seeing.pages
    # What a guard looks up for itself passes those after it.
    before = {path for method, path in await account.sent() if method == "GET"}
    assert {("POST", path)} == {each for each in await account.sent() if each[0] != "GET"}
    if place == len(chain) - 1:
        assert before <= {path for _, path in seeing.requests}


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize(
    ("kind", "write"),
    [
        ("outside_room_lock", ("POST", "/rooms", {})),
        ("protected", ("POST", "kick", {"participants": ["alice"]})),
        ("invalid_arguments", ("POST", "token", {"token_ttl_secs": 301})),
    ],
)
async def test_each_guard_refuses_its_own_in_every_order(
    order: tuple[int, ...], kind: str, write: tuple[str, str, dict[str, Any]]
) -> None:
    account = Account()
    api = account.call(*in_order(order))
    _, path, body = write
    if path == "kick":
        (alice,) = (p.id for p in account.world.participants.values() if p.context == "Alice")
        path, body = f"/room_sessions/{account.session}/actions/kick", {"participants": [alice]}
    elif path == "token":
        room = next(
            each["id"] for each in account.world.list_rooms() if each["unique_name"] == "ours"
        )
        path = f"/rooms/{room}/actions/generate_join_client_token"
    with pytest.raises(Refusal) as raised:
        await api.post(path, ActionResult, body)
    assert raised.value.kind == kind
    assert [each for each in await account.sent() if each[0] != "GET"] == []


@pytest.mark.parametrize("order", ORDERS, ids=str)
async def test_a_page_holds_only_what_the_room_lock_allows_in_every_order(
    order: tuple[int, ...],
) -> None:
    found = await Account().call(*in_order(order)).page("/rooms", Room)
    assert [room.unique_name for room in found.items] == ["ours"]


async def test_a_rehearsal_sends_nothing_that_writes() -> None:
    account = Account()
    api = Api(VideoClient("key", base_url="http://sandbox/v2", transport=account.transport), REAL)
    path = f"/room_sessions/{account.session}/actions/kick"
    await api.rehearse(Request("POST", path, body={"participants": [account.bob]}))
    assert {method for method, _ in await account.sent()} == {"GET"}


@pytest.mark.parametrize("verb", ["post", "patch", "delete", "delete_many"])
async def test_until_writes_are_allowed_no_verb_sends_one(verb: str) -> None:
    account = Account()
    api = Api(VideoClient("key", base_url="http://sandbox/v2", transport=account.transport))
    calls: dict[str, Verb] = {
        "post": lambda: api.post("/rooms", Room, {}),
        "patch": lambda: api.patch("/rooms/1", Room, {}),
        "delete": lambda: api.delete("/rooms/1"),
        "delete_many": lambda: api.delete_many("/room_recordings", ActionResult, {}),
    }
    with pytest.raises(WriteNotAllowedError):
        await calls[verb]()
    assert await account.sent() == []
    assert api.wrote is False


@pytest.mark.parametrize("argument", ["participants", "exclude"])
async def test_the_lock_lets_no_action_name_a_person_of_another_room(argument: str) -> None:
    account = Account()
    stranger = str(account.world.join("theirs", "Eve")["participant_id"])
    path = f"/room_sessions/{account.session}/actions/mute"
    body = {"participants": [account.bob], argument: [stranger]}
    with pytest.raises(Refusal) as refused:
        await account.call(*REAL).post(path, ActionResult, body)
    assert refused.value.kind == "outside_room_lock"
    assert ("POST", path) not in await account.sent()
