"""How the tour shows a call: what was asked, the call, the question, the answer and the time."""

import os
import sys
import time
from collections.abc import Callable
from typing import Any

from mcp.client import Client, ClientRequestContext
from mcp_types import CallToolResult, ElicitRequestParams, ElicitResult, TextContent

from telnyx_video_mcp.commands.terminal import show, wrapped

_RED, _GREEN, _YELLOW = 31, 32, 33  # of a terminal
_BOLD, _DIM = 1, 2
_INDENT, _HANGING = "    ", "      "

Summary = Callable[[dict[str, Any]], str]


class Guide:
    """Makes each call and prints what was asked, the call, what came back and the time it took."""

    def __init__(self) -> None:
        self._colours = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        self._calls = 0
        self._seconds = 0.0
        self._questions: list[str] = []
        self.surprises = 0

    async def begin(self, client: Client) -> None:
        """Say what is going on."""
        self._client = client
        tools = (await self._client.list_tools()).tools
        version = self._client.protocol_version
        show(self._styled("A meeting, run by an assistant", _BOLD))
        show(
            wrapped(
                "A scripted MCP client plays the assistant. It has started this server over stdio "
                f"(protocol {version}, {len(tools)} tools). The sandbox stands in for Telnyx: no "
                "account, no network, no cost.",
                "",
                "",
            )
        )
        show("")

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
        show(self._styled(wrapped(f"“{words}”", f"{self._calls:2}. ", _INDENT), _BOLD))
        show(wrapped(_call(tool, arguments), _INDENT, _HANGING))
        for question in self._questions:
            self._marked("?", _YELLOW, f"{question}  Yes.")
        self._questions.clear()
        self._marked(mark, colour, answer, f"{took * 1000:.0f} ms")
        show("")
        return document

    async def agree(
        self, context: ClientRequestContext, params: ElicitRequestParams
    ) -> ElicitResult:
        """The person behind the client, who says yes to everything today."""
        del context
        self._questions.append(params.message)
        return ElicitResult(action="accept", content={"approve": True})

    def note(self, text: str) -> None:
        """What happens meanwhile, without the assistant."""
        show(self._styled(wrapped(f"… {text}", _INDENT, _HANGING), _DIM))
        show("")

    def end(self) -> None:
        """The sum of it."""
        verdict = (
            f"{self.surprises} of them did not do what they should"
            if self.surprises
            else "each did what it should"
        )
        show(f"{self._calls} calls in {self._seconds:.1f} s; {verdict}.")

    def _marked(self, mark: str, colour: int, text: str, took: str = "") -> None:
        """A paragraph with a coloured mark before it and, dimmed, the time after it."""
        together = took.replace(" ", "\N{NO-BREAK SPACE}")
        lines = wrapped(f"{mark} {text}  {together}".rstrip(), _INDENT, _HANGING)
        shown_mark, rest = lines.removeprefix(_INDENT).split(" ", 1)
        if took:
            rest = rest.removesuffix(took) + self._styled(took, _DIM)
        show(f"{_INDENT}{self._styled(shown_mark, colour)} {rest}")

    def _styled(self, text: str, style: int) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._colours else text


def _document(result: CallToolResult) -> dict[str, Any]:
    if result.structured_content is not None:
        return dict(result.structured_content)
    text = " ".join(block.text for block in result.content if isinstance(block, TextContent))
    return {"error": {"message": text}}


def message(result: dict[str, Any]) -> str:
    """The sentence of a result."""
    return str(result["message"])


def _call(name: str, arguments: dict[str, Any]) -> str:
    shown = ", ".join(f"{key}={_shortened(value)}" for key, value in arguments.items())
    return f"{name}({shown})"


def _shortened(value: Any) -> str:
    """A value as it was sent, but with ids cut: nobody reads them here."""
    if isinstance(value, str):
        return f'"{short(value)}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_shortened, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_shortened(item)}' for key, item in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def short(text: str) -> str:
    """An id by its beginning, and anything long likewise."""
    uuid_length, shown, longest = 36, 8, 60
    if len(text) > longest:
        return f"{text[:shown]}…"
    return f"{text[:shown]}…" if len(text) == uuid_length and text.count("-") == 4 else text  # noqa: PLR2004 - groups of a UUID
