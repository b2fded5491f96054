"""`tour`: a real MCP client drives this server over stdio through a whole meeting, in the sandbox.

The sandbox runs in this process, so that people can join and time can pass; the server is a
process of its own, started and spoken to as any MCP host would.
"""

import sys

import anyio
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from telnyx_video_mcp.commands.tour_guide import Guide, message, short
from telnyx_video_mcp.sandbox.serve import serve
from telnyx_video_mcp.sandbox.world import World

_ROOM = "design-review"


async def run() -> int:
    """Print the tour; returns 0 when every call did what it should."""
    world = World()
    world.reset("empty")
    ports: list[int] = []
    listening = anyio.Event()

    def started(port: int) -> None:
        ports.append(port)
        listening.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(lambda: serve("127.0.0.1", 0, world=world, started=started))
        await listening.wait()
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-m", "telnyx_video_mcp"],
            env={
                "TELNYX_API_KEY": "sandbox",
                "TELNYX_BASE_URL": f"http://127.0.0.1:{ports[0]}/v2",
            },
        )
        guide = Guide()
        async with Client(parameters, elicitation_callback=guide.agree) as client:
            await guide.begin(client)
            session = await _meeting(guide, world)
            await _afterwards(guide, world, session)
            guide.end()
        tasks.cancel_scope.cancel()
    return 1 if guide.surprises else 0


async def _meeting(guide: Guide, world: World) -> str:
    """From the invitation to the moment before the end; returns the session's id."""
    await guide.ask(
        "Host a recorded meeting called design-review for Alice and Bob.",
        "host_meeting",
        lambda told: (
            f"room {short(told['room_id'])}, made now; "
            + ", ".join(f"{each['name']}: {each['token'][:12]}…" for each in told["guests"])
            + f", each for {told['guests'][0]['expires_in_minutes']} minutes"
        ),
        name=_ROOM,
        guests=["Alice", "Bob"],
        enable_recording=True,
        token_ttl_secs=900,
    )
    world.join(_ROOM, '{"id":1,"username":"Alice"}')
    world.join(_ROOM, '{"name":"Bob The Builder","id":2}')
    session, mallory = world.join(_ROOM, "Mallory").values()
    world.advance(240)
    guide.note("Alice and Bob join, and so does Mallory. Four minutes pass.")
    await guide.ask(
        "Who is in there?",
        "list_session_participants",
        lambda page: (
            f"{page['total']} inside: "
            + ", ".join(
                f"{short(who['id'])} {who['participant_supplied']['name']}" for who in page["items"]
            )
        ),
        session=_ROOM,
    )
    await guide.ask(
        "Mute everybody but Alice.", "mute_participants", message,
        session=_ROOM, participants=["all"], exclude=["alice"],
    )  # fmt: skip
    await guide.ask(
        "Mallory was not invited. Put her out.", "kick_participants", message,
        session=_ROOM, participants=["Mallory"],
    )  # fmt: skip
    seen = await guide.ask(
        "Keep an eye on the door.", "watch_session", message, session=_ROOM, up_to_seconds=0
    )
    world.advance(30)
    world.join(_ROOM, "Mallory")
    guide.note(f"Mallory ({short(mallory)}) still has a token, and comes back.")
    await guide.ask(
        "Anything new?",
        "watch_session",
        lambda told: ", ".join(
            f"{who['participant_supplied']['name']} came back at {who['joined_at'][11:19]}"
            for who in told["came_back"]
        ),
        session=_ROOM,
        since=seen["cursor"],
    )
    world.advance(1260)
    guide.note("They let her stay. The meeting goes on for 21 minutes.")
    return str(session)


async def _afterwards(guide: Guide, world: World, session: str) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_time_flies, world)
        await guide.ask(
            "That was it. End it and make one video of the two who were there longest.",
            "wrap_up_meeting",
            lambda told: (
                f"{told['message']} {told['recordings']['count']} recordings of "
                f"{told['recordings']['size_mb']:.0f} MB; the video has "
                f"{told['composition']['duration_secs'] // 60} minutes: "
                f"{told['composition']['download_url'][:34]}…"
            ),
            session=_ROOM,
            layout="side_by_side",
        )
        tasks.cancel_scope.cancel()
    await guide.ask(
        "Who was there, and for how long?",
        "attendance",
        lambda told: "; ".join(
            f"{who['participant_supplied']['name']} {who['minutes']} min" for who in told["people"]
        ),
        session=session,
    )
    await guide.ask(
        "Now delete the recordings of that meeting. (And the assistant mistypes.)",
        "delete_recordings",
        message,
        refused=True,
        sesion=session,
    )
    await guide.ask(
        "Once more, properly.", "clean_up_recordings", message,
        session=session, include_compositions=True,
    )  # fmt: skip
    await guide.ask(
        "The room is not needed any more.", "delete_room", message, room=_ROOM
    )  # fmt: skip
    await guide.ask(
        "What is left in the account?", "list_rooms", lambda page: f"{page['total']} rooms"
    )  # fmt: skip


async def _time_flies(world: World) -> None:
    """In the sandbox, while the server waits for what Telnyx would take its time for."""
    while True:
        await anyio.sleep(0.25)
        world.advance(20)
