"""The demo world: an account as one finds it on a working day. Only ids and times differ."""

from datetime import timedelta

from telnyx_video_mcp.sandbox.video_account import VideoAccount

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def demo(account: VideoAccount) -> None:
    """Fill an empty account: five rooms, three weeks of meetings, and one meeting going on now.

    `weekly-standup` records, met twice before, and has four people inside. `support-desk` records,
    and has finished sessions, one with a participant who came back, and a composition.
    `board-review` records and is quiet. One room has no unique name, and `onboarding` was never
    used. Recordings of two rooms are older than 14 days, and clearly so: they stay on that side of
    the line while somebody tries it.
    """
    account.offset = -timedelta(days=21)
    standup = _room(
        account, unique_name="weekly-standup", max_participants=12, enable_recording=True
    )
    support = _room(
        account,
        unique_name="support-desk",
        max_participants=4,
        enable_recording=True,
        webhook_event_url="https://hooks.example.com/telnyx/video",
        webhook_timeout_secs=10,
    )
    board = _room(account, unique_name="board-review", max_participants=25, enable_recording=True)
    nameless = _room(account, max_participants=2)

    account.offset = -timedelta(days=20)
    _meeting(account, board, {"Chair": 48 * MINUTE, "Treasurer": 48 * MINUTE})
    account.offset = -timedelta(days=14, hours=2)
    _meeting(account, standup, {"Alice": 15 * MINUTE, "Bob The Builder": 14 * MINUTE})
    account.offset = -timedelta(days=9)
    _meeting(account, nameless, {'{"id":7,"username":"Dana"}': 5 * MINUTE})
    account.offset = -timedelta(days=7, hours=2)
    _meeting(account, standup, {"Alice": 17 * MINUTE, "Charlie": 17 * MINUTE})

    account.offset = -timedelta(days=2)
    composed = _support_call(account, support, customer='{"id":412,"username":"Frank Muster"}')
    account.create_composition(
        {
            "session_id": composed,
            "audio_sources": ["*"],
            "video_layout": {"grid": {"video_sources": ["*"], "width": 1280, "height": 720}},
        }
    )
    account.offset = -timedelta(days=1)
    _room(account, unique_name="onboarding")
    account.offset = -timedelta(hours=3)
    _support_call(account, support, customer='{"id":418,"username":"Grace"}')

    account.offset = -timedelta(minutes=12)
    for context in (
        '{"id":1,"username":"Alice"}',
        '{"name":"Bob The Builder","id":1}',
        '{"role":"agent","name":"Minutes"}',
        "Charlie",
    ):
        account.join(standup, context)
        account.advance(40)
    account.offset = timedelta()


def _room(account: VideoAccount, **settings: object) -> str:
    room_id: str = account.create_room(settings)["id"]
    account.advance(MINUTE)
    return room_id


def _meeting(account: VideoAccount, room_id: str, stays: dict[str, int]) -> None:
    """Everybody comes at once; each leaves after so many seconds, the shortest stay first."""
    people = [(account.join(room_id, who)["participant_id"], stays[who]) for who in stays]
    elapsed = 0
    for participant_id, stay in sorted(people, key=lambda person: person[1]):
        account.advance(stay - elapsed)
        elapsed = stay
        account.leave(participant_id)


def _support_call(account: VideoAccount, room_id: str, customer: str) -> str:
    """An agent, a customer whose connection breaks once, and a supervisor for the last minutes."""
    agent = account.join(room_id, '{"role":"agent","name":"Erin"}')
    first_try = account.join(room_id, customer)
    account.advance(3 * MINUTE)
    account.leave(first_try["participant_id"])
    account.advance(25)
    second_try = account.join(room_id, customer)
    account.advance(9 * MINUTE)
    supervisor = account.join(room_id, "Supervisor")
    account.advance(4 * MINUTE)
    for stay in (second_try, supervisor, agent):
        account.leave(stay["participant_id"])
        account.advance(2)
    account.advance(MINUTE)
    session_id: str = agent["session_id"]
    return session_id
