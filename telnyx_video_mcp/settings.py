"""Settings: flag > environment > file > default.

Each setting is one `Setting` below; what it is called where, what it accepts, and the README's
table follow from it. All problems are found at once.
"""

import ipaddress
import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CONFIG_VARIABLE = "TELNYX_VIDEO_CONFIG"
_PREFIX = "TELNYX_VIDEO_"
_LONGEST_TIMEOUT_SECS = 300
_QUOTES = "\"'\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_LONGEST_URL = 2000
_PLAIN_URL = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(:\d+)?(/[\w.~%/-]*)?",
    re.IGNORECASE | re.ASCII,
)
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True)
class Settings:
    """What the server was told. The key is kept out of the representation."""

    api_key: str | None = None
    base_url: str = "https://api.telnyx.com/v2"
    sandbox: bool = False
    timeout_secs: float = 30.0
    log_level: str = "WARNING"
    config: Path | None = None

    def __repr__(self) -> str:
        shown = {**vars(self), "api_key": "set" if self.api_key else None}
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
    problems: list[str] = []
    flags = {key: value for key, value in (flags or {}).items() if value is not None}
    config = flags.get("config") or environ.get(CONFIG_VARIABLE)
    path = Path(str(config)) if config else None
    with suppress(RuntimeError):  # nobody has that home; the file is then not found
        path = path.expanduser() if path else None
    file = _file(path, problems) if path else {}
    _unknown_variables(environ, problems)
    values: dict[str, Any] = {}
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
            values[setting.key] = setting.read(value)
        except ValueError as error:
            problems.append(f"{name}: {error}")
    if problems:
        raise SettingsError(problems)
    return Settings(**values, config=path)


def _file(path: Path, problems: list[str]) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problems.append(f"{path}: the settings file cannot be read ({error.strerror}).")
        return {}
    except UnicodeDecodeError:
        problems.append(f"{path}: the settings file is not UTF-8 text.")
        return {}
    except (ValueError, RecursionError) as error:
        problems.append(f"{path}: the settings file is not JSON ({error}).")
        return {}
    if not isinstance(document, dict):
        problems.append(
            f'{path}: the settings file must be an object, such as {{"sandbox": true}}.'
        )
        return {}
    known = {setting.key for setting in SETTINGS}
    problems += [
        f"{_on_one_line(key)} in {path}: there is no such setting. {_meant(key, known)}"
        for key in document
        if key not in known
    ]
    return document


def _on_one_line(key: str) -> str:
    return key if key.isprintable() else ascii(key)


def _unknown_variables(environ: Mapping[str, str], problems: list[str]) -> None:
    known = {setting.variable for setting in SETTINGS} | {CONFIG_VARIABLE}
    problems += [
        f"{name}: there is no such setting. {_meant(name, known)}"
        for name in sorted(environ)
        if name.startswith(_PREFIX) and name not in known
    ]


def _meant(word: str, known: set[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"Did you mean {close[0]}?" if close else f"There are {', '.join(sorted(known))}."


def _api_key(value: Any) -> str:
    key = _text(value)
    if re.search(r"\$\{.*\}|\$[A-Z_]+|%[A-Z_]+%", key):
        raise ValueError(
            "it is a placeholder that nobody filled in; put the key itself there, or let the "
            "client that starts the server fill it in."
        )
    if key.strip(_QUOTES) != key:
        raise ValueError("the key is in quotes; remove them.")
    if re.match(r"bearer\b", key, re.IGNORECASE):
        raise ValueError('the key starts with "Bearer"; leave that word out.')
    if re.search(r"\s", key):
        raise ValueError("the key has blanks or line breaks in it; remove them.")
    if not key.isascii() or not key.isprintable():
        raise ValueError("the key has characters that no key has; copy it again.")
    return key


def _base_url(value: Any) -> str:
    url = _text(value).rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if len(url) > _LONGEST_URL or not host or parts.scheme not in {"http", "https"}:
        raise ValueError("it must be a URL such as https://api.telnyx.com/v2.")
    if not _PLAIN_URL.fullmatch(url):
        raise ValueError("it must be a plain URL, without user, query or fragment.")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(
            "plain http would show the key to the network; use https. http is accepted only for "
            "this machine (127.0.0.1, ::1, localhost)."
        )
    if host == "api.telnyx.com" and parts.path != "/v2":
        raise ValueError("for Telnyx it must be https://api.telnyx.com/v2.")
    return url


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _switch(value: Any) -> bool:
    words = {"true": True, "1": True, "yes": True, "on": True}
    words |= {"false": False, "0": False, "no": False, "off": False}
    word = str(value).strip().lower()
    if word not in words:
        raise ValueError(f"it must be true or false, not {value!r}.")
    return words[word]


def _timeout(value: Any) -> float:
    try:
        seconds = float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        seconds = float("nan")
    if not 1 <= seconds <= _LONGEST_TIMEOUT_SECS:
        raise ValueError(f"it must be seconds from 1 to {_LONGEST_TIMEOUT_SECS}, not {value!r}.")
    return seconds


def _log_level(value: Any) -> str:
    level = str(value).strip().upper()
    if level not in _LOG_LEVELS:
        raise ValueError(f"it must be one of {', '.join(_LOG_LEVELS)}, not {value!r}.")
    return level


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("it must be text, and not empty.")
    return value


SETTINGS: tuple[Setting, ...] = (
    Setting("api_key", "TELNYX_API_KEY", _api_key, "", "the account's API v2 key"),
    Setting(
        "base_url",
        "TELNYX_BASE_URL",
        _base_url,
        Settings.base_url,
        "where the API answers; plain http only on this machine",
    ),
    Setting(
        "sandbox",
        "TELNYX_VIDEO_SANDBOX",
        _switch,
        "false",
        "true: no account, the embedded sandbox answers",
    ),
    Setting(
        "timeout_secs",
        "TELNYX_VIDEO_TIMEOUT_SECS",
        _timeout,
        "30",
        "the most a call takes, with its retries; 1 to 300",
    ),
    Setting(
        "log_level",
        "TELNYX_VIDEO_LOG_LEVEL",
        _log_level,
        Settings.log_level,
        "DEBUG, INFO, WARNING or ERROR; logs go to stderr",
    ),
)


def load_here(flags: Mapping[str, Any]) -> Settings:
    """The settings of this process, from its own environment."""
    return load(os.environ, flags)
