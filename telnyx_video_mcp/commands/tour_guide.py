"""How the tour shows a call: what was asked, the call, the question, the answer and the time."""

import os
import sys
import time
from collections.abc import Callable
from textwrap import fill
from typing import Any

from mcp.client import Client, ClientRequestContext
from mcp_types import CallToolResult, ElicitRequestParams, ElicitResult, TextContent

_WIDTH = 96
_RED, _GREEN, _YELLOW = 31, 32, 33  # of a terminal

Summary = Callable[[dict[str, Any]], str]


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


def _document(result: CallToolResult) -> dict[str, Any]:
    if result.structured_content is not None:
        return dict(result.structured_content)
    text = " ".join(block.text for block in result.content if isinstance(block, TextContent))
    return {"error": {"message": text}}


def message(outcome: dict[str, Any]) -> str:
    """The sentence of an outcome."""
    return str(outcome["message"])


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


def _indented(text: str, indent: str) -> str:
    return fill(
        text, _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
