"""What a server says on stderr to whoever started it by hand."""

import pytest

from tests.process.driver import KEY, run, run_in_terminal

pytestmark = pytest.mark.anyio

WITHOUT_KEY = "telnyx-video-mcp: no API key: tools are listed, but every call will be refused"
WAITING = (
    "telnyx-video-mcp: waiting for an MCP client on stdin; try `telnyx-video-mcp tour`, or --help"
)


async def test_without_a_key_it_says_so_in_one_line() -> None:
    for arguments in ((), ("serve",)):
        done = await run(*arguments)
        assert (done.returncode, done.stdout) == (0, b"")
        assert done.stderr.decode().splitlines() == [WITHOUT_KEY]


async def test_with_a_key_or_the_sandbox_it_says_nothing() -> None:
    assert (await run(TELNYX_API_KEY=KEY)).stderr == b""
    assert (await run("--sandbox")).stderr == b""


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--sandbox"], [WAITING]), (["serve", "--sandbox"], [])]
)
async def test_in_a_terminal_without_a_command_it_says_what_it_waits_for(
    arguments: list[str], said: list[str]
) -> None:
    done = await run_in_terminal(*arguments)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == said
