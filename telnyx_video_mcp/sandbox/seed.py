"""The demo world: an account as one finds it on a working day. Only ids and times differ."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telnyx_video_mcp.sandbox.world import World

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def demo(world: World) -> None:
    """Fill an empty world: five rooms, three weeks of meetings, and one meeting going on now.

    `weekly-standup` has four people inside. `support-desk` records, and has finished sessions, one
    with a participant who came back, and a composition. `board-review` records and is quiet. One
    room has no unique name, and `onboarding` was never used.
    """
    world.offset = -timedelta(days=21)
    standup = _room(world, unique_name="weekly-standup", max_participants=12)
    support = _room(
        world,
        unique_name="support-desk",
        max_participants=4,
        enable_recording=True,
        webhook_event_url="https://hooks.example.com/telnyx/video",
        webhook_timeout_secs=10,
    )
    board = _room(world, unique_name="board-review", max_participants=25, enable_recording=True)
    nameless = _room(world, max_participants=2)

    world.offset = -timedelta(days=20)
    _meeting(world, board, {"Chair": 48 * MINUTE, "Treasurer": 48 * MINUTE})
    world.offset = -timedelta(days=14)
    _meeting(world, standup, {"Alice": 15 * MINUTE, "Bob The Builder": 14 * MINUTE})
    world.offset = -timedelta(days=9)
    _meeting(world, nameless, {'{"id":7,"username":"Dana"}': 5 * MINUTE})
    world.offset = -timedelta(days=7)
    _meeting(world, standup, {"Alice": 17 * MINUTE, "Charlie": 17 * MINUTE})

    world.offset = -timedelta(days=2)
    composed = _support_call(world, support, customer='{"id":412,"username":"Frank Muster"}')
    world.create_composition(
        {
            "session_id": composed,
            "audio_sources": ["*"],
            "video_layout": {"grid": {"video_sources": ["*"], "width": 1280, "height": 720}},
        }
    )
    world.offset = -timedelta(days=1)
    _room(world, unique_name="onboarding")
    world.offset = -timedelta(hours=3)
    _support_call(world, support, customer='{"id":418,"username":"Grace"}')

    world.offset = -timedelta(minutes=12)
    for context in (
        '{"id":1,"username":"Alice"}',
        '{"name":"Bob The Builder","id":1}',
        '{"role":"agent","name":"Minutes"}',
        "Charlie",
    ):
        world.join(standup, context)
        world.advance(40)
    world.offset = timedelta()


def _room(world: World, **settings: object) -> str:
    room_id: str = world.create_room(settings)["id"]
    world.advance(MINUTE)
    return room_id


def _meeting(world: World, room_id: str, stays: dict[str, int]) -> None:
    """Everybody comes at once; each leaves after so many seconds, the shortest stay first."""
    people = [(world.join(room_id, who)["participant_id"], stays[who]) for who in stays]
    elapsed = 0
    for participant_id, stay in sorted(people, key=lambda person: person[1]):
        world.advance(stay - elapsed)
        elapsed = stay
        world.leave(participant_id)


def _support_call(world: World, room_id: str, customer: str) -> str:
    """An agent, a customer whose connection breaks once, and a supervisor for the last minutes."""
    agent = world.join(room_id, '{"role":"agent","name":"Erin"}')
    first_try = world.join(room_id, customer)
    world.advance(3 * MINUTE)
    world.leave(first_try["participant_id"])
    world.advance(25)
    second_try = world.join(room_id, customer)
    world.advance(9 * MINUTE)
    supervisor = world.join(room_id, "Supervisor")
    world.advance(4 * MINUTE)
    for stay in (second_try, supervisor, agent):
        world.leave(stay["participant_id"])
        world.advance(2)
    world.advance(MINUTE)
    session_id: str = agent["session_id"]
    return session_id
