"""The commands and their options, each declared once; the parser and its help follow from this."""

from dataclasses import dataclass

from telnyx_video_mcp.settings.declared import SETTINGS

PROGRAM = "telnyx-video-mcp"


@dataclass(frozen=True)
class Option:
    """An option; `value` is what --help calls its value, "" for a switch."""

    flag: str
    value: str
    help: str
    repeatable: bool = False


@dataclass(frozen=True)
class Command:
    """A command; the module of this package that has its name carries it out."""

    name: str
    help: str
    options: tuple[Option, ...] = ()
    epilog: str | None = None


OF_SETTINGS = tuple(
    Option(setting.flag, setting.option, setting.meaning)
    for setting in SETTINGS
    if setting.option is not None
)
"""The options that stand for settings. They may also be given before the command."""

WITHOUT_COMMAND = Command("", "", OF_SETTINGS)
"""What may be given when no command is: the program then serves MCP over stdio."""

COMMANDS = (
    Command(
        "serve",
        "serve MCP over stdio, or over HTTP",
        (
            *OF_SETTINGS,
            Option(
                "--http", "HOST:PORT", "serve over HTTP instead of stdio, at http://HOST:PORT/mcp"
            ),
            Option(
                "--allowed-host",
                "NAME",
                "with --http: a host name by which clients reach the server, as in their Host "
                "header; required unless HOST is this machine; may be repeated",
                repeatable=True,
            ),
        ),
    ),
    Command("tour", "see a whole meeting run by MCP calls, in the sandbox; needs no account"),
    Command(
        "check",
        "show the settings and try them with one small request",
        OF_SETTINGS,
        "Exit code: 0 it works, 1 refused or unreachable, 2 misconfigured. A room lock that names "
        "a room that does not exist counts as 1.",
    ),
    Command(
        "tools",
        "list the tools that a client would see",
        (
            *OF_SETTINGS,
            Option("--json", "", "print the definitions, as tools/list sends them"),
        ),
    ),
    Command(
        "sandbox",
        "serve the sandbox over HTTP, for any client of the Telnyx API",
        (
            Option("--host", "HOST", "the loopback address to listen on; 127.0.0.1 if unset"),
            Option("--port", "PORT", "the port to listen on; 8090 if unset, 0 for any free port"),
        ),
    ),
)
