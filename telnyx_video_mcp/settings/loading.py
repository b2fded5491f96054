"""Settings: flag > environment > file > default.

Each setting is one `Setting` below; what it is called where, what it accepts, and the README's
table follow from it. All problems are found at once.
"""

import os
import re
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from telnyx_video_mcp.settings import file as settings_file
from telnyx_video_mcp.settings import values

CONFIG_VARIABLE = "TELNYX_VIDEO_CONFIG"
_LIKE_A_KEY = re.compile(r"[\w-]{24,}", re.ASCII)
_PREFIX = "TELNYX_VIDEO_"
_NEAR = 0.65
"""How alike two names must be for one to be a slip of the other, of 1."""


@dataclass(frozen=True)
class Settings:
    """What the server was told. Keys are kept out of the representation."""

    api_key: str | None = None
    base_url: str = "https://api.telnyx.com/v2"
    sandbox: bool = False
    timeout_secs: float = 30.0
    mode: str = "full"
    rooms: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    max_token_ttl_secs: int | None = None
    join_url: str | None = None
    audit_file: Path | None = None
    confirm_key: str | None = None
    log_level: str = "WARNING"
    config: Path | None = None
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        hidden = {name: "set" for name in ("api_key", "confirm_key") if getattr(self, name)}
        shown = vars(self) | hidden
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


@dataclass(frozen=True)
class Setting:
    """One setting: its key in the file, its variable, how it is read, what it means.

    `read` turns text, or a JSON value of the file, into the setting; it raises ValueError with a
    sentence that says how to do it right.
    """

    key: str
    variable: str
    read: Callable[[Any], Any]
    default: str
    meaning: str


class SettingsError(Exception):
    """Settings that cannot be used; `problems` has one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(environ: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a process.

    Args:
        environ: The environment; an empty variable counts as unset.
        flags: Command-line values by key, and the settings file as ``config``; None is unset.

    Raises:
        SettingsError: With every problem found.
    """
    flags = {key: value for key, value in (flags or {}).items() if value is not None}
    config = flags.get("config", environ.get(CONFIG_VARIABLE) or None)
    problems = ["--config: it must name a settings file."] if config == "" else []
    path = Path(config) if config else None
    with suppress(RuntimeError):  # nobody has that home; the file is then not found
        path = path.expanduser() if path else None
    file: dict[str, Any] = {}
    if path:
        file, wrong = settings_file.read(path)
        problems += [*wrong, *_unknown_keys(file, path)]
    problems += _unknown_variables(environ)
    found: dict[str, Any] = {}
    for setting in SETTINGS:
        sources = (
            (f"--{setting.key.replace('_', '-')}", flags.get(setting.key)),
            (setting.variable, environ.get(setting.variable) or None),
            (f"{setting.key} in {path}", file.get(setting.key)),
        )
        name, value = next(((n, v) for n, v in sources if v is not None), ("", None))
        if value is None:
            continue
        try:
            found[setting.key] = setting.read(value)
        except ValueError as error:
            problems.append(f"{name}: {_without_keys(str(error), value)}")
    if problems:
        raise SettingsError(problems)
    if path and "audit_file" in found and not environ.get("TELNYX_VIDEO_AUDIT_FILE"):
        # Beside the settings file, for nobody knows in which folder a client starts a server.
        found["audit_file"] = path.parent / found["audit_file"]
    holds_key = file.get("api_key") or file.get("confirm_key")
    warnings = _warnings(path) if path and holds_key else ()
    return Settings(**found, config=path, warnings=warnings)


def _without_keys(text: str, value: Any) -> str:
    """A key pasted into the wrong setting is not shown either."""
    pasted = isinstance(value, str) and _LIKE_A_KEY.fullmatch(value)
    return text.replace(value, f"{value[:3]}…") if pasted else text


def _warnings(path: Path) -> tuple[str, ...]:
    others = stat.S_IRWXG | stat.S_IRWXO
    if os.name != "posix" or not path.stat().st_mode & others:
        return ()
    return (f"{path} holds a key, and other users of this machine can read it: chmod 600 {path}",)


def _unknown_keys(file: Mapping[str, Any], path: Path) -> list[str]:
    keys = {setting.variable: setting.key for setting in SETTINGS}
    problems = []
    for name in sorted(set(file) - set(keys.values())):
        same = keys.get(name.upper())
        hint = f"In a file it is called {same}." if same else _meant(name, set(keys.values()))
        shown = settings_file.on_one_line(name)
        problems.append(f"{shown} in {path}: there is no such setting. {hint}")
    return problems


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    known = {setting.variable for setting in SETTINGS} | {CONFIG_VARIABLE}
    return [
        f"{name}: there is no such setting. {_meant(name, known)}"
        for name in sorted(environ)
        if name.startswith(_PREFIX) and name not in known
    ]


def _meant(word: str, known: set[str]) -> str:
    """The nearest of the known; what they all begin with says nothing about nearness."""
    bare = {_bare(name): name for name in known}
    close = get_close_matches(_bare(word), bare, n=1, cutoff=_NEAR)
    if close:
        return f"Did you mean {bare[close[0]]}?"
    return f"There are {', '.join(sorted(known))}."


def _bare(name: str) -> str:
    return name.upper().removeprefix(_PREFIX).removeprefix("TELNYX_")


SETTINGS: tuple[Setting, ...] = (
    Setting("api_key", "TELNYX_API_KEY", values.api_key, "", "the account's API v2 key"),
    Setting(
        "base_url",
        "TELNYX_BASE_URL",
        values.base_url,
        Settings.base_url,
        "where the API answers; plain http only on this machine",
    ),
    Setting(
        "sandbox",
        "TELNYX_VIDEO_SANDBOX",
        values.switch,
        "false",
        "true: no account, the embedded sandbox answers",
    ),
    Setting(
        "mode",
        "TELNYX_VIDEO_MODE",
        values.mode,
        "full",
        "read: looks only; operate: everything but deletion; full",
    ),
    Setting(
        "rooms",
        "TELNYX_VIDEO_ROOMS",
        values.names,
        "",
        "room lock: the only rooms that may be touched, ids or unique names",
    ),
    Setting(
        "protected",
        "TELNYX_VIDEO_PROTECTED",
        values.names,
        "",
        "participants who are never kicked or muted, ids or names",
    ),
    Setting(
        "max_token_ttl_secs",
        "TELNYX_VIDEO_MAX_TOKEN_TTL_SECS",
        values.token_ttl,
        "",
        "the longest a client token may last; 10 to 3600",
    ),
    Setting(
        "join_url",
        "TELNYX_VIDEO_JOIN_URL",
        values.join_url,
        "",
        "your join page, as `https://meet.example.com/#room={room_id}&token={token}`",
    ),
    Setting(
        "audit_file",
        "TELNYX_VIDEO_AUDIT_FILE",
        values.file,
        "",
        "a file that gets one line of JSON for each call",
    ),
    Setting(
        "confirm_key",
        "TELNYX_VIDEO_CONFIRM_KEY",
        values.secret,
        "",
        "a secret of 16 characters or more, when several processes serve one client",
    ),
    Setting(
        "timeout_secs",
        "TELNYX_VIDEO_TIMEOUT_SECS",
        values.timeout,
        "30",
        "the most a call takes, with its retries; 1 to 300",
    ),
    Setting(
        "log_level",
        "TELNYX_VIDEO_LOG_LEVEL",
        values.log_level,
        Settings.log_level,
        "DEBUG, INFO, WARNING or ERROR; logs go to stderr",
    ),
)


def load_here(flags: Mapping[str, Any]) -> Settings:
    """The settings of this process, from its own environment."""
    return load(os.environ, flags)
