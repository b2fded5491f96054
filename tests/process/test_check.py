"""`check` says by report and exit code whether it would work, and never says the key."""

import socket
from pathlib import Path

import pytest

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.process.driver import KEY, run, sandbox

pytestmark = pytest.mark.anyio


async def check(*options: str, **variables: str) -> tuple[int, str]:
    """Exit code and all that was printed."""
    done = await run("check", *options, **variables)
    said = (done.stdout + done.stderr).decode()
    assert KEY not in said
    assert "Traceback" not in said
    return done.returncode, said


async def test_the_embedded_sandbox_works() -> None:
    code, said = await check("--sandbox")
    assert code == 0
    assert said.splitlines()[-1] == "It works. Exit code 0."
    assert f"{len(CATALOGUE)}, about" in said


async def test_an_api_that_answers_works_even_where_a_proxy_is_set() -> None:
    world = World()
    world.create_room({})
    async with sandbox(world) as base_url:
        code, said = await check(
            "--log-level",
            "DEBUG",
            TELNYX_API_KEY=KEY,
            TELNYX_BASE_URL=base_url,
            HTTP_PROXY="http://127.0.0.1:1",
        )
    assert code == 0
    assert "1 rooms" in said or "1 room," in said
    assert base_url in said


async def test_a_key_that_is_not_accepted_would_not_work() -> None:
    async with sandbox(World()) as base_url:
        code, said = await check(TELNYX_API_KEY="invalid", TELNYX_BASE_URL=base_url)
    assert code == 1
    assert "did not accept the API key" in said
    assert "TELNYX_API_KEY" in said


async def test_an_api_that_nobody_serves_would_not_work() -> None:
    with socket.socket() as bound:  # nobody else gets the port, and nobody listens on it
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        code, said = await check(
            TELNYX_API_KEY=KEY,
            TELNYX_BASE_URL=f"http://127.0.0.1:{port}/v2",
        )
    assert code == 1
    assert f"No connection to 127.0.0.1:{port}" in said
    assert "connection refused" in said
    assert said.endswith(
        "It would not work: refused or unreachable, see the answer. Exit code 1.\n"
    )


async def test_without_a_key_it_cannot_work_yet() -> None:
    code, said = await check()
    assert code == 2
    assert "TELNYX_API_KEY" in said
    assert "--sandbox" in said
    assert said.endswith("It cannot work yet: misconfigured, see the answer. Exit code 2.\n")


async def test_its_help_says_what_the_exit_codes_mean() -> None:
    _, said = await check("--help")
    assert "Exit code: 0 it works, 1 refused or unreachable, 2 misconfigured." in said


async def test_settings_that_cannot_be_used_are_told_all_at_once(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"timeout": 5}', encoding="utf-8")
    code, said = await check(
        "--config",
        str(file),
        "--log-level",
        "loud",
        TELNYX_API_KEY=f"Bearer {KEY}",
        TELNYX_VIDEO_SANBOX="1",
    )
    assert code == 2
    lines = said.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("telnyx-video-mcp: ") for line in lines)


async def test_settings_that_cannot_be_used_stop_the_server() -> None:
    done = await run(TELNYX_BASE_URL="http://telnyx.test/v2")
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"telnyx-video-mcp: TELNYX_BASE_URL: ")
