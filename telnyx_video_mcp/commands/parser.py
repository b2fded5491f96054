"""The command line: the parser, and which module carries out which command."""

import argparse
from importlib import import_module
from typing import Any, NoReturn, Protocol, cast

from telnyx_video_mcp import __version__
from telnyx_video_mcp.commands.mistakes import mistake
from telnyx_video_mcp.commands.options import COMMANDS, OF_SETTINGS, PROGRAM, Option
from telnyx_video_mcp.commands.terminal import accept_any_text, say
from telnyx_video_mcp.settings.loading import SettingsError

MISCONFIGURED = 2


class _Module(Protocol):
    """A module that carries out a command."""

    def command(self, options: argparse.Namespace) -> int:
        """Carry it out; returns the exit code."""


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    accept_any_text()
    if problem := mistake(arguments):
        say(problem)
        return MISCONFIGURED
    options = build_parser().parse_args(arguments)
    # Only this module is imported: a start of the server should not pay for the other commands.
    name = options.command or "serve"
    module = cast("_Module", import_module(f"telnyx_video_mcp.commands.{name}"))
    try:
        return module.command(options)
    except SettingsError as error:
        for problem in error.problems:
            say(problem)
        return MISCONFIGURED


class _Parser(argparse.ArgumentParser):
    """Takes no abbreviations, and complains in one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        strict = {"allow_abbrev": False, "argument_default": argparse.SUPPRESS}
        super().__init__(*args, **{**kwargs, **strict})

    def error(self, message: str) -> NoReturn:
        say(message)
        raise SystemExit(MISCONFIGURED)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands and their options."""
    whole = _Parser(
        PROGRAM,
        description="An MCP server for the Telnyx Video API. Without a command it serves MCP over "
        "stdio, which is how MCP clients start it.",
    )
    whole.add_argument(
        "--version",
        action="version",
        version=f"{PROGRAM} {__version__}",
        help="show the version and exit",
    )
    _add(whole, OF_SETTINGS)
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    whole.set_defaults(command=None)
    for command in COMMANDS:
        described = f"{command.help[0].upper()}{command.help[1:]}."
        one = commands.add_parser(
            command.name, help=command.help, description=described, epilog=command.epilog
        )
        _add(one, command.options)
    return whole


def _add(one: argparse.ArgumentParser, options: tuple[Option, ...]) -> None:
    for option in options:
        if not option.value:
            one.add_argument(option.flag, action="store_true", help=option.help)
        else:
            action = "append" if option.repeatable else "store"
            one.add_argument(option.flag, action=action, metavar=option.value, help=option.help)
