"""`tour`: a real MCP client drives this server over stdio through a whole meeting, in the sandbox.

The sandbox runs in this process, so that people can join and time can pass; the server is a
process of its own, started and spoken to as any MCP host would.
"""

import argparse
import sys
from importlib.util import find_spec
from tempfile import TemporaryDirectory

import anyio
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from telnyx_video_mcp.commands.tour_guide import Guide, message, short
from telnyx_video_mcp.sandbox.serve import serve
from telnyx_video_mcp.sandbox.world import World

_ROOM = "design-review"


def command(_options: argparse.Namespace) -> int:
    """Print the tour."""
    return anyio.run(run)


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
        with TemporaryDirectory(prefix="telnyx-video-mcp-tour-") as archive:
            surprises = await _with_a_client(world, ports[0], archive)
        tasks.cancel_scope.cancel()
    return 1 if surprises else 0


async def _with_a_client(world: World, port: int, archive: str) -> int:
    """All calls, to a server of their own; how many did not do what they should."""
    can_save = find_spec("obstore") is not None
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "telnyx_video_mcp"],
        env={
            "TELNYX_API_KEY": "sandbox",
            "TELNYX_BASE_URL": f"http://127.0.0.1:{port}/v2",
            **({"TELNYX_VIDEO_ARCHIVE": archive} if can_save else {}),
        },
    )
    guide = Guide()
    async with Client(parameters, elicitation_callback=guide.agree) as client:
        await guide.begin(client)
        session = await _meeting(guide, world)
        await _afterwards(guide, world, session)
        await _keeping(guide, session, can_save=can_save)
        guide.end()
    return guide.surprises


async def _meeting(guide: Guide, world: World) -> str:
    """From the invitation to the last minute; returns the session's id."""
    await guide.ask(
        "Host a recorded meeting called design-review for Alice and Bob.",
        "host_meeting",
        lambda result: (
            f"Created room {short(result['room_id'])}. Client tokens for "
            + ", ".join(f"{each['name']} ({each['token'][:12]}…)" for each in result["guests"])
            + f", valid for {result['guests'][0]['expires_in_minutes']} minutes."
        ),
        name=_ROOM,
        guests=["Alice", "Bob"],
        enable_recording=True,
        token_ttl_secs=900,
    )
    world.join(_ROOM, '{"id":1,"username":"Alice"}')
    world.join(_ROOM, '{"name":"Bob The Builder","id":2}')
    session = world.join(_ROOM, "Mallory")["session_id"]
    world.advance(240)
    guide.note("Alice and Bob join, and so does Mallory. Four minutes pass.")
    await guide.ask(
        "Who is in the meeting?",
        "list_session_participants",
        lambda page: (
            f"{page['total']} participants: "
            + ", ".join(
                f"{who['participant_supplied']['name']} ({short(who['id'])})"
                for who in page["items"]
            )
            + "."
        ),
        session=_ROOM,
    )
    await guide.ask(
        "Mute everybody except Alice.", "mute_participants", message,
        session=_ROOM, participants=["all"], exclude=["alice"],
    )  # fmt: skip
    await guide.ask(
        "Mallory was not invited. Remove her.", "kick_participants", message,
        session=_ROOM, participants=["Mallory"],
    )  # fmt: skip
    seen = await guide.ask(
        "Tell me when somebody joins or leaves.", "watch_session", message,
        session=_ROOM, up_to_seconds=0,
    )  # fmt: skip
    world.advance(30)
    world.join(_ROOM, "Mallory")
    guide.note("Mallory's client token is still valid, and she comes back.")
    await guide.ask(
        "Anything new?",
        "watch_session",
        lambda result: (
            ", ".join(
                f"{who['participant_supplied']['name']} came back at {who['joined_at'][11:19]}"
                for who in result["came_back"]
            )
            + "."
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
            "We are done. End the meeting, and make one video of the two people who were there "
            "longest.",
            "wrap_up_meeting",
            lambda result: (
                f"{result['message']} {result['recordings']['count']} recordings, "
                f"{result['recordings']['size_mb']:.0f} MB. A video of "
                f"{result['composition']['duration_secs'] // 60} minutes: "
                f"{result['composition']['download_url'][:34]}…"
            ),
            session=_ROOM,
            layout="side_by_side",
        )
        tasks.cancel_scope.cancel()
    await guide.ask(
        "Who was there, and for how long?",
        "attendance",
        lambda result: (
            ", ".join(
                f"{who['participant_supplied']['name']} {who['minutes']} minutes"
                for who in result["people"]
            )
            + "."
        ),
        session=session,
    )
    await guide.ask(
        "How much space do the recordings take?",
        "usage",
        lambda result: (
            f"{result['totals']['meetings']} meeting of "
            f"{result['totals']['meeting_minutes']:.0f} minutes, "
            f"{result['totals']['mb']:.0f} MB: "
            + ", ".join(f"{each['room']} {each['mb']:.0f} MB" for each in result["groups"])
            + "."
        ),
    )


async def _keeping(guide: Guide, session: str, *, can_save: bool) -> None:
    """From the files to an empty account."""
    if can_save:
        await guide.ask("Save its files first.", "save_files", message, session=session)
    else:
        guide.note("To save files, install the extra: pip install 'telnyx_video_mcp[archive]'.")
    await guide.ask(
        "Delete the recordings of that meeting.",
        "delete_recordings",
        message,
        refused=True,
        sesion=session,
    )
    guide.note("The assistant misspelled an argument, so nothing was deleted.")
    await guide.ask(
        "Try again, and delete the video too.", "clean_up_recordings", message,
        session=session, include_compositions=True,
    )  # fmt: skip
    await guide.ask(
        "Delete the room as well.", "delete_room", message, room=_ROOM
    )  # fmt: skip
    await guide.ask(
        "What is left in the account?", "list_rooms", lambda page: f"{page['total']} rooms."
    )  # fmt: skip


async def _time_flies(world: World) -> None:
    """In the sandbox, while the server waits for what Telnyx would take its time for."""
    while True:
        await anyio.sleep(0.25)
        world.advance(20)
