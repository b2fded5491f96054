"""The command line: one small function for each command."""

import argparse
import logging
import sys
from typing import TYPE_CHECKING, Any

import anyio

from telnyx_video_mcp import __version__
from telnyx_video_mcp.commands import addresses
from telnyx_video_mcp.settings.declared import SETTINGS, Settings
from telnyx_video_mcp.settings.loading import SettingsError, load_here
from telnyx_video_mcp.settings.values import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = "telnyx-video-mcp"
MISCONFIGURED = 2
OPTIONS = tuple(setting for setting in SETTINGS if setting.option is not None)
"""The settings that have a command-line option."""


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = {
        None: _serve,
        "serve": _serve,
        "tour": _tour,
        "check": _check,
        "tools": _tools,
        "sandbox": _sandbox,
    }[options.command]
    try:
        return command(options)
    except SettingsError as error:
        for problem in error.problems:
            _say(problem)
        return MISCONFIGURED


def _say(sentence: str) -> None:
    print(f"{PROGRAM}: {sentence}", file=sys.stderr, flush=True)  # noqa: T201 - a command's word to its user


def _serve(options: argparse.Namespace) -> int:
    from telnyx_video_mcp.commands import serve  # noqa: PLC0415 - other commands do without it

    settings = _settings(options)
    bind: str | None = getattr(options, "http", None)
    hosts: list[str] = getattr(options, "allowed_host", None) or []
    if hosts and bind is None:
        raise SettingsError(["--allowed-host: it goes with --http; stdio has no hosts."])
    if bind is not None:
        serve.serve_http(settings, bind, hosts)
    else:
        if options.command is None and sys.stdin and sys.stdin.isatty():
            _say("waiting for an MCP client on stdin; try `telnyx-video-mcp tour`, or --help")
        serve.serve_stdio(settings)
    return 0


def _tour(_options: argparse.Namespace) -> int:
    from telnyx_video_mcp.commands import tour  # noqa: PLC0415 - other commands do without it

    return anyio.run(tour.run)


def _check(options: argparse.Namespace) -> int:
    from telnyx_video_mcp.commands import check  # noqa: PLC0415 - other commands do without it

    return anyio.run(check.run, _settings(options))


def _tools(options: argparse.Namespace) -> int:
    from telnyx_video_mcp.commands import listing  # noqa: PLC0415 - other commands do without it

    text = anyio.run(listing.as_json if options.json else listing.as_table, _settings(options))
    print(text)  # noqa: T201 - the command's output
    return 0


def _sandbox(options: argparse.Namespace) -> int:
    from telnyx_video_mcp.sandbox.serve import serve  # noqa: PLC0415 - other commands do without it

    host = options.host.strip("[]")
    if not is_loopback(host):
        problem = "the sandbox is for this machine only; use 127.0.0.1, ::1 or localhost."
        raise SettingsError([f"--host {options.host}: {problem}"])
    try:
        port = addresses.port_number(options.port)
    except ValueError as error:
        raise SettingsError([f"--port {options.port}: {error}"]) from None

    def started(port: int) -> None:
        base = f"http://{addresses.in_url(host)}:{port}"
        print(  # noqa: T201 - a command's word to its user
            f"The sandbox answers at {base}/v2 with any key; controls are under {base}/sandbox/.\n"
            f"Use it with TELNYX_API_KEY=sandbox TELNYX_BASE_URL={base}/v2",
            file=sys.stderr,
            flush=True,
        )

    async def run() -> None:
        await serve(host, port, started=started)

    try:
        anyio.run(run)
    except OSError as error:
        raise SettingsError([addresses.cannot_listen(error, host, port)]) from None
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    given: dict[str, Any] = vars(options)
    flags = {setting.key: given.get(setting.key) for setting in OPTIONS}
    settings = load_here(flags)
    for warning in settings.warnings:
        _say(warning)
    # Libraries below only warn: their debugging output holds headers, tokens and links.
    logging.basicConfig(
        level=logging.WARNING,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        force=True,
    )
    logging.getLogger("telnyx_video_mcp").setLevel(settings.log_level)
    return settings


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    for setting in OPTIONS:
        if setting.option:
            common.add_argument(setting.flag, metavar=setting.option, help=setting.meaning)
        else:
            common.add_argument(setting.flag, action="store_true", help=setting.meaning)

    parser = argparse.ArgumentParser(
        PROGRAM,
        description="An MCP server for the Telnyx Video API. Without a command it serves stdio.",
        parents=[common],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    serve = commands.add_parser("serve", parents=[common], help="serve MCP over stdio or HTTP")
    serve.add_argument("--http", metavar="HOST:PORT", help="serve streamable HTTP at /mcp instead")
    serve.add_argument(
        "--allowed-host",
        metavar="NAME",
        action="append",
        help="a Host header to accept; needed for an address that others can reach",
    )
    commands.add_parser("tour", help="a meeting from beginning to end, in the sandbox")
    commands.add_parser(
        "check",
        parents=[common],
        help="would it work? exit code 0, 1 or 2",
        epilog="Exit code: 0 it works, 1 refused or unreachable, 2 misconfigured.",
    )
    tools = commands.add_parser("tools", parents=[common], help="the tools as published")
    tools.add_argument("--json", action="store_true", help="with schemas, as tools/list sends them")
    sandbox = commands.add_parser("sandbox", help="the sandbox as an HTTP server")
    sandbox.add_argument("--host", default="127.0.0.1", help="loopback address to listen on")
    sandbox.add_argument("--port", default="8090", help="8090 if unset; 0 takes a free one")
    return parser
