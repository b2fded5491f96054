"""`tour`: a real MCP client drives this server over stdio through a whole meeting, in the sandbox.

The sandbox runs in this process, so that people can join and time can pass; the server is a
process of its own, started and spoken to as any MCP host would.
"""

import os
import sys
import time
from collections.abc import Callable
from textwrap import fill
from typing import Any

import anyio
from mcp.client import Client, ClientRequestContext
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult, ElicitRequestParams, ElicitResult, TextContent

from telnyx_video_mcp.sandbox.serve import serve
from telnyx_video_mcp.sandbox.world import World

_WIDTH = 96
_RED, _GREEN, _YELLOW = 31, 32, 33  # of a terminal
_ROOM = "design-review"

Summary = Callable[[dict[str, Any]], str]


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


class Guide:
    """Makes each call and prints what was asked, the call, what came back and the time it took."""

    def __init__(self) -> None:
        self._colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._calls = 0
        self._seconds = 0.0
        self._asked: list[str] = []
        self.surprises = 0

    async def begin(self, client: Client) -> None:
        """Say what is going on."""
        self._client = client
        tools = (await self._client.list_tools()).tools
        version = self._client.protocol_version
        self._print(
            f"{self._bold('A meeting, run by an assistant')}\n"
            f"An MCP client has started this server over stdio (protocol {version}, {len(tools)} "
            "tools).\nThe sandbox stands in for Telnyx: no account, no network, no cost.\n"
        )

    async def ask(
        self,
        words: str,
        tool: str,
        summary: Summary,
        /,
        *,
        refused: bool = False,
        **arguments: Any,
    ) -> dict[str, Any]:
        """One call; `refused` says that the right answer is a refusal."""
        self._calls += 1
        began = time.perf_counter()
        result = await self._client.call_tool(tool, arguments)
        took = time.perf_counter() - began
        self._seconds += took
        document = _document(result)
        surprise = bool(result.is_error) != refused
        self.surprises += surprise
        answer = document["error"]["message"] if result.is_error else summary(document)
        mark, colour = ("!", _RED) if surprise else ("✗", _YELLOW) if refused else ("→", _GREEN)
        answered = _indented(f"{mark} {answer}", "    ")
        questions = [f"? {question}  Yes." for question in self._asked]
        self._asked.clear()
        asked = "".join(f"{_indented(each, '    ')}\n" for each in questions)
        self._print(
            f"{self._bold(f'{self._calls:2}. “{words}”')}\n"
            f"{_indented(_call(tool, arguments), '    ')}\n"
            f"{asked.replace('?', self._styled('?', _YELLOW), 1)}"
            f"{answered.replace(mark, self._styled(mark, colour), 1)}  "
            f"{self._dim(f'{took * 1000:.0f} ms')}\n"
        )
        return document

    async def agree(
        self, context: ClientRequestContext, params: ElicitRequestParams
    ) -> ElicitResult:
        """The person behind the client, who says yes to everything today."""
        del context
        self._asked.append(params.message)
        return ElicitResult(action="accept", content={"approve": True})

    def note(self, text: str) -> None:
        """What happens meanwhile, without the assistant."""
        self._print(f"{self._dim(f'    … {text}')}\n")

    def end(self) -> None:
        """The sum of it."""
        verdict = (
            f"{self.surprises} of them did not do what they should"
            if self.surprises
            else "each did what it should"
        )
        self._print(f"{self._calls} calls in {self._seconds * 1000:.0f} ms; {verdict}.")

    def _bold(self, text: str) -> str:
        return self._styled(text, 1)

    def _dim(self, text: str) -> str:
        return self._styled(text, 2)

    def _styled(self, text: str, style: int) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._colours else text

    def _print(self, text: str) -> None:
        print(text, flush=True)  # noqa: T201 - the command's output


async def _meeting(guide: Guide, world: World) -> str:
    """From the invitation to the moment before the end; returns the session's id."""
    await guide.ask(
        "Host a recorded meeting called design-review for Alice and Bob.",
        "host_meeting",
        lambda told: (
            f"room {_short(told['room_id'])}, made now; "
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
                f"{_short(who['id'])} {who['participant_supplied']['name']}"
                for who in page["items"]
            )
        ),
        session=_ROOM,
    )
    await guide.ask(
        "Mute everybody but Alice.", "mute_participants", _message,
        session=_ROOM, participants=["all"], exclude=["alice"],
    )  # fmt: skip
    await guide.ask(
        "Mallory was not invited. Put her out.", "kick_participants", _message,
        session=_ROOM, participants=["Mallory"],
    )  # fmt: skip
    seen = await guide.ask(
        "Keep an eye on the door.", "watch_session", _message, session=_ROOM, up_to_seconds=0
    )
    world.advance(30)
    world.join(_ROOM, "Mallory")
    guide.note(f"Mallory ({_short(mallory)}) still has a token, and comes back.")
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
        _message,
        refused=True,
        sesion=session,
    )
    await guide.ask(
        "Once more, properly.", "clean_up_recordings", _message,
        session=session, include_compositions=True,
    )  # fmt: skip
    await guide.ask(
        "The room is not needed any more.", "delete_room", _message, room=_ROOM
    )  # fmt: skip
    await guide.ask(
        "What is left in the account?", "list_rooms", lambda page: f"{page['total']} rooms"
    )  # fmt: skip


async def _time_flies(world: World) -> None:
    """In the sandbox, while the server waits for what Telnyx would take its time for."""
    while True:
        await anyio.sleep(0.25)
        world.advance(20)


def _document(result: CallToolResult) -> dict[str, Any]:
    if result.structured_content is not None:
        return dict(result.structured_content)
    text = " ".join(block.text for block in result.content if isinstance(block, TextContent))
    return {"error": {"message": text}}


def _message(outcome: dict[str, Any]) -> str:
    return str(outcome["message"])


def _call(name: str, arguments: dict[str, Any]) -> str:
    shown = ", ".join(f"{key}={_shortened(value)}" for key, value in arguments.items())
    return f"{name}({shown})"


def _shortened(value: Any) -> str:
    """A value as it was sent, but with ids cut: nobody reads them here."""
    if isinstance(value, str):
        return f'"{_short(value)}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_shortened, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_shortened(item)}' for key, item in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    uuid_length, shown, longest = 36, 8, 60
    if len(text) > longest:
        return f"{text[:shown]}…"
    return f"{text[:shown]}…" if len(text) == uuid_length and text.count("-") == 4 else text  # noqa: PLR2004 - groups of a UUID


def _indented(text: str, indent: str) -> str:
    return fill(
        text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
