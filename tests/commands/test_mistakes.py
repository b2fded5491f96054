"""A mistake on the command line is one line on stderr that says what to write instead."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.commands.mistakes import mistake
from telnyx_video_mcp.commands.options import COMMANDS, OF_SETTINGS, Command, Option
from telnyx_video_mcp.commands.parser import build_parser
from telnyx_video_mcp.settings.declared import SETTINGS
from tests.process.driver import run

NAMES = [command.name for command in COMMANDS]
EVERY_OPTION = {option.flag: option for command in COMMANDS for option in command.options}


def written(option: Option) -> list[str]:
    return [option.flag, "x"] if option.value else [option.flag]


def pairs(*, of_the_command: bool) -> Iterator[tuple[Command, Option]]:
    for command in COMMANDS:
        for option in EVERY_OPTION.values():
            if (option in command.options) is of_the_command:
                yield command, option


def parametrized(*, of_the_command: bool) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("command", "option"),
        [
            pytest.param(*pair, id=f"{pair[0].name}{pair[1].flag}")
            for pair in pairs(of_the_command=of_the_command)
        ],
    )


@parametrized(of_the_command=True)
def test_each_command_takes_its_options(command: Command, option: Option) -> None:
    words = [command.name, *written(option)]
    assert mistake(words) is None
    given_options = vars(build_parser().parse_args(words))
    assert given_options.pop("command") == command.name
    assert list(given_options) == [option.flag.removeprefix("--").replace("-", "_")]


@parametrized(of_the_command=False)
def test_an_option_that_the_command_has_no_use_for_is_refused(
    command: Command, option: Option
) -> None:
    problem = mistake([command.name, *written(option)])
    assert problem
    assert problem.startswith(f"{option.flag}: it has no effect with {command.name}, so leave it")
    assert mistake([*written(option), command.name]) != mistake([])


@pytest.mark.parametrize("option", EVERY_OPTION.values(), ids=EVERY_OPTION)
def test_before_the_command_stand_only_options_that_it_takes(option: Option) -> None:
    for command in COMMANDS:
        problem = mistake([*written(option), command.name])
        takes_it = option in command.options and option in OF_SETTINGS
        assert (problem is None) is takes_it, problem


@parametrized(of_the_command=True)
def test_an_abbreviated_option_is_refused_with_the_whole_one(
    command: Command, option: Option
) -> None:
    problem = mistake([command.name, option.flag[:-1], "x"])
    assert problem == f"{option.flag[:-1]}: there is no such option. Did you mean {option.flag}?"
    with pytest.raises(SystemExit):
        build_parser().parse_args([command.name, option.flag[:-1], "x"])


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("sevre", "sevre: there is no such command. Did you mean serve?"),
        ("Check", "Check: there is no such command. Did you mean check?"),
        ("sandbx --port 1", "sandbx: there is no such command. Did you mean sandbox?"),
        (
            "help",
            (
                "help: there is no such command. The commands are serve, tour, check, tools and "
                "sandbox."
            ),
        ),
        ("serve --htpp 1:2", "--htpp: there is no such option. Did you mean --http?"),
        (
            "--htp 127.0.0.1:80 serve",
            "--htp: there is no such option. Did you mean --http, an option of serve?",
        ),
        (
            "--http 127.0.0.1:80",
            (
                "--http: it is an option of serve; write it after that: telnyx-video-mcp "
                "serve --http HOST:PORT."
            ),
        ),
        (
            "tour --mod read",
            (
                "--mod: there is no such option. Did you mean --mode, an option of serve, check "
                "and tools?"
            ),
        ),
        ("serve -x", "-x: there is no such option. Try telnyx-video-mcp serve --help."),
        ("--", "--: there is no such option. Try telnyx-video-mcp --help."),
        ("serve --http", "--http: the value is missing; write --http HOST:PORT."),
        ("--mode --sandbox", "--mode: the value is missing; write --mode MODE."),
        ("--sandbox=yes", "--sandbox: it takes no value; write just --sandbox."),
        ("--mode read serve --mode full", "--mode: it is given twice; keep one."),
        (
            "serve 127.0.0.1:80",
            (
                "127.0.0.1:80: not expected here; serve takes only options. Try telnyx-video-mcp "
                "serve --help."
            ),
        ),
        ("serve --version", "--version: it goes without a command: telnyx-video-mcp --version."),
    ],
)
def test_a_mistake_is_told_with_what_to_write_instead(words: str, problem: str) -> None:
    assert mistake(words.split()) == problem


@pytest.mark.parametrize("setting", [each for each in SETTINGS if each.option is None])
def test_a_setting_without_an_option_says_where_it_is_set(setting: object) -> None:
    key = getattr(setting, "key", "")
    problem = mistake([f"--{key.replace('_', '-')}", "x"])
    assert problem
    assert f"set {getattr(setting, 'variable', '')}, or {key} in a settings file." in problem


def test_a_key_in_the_wrong_place_is_not_shown() -> None:
    key = "KEY0199AF3C_S3cr3tS3cr3tS3cr3t"
    for words in ([key], [f"--api-key={key}"], ["--api-key", key], ["serve", key], [f"--{key}"]):
        problem = mistake(words)
        assert problem
        assert key[5:] not in problem


def test_what_is_shown_of_a_word_stays_on_one_line() -> None:
    for word in ("a\nb", "\x1b[2J", "", " ", "-\n"):
        problem = mistake([word])
        assert problem
        assert problem.isprintable()


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["--version"], ["serve", "--help"]])
def test_help_is_no_mistake(words: list[str]) -> None:
    assert mistake(words) is None


WORDS = [*NAMES, *EVERY_OPTION, *(f"{flag}=x" for flag in EVERY_OPTION), "x", "-1", "-", "--", ""]


@given(st.lists(st.sampled_from(WORDS), max_size=5))
@settings(max_examples=400)
def test_what_is_no_mistake_is_understood(words: list[str]) -> None:
    if mistake(words) is None:
        build_parser().parse_args(words)  # raises SystemExit for what it does not understand


def test_each_command_has_its_module() -> None:
    for name in NAMES:
        assert callable(import_module(f"telnyx_video_mcp.commands.{name}").command)


@pytest.mark.anyio
@pytest.mark.parametrize("words", ["sevre", "serve --htpp 1", "tour --config x", "--http 1:2"])
async def test_the_process_ends_with_one_line_and_code_2(words: str) -> None:
    done = await run(*words.split())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"telnyx-video-mcp: {mistake(words.split())}\n"
