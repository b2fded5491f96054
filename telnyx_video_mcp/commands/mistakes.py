"""Mistakes on the command line: what is wrong, and what was probably meant.

argparse would take some of them silently, and explain others badly.
"""

import re
from collections.abc import Iterable, Sequence

from telnyx_video_mcp.commands.options import (
    COMMANDS,
    PROGRAM,
    WITHOUT_COMMAND,
    Command,
    Option,
)
from telnyx_video_mcp.settings.declared import SETTINGS
from telnyx_video_mcp.toolkit.refusal import nearest

_BY_NAME = {command.name: command for command in COMMANDS}
_BY_FLAG = {option.flag: option for command in COMMANDS for option in command.options}
_HELP = {"-h", "--help"}
_VERSION = "--version"
_NUMBER = re.compile(r"-\d+")
_LONGEST_SHOWN = 20


class _MistakeError(Exception):
    """A mistake, as one sentence."""


def mistake(words: Sequence[str]) -> str | None:
    """The first mistake in the words after the program's name, as a sentence; None without any."""
    try:
        _walk(list(words))
    except _MistakeError as error:
        return str(error)
    return None


def _walk(rest: list[str]) -> None:
    command, given = WITHOUT_COMMAND, list[Option]()
    while rest:
        word = rest.pop(0)
        if word in _HELP or (word == _VERSION and command is WITHOUT_COMMAND):
            return  # what follows does not matter then
        if word.startswith("-") and word != "-":
            option = _option(word, command, given)
            given.append(option)
            _skip_value(word, option, rest)
        else:
            command = _command(word, command, given)


def _command(word: str, before: Command, given: list[Option]) -> Command:
    """The command that a word is, after the options given before it."""
    if before is not WITHOUT_COMMAND:
        problem = f"not expected here; {before.name} takes only options. {_see(before)}"
        raise _MistakeError(f"{_shown(word)}: {problem}")
    if word not in _BY_NAME:
        raise _MistakeError(f"{_shown(word)}: there is no such command. {_command_meant(word)}")
    command = _BY_NAME[word]
    for option in given:
        if option not in command.options:
            raise _MistakeError(_without_effect(option.flag, command))
    return command


def _option(word: str, command: Command, given: list[Option]) -> Option:
    """The option that a word is."""
    flag = word.partition("=")[0]
    option = _BY_FLAG.get(flag)
    if option is None:
        raise _MistakeError(f"{_shown(flag)}: {_no_such_option(flag, command)}")
    if option not in command.options:
        raise _MistakeError(_without_effect(flag, command))
    if option in given and not option.repeatable:
        raise _MistakeError(f"{flag}: it is given twice; keep one.")
    return option


def _skip_value(word: str, option: Option, rest: list[str]) -> None:
    """Take the value of an option from the words that follow, unless the word has it."""
    has_value = "=" in word
    if not option.value:
        if has_value:
            raise _MistakeError(f"{option.flag}: it takes no value; write just {option.flag}.")
    elif not has_value:
        if not rest or (rest[0].startswith("-") and not _NUMBER.fullmatch(rest[0])):
            example = f"{option.flag} {option.value}"
            raise _MistakeError(f"{option.flag}: the value is missing; write {example}.")
        rest.pop(0)


def _command_meant(word: str) -> str:
    meant = nearest(word, _BY_NAME)
    return f"Did you mean {meant}?" if meant else f"The commands are {_listed(_BY_NAME)}."


def _no_such_option(flag: str, command: Command) -> str:
    if flag == _VERSION:
        return f"it goes without a command: {PROGRAM} {_VERSION}."
    setting = next((each for each in SETTINGS if each.flag == flag), None)
    if setting:
        return (
            f"this setting has no option; set {setting.variable}, or {setting.key} in a settings "
            "file."
        )
    meant = _option_meant(flag, command)
    if meant is None:
        return f"there is no such option. {_see(command)}"
    elsewhere = meant in _BY_FLAG and _BY_FLAG[meant] not in command.options
    owners = f", an option of {_owners(meant)}" if elsewhere else ""
    return f"there is no such option. Did you mean {meant}{owners}?"


def _option_meant(flag: str, command: Command) -> str | None:
    """The option that was probably abbreviated or misspelled."""
    own = [option.flag for option in command.options]
    known = [*_BY_FLAG, "--help", _VERSION]
    for flags in (own, known):
        longer = [each for each in flags if each.startswith(flag)]
        if len(longer) == 1:
            return longer[0]
    return nearest(flag, known)


def _without_effect(flag: str, command: Command) -> str:
    if command is not WITHOUT_COMMAND:
        return (
            f"{flag}: it has no effect with {command.name}, so leave it out; it is an option of "
            f"{_owners(flag)}."
        )
    value = _BY_FLAG[flag].value
    example = " ".join([PROGRAM, _owners(flag), flag, *([value] if value else [])])
    return f"{flag}: it is an option of {_owners(flag)}; write it after that: {example}."


def _owners(flag: str) -> str:
    """The commands that have an option."""
    return _listed(
        command.name for command in COMMANDS if any(each.flag == flag for each in command.options)
    )


def _see(command: Command) -> str:
    words = [PROGRAM, command.name] if command.name else [PROGRAM]
    return f"Try {' '.join(words)} --help."


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _shown(word: str) -> str:
    """A word as it may be shown; a long one may be a key in the wrong place."""
    if len(word) > _LONGEST_SHOWN:
        word = f"{word[:3]}…"
    return word if word.isprintable() and word.strip() else ascii(word)
