"""How settings are loaded: option > environment > settings file > default.

All problems are found at once.
"""

import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from telnyx_video_mcp.settings import file as settings_file
from telnyx_video_mcp.settings.declared import PREFIX, SETTINGS, Settings
from telnyx_video_mcp.settings.misspelt import misspelt

_LIKE_A_KEY = re.compile(r"[\w-]{24,}", re.ASCII)
_NEAR = 0.65
"""How alike two names must be, of 1, for one to be a misspelling of the other."""
_CONFIG = next(setting for setting in SETTINGS if setting.key == "config")
_IN_FILE = tuple(setting for setting in SETTINGS if setting.in_file)


class SettingsError(Exception):
    """Settings that cannot be used; `problems` has one line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_here(flags: Mapping[str, Any]) -> Settings:
    """The settings of this process, from its own environment."""
    return load(os.environ, flags)


def load(environ: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a process.

    Args:
        environ: The environment; an empty variable counts as unset.
        flags: Values of command-line options by the key of their setting; None is unset.

    Raises:
        SettingsError: With every problem found.
    """
    flags = flags or {}
    path, problems = _settings_file(environ, flags)
    document: dict[str, Any] = {}
    if path:
        document, wrong = settings_file.read(path)
        problems += [*wrong, *_unknown_keys(document, path)]
    problems += _unknown_variables(environ)
    not_read, warnings = misspelt(environ)
    problems += not_read
    # A file named in the settings file is beside it: nobody knows in which folder a client
    # starts a server.
    beside = path.parent if path else Path()
    found: dict[str, Any] = {}
    for setting in _IN_FILE:
        sources = (
            (setting.flag, flags.get(setting.key), Path()),
            (setting.variable, environ.get(setting.variable) or None, Path()),
            (f"{setting.key} in {path}", document.get(setting.key), beside),
        )
        source = next((each for each in sources if each[1] is not None), None)
        if source is None:
            continue
        origin, given, folder = source
        try:
            value = setting.read(given)
        except ValueError as error:
            problems.append(f"{origin}: {_without_keys(str(error), given)}")
        else:
            found[setting.key] = folder / value if isinstance(value, Path) else value
    if problems:
        raise SettingsError(problems)
    holds_secret = any(document.get(setting.key) for setting in _IN_FILE if setting.secret)
    if path and holds_secret:
        warnings += _warnings(path)
    return Settings(**found, config=path, warnings=tuple(warnings))


def _settings_file(
    environ: Mapping[str, str], flags: Mapping[str, Any]
) -> tuple[Path | None, list[str]]:
    """The settings file, if one is named, and what is wrong with its name."""
    named = flags.get(_CONFIG.key)
    if named == "":
        return None, [f"{_CONFIG.flag}: it must name a settings file."]
    named = named or environ.get(_CONFIG.variable) or None
    if named is None:
        return None, []
    path = Path(named)
    with suppress(RuntimeError):  # nobody has that home; the file is then not found
        path = path.expanduser()
    return path, []


def _without_keys(text: str, value: Any) -> str:
    """A key pasted into the wrong setting is not shown either."""
    pasted = isinstance(value, str) and _LIKE_A_KEY.fullmatch(value)
    return text.replace(value, f"{value[:3]}…") if pasted else text


def _warnings(path: Path) -> tuple[str, ...]:
    others = stat.S_IRWXG | stat.S_IRWXO
    if os.name != "posix" or not path.stat().st_mode & others:
        return ()
    return (f"{path} holds a key, and other users of this machine can read it: chmod 600 {path}",)


def _unknown_keys(document: Mapping[str, Any], path: Path) -> list[str]:
    keys = {setting.variable: setting.key for setting in _IN_FILE}
    problems = []
    for name in sorted(set(document) - set(keys.values())):
        same = keys.get(name.upper())
        hint = f"In a file it is called {same}." if same else _meant(name, set(keys.values()))
        shown = settings_file.on_one_line(name)
        problems.append(f"{shown} in {path}: there is no such setting. {hint}")
    return problems


def _unknown_variables(environ: Mapping[str, str]) -> list[str]:
    known = {setting.variable for setting in SETTINGS}
    return [
        f"{name}: there is no such setting. {_meant(name, known)}"
        for name in sorted(environ)
        if name.startswith(PREFIX) and name not in known
    ]


def _meant(word: str, known: set[str]) -> str:
    """The nearest of the known; what they all begin with says nothing about nearness."""
    bare = {_bare(name): name for name in known}
    close = get_close_matches(_bare(word), bare, n=1, cutoff=_NEAR)
    if close:
        return f"Did you mean {bare[close[0]]}?"
    return f"The settings are {', '.join(sorted(known))}."


def _bare(name: str) -> str:
    return name.upper().removeprefix(PREFIX).removeprefix("TELNYX_")
