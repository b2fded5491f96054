"""`check` says by report and exit code whether it would work, and never says the key."""

import re
import socket
from pathlib import Path

import pytest

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.settings.declared import SETTINGS
from telnyx_video_mcp.toolkit.risk import Mode
from telnyx_video_mcp.tools.catalogue import CATALOGUE, offered
from tests.archive.kept import found
from tests.deadline import http_client
from tests.hosting import NOBODY
from tests.process.driver import KEY, run, sandbox

pytestmark = pytest.mark.anyio


async def check(*options: str, **variables: str) -> tuple[int, str]:
    """Exit code and all that was printed."""
    done = await run("check", *options, **variables)
    said = (done.stdout + done.stderr).decode()
    assert KEY not in said
    assert "Traceback" not in said
    return done.returncode, said


def shown(said: str) -> dict[str, str]:
    """The report: what stands beside each name, on one line."""
    found: dict[str, str] = {}
    name = ""
    for line in said.splitlines():
        if match := re.fullmatch(r"  (\S.{18})  ?(\S.*)", line):
            name = match[1].rstrip()
            found[name] = match[2]
        elif line.startswith(" " * 22):
            found[name] += f" {line.strip()}"
    return found


async def test_the_embedded_sandbox_works() -> None:
    code, said = await check("--sandbox")
    assert code == 0
    assert said.splitlines()[-1] == "It works. Exit code 0."
    assert f"{len(offered(Mode.FULL))}, about" in said
    assert re.search(
        r"the built-in sandbox answered after \d+ ms: 5 rooms$", said, flags=re.MULTILINE
    )


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
    answer = shown(said)["answer"]
    assert re.fullmatch(r"the API answered after \d+ ms: 1 room", answer)
    assert base_url in said


async def test_every_setting_in_force_is_shown_but_no_secret(tmp_path: Path) -> None:
    given = {
        "api_key": KEY,
        "base_url": "https://telnyx.test/v2",
        "config": str(tmp_path / "settings.json"),
        "sandbox": "true",
        "mode": "operate",
        "rooms": "weekly-standup",
        "protected": "Alice, Bob",
        "max_token_ttl_secs": "600",
        "join_url": "https://meet.example.com/#room={room_id}&token={token}",
        "audit_file": str(tmp_path / "audit.jsonl"),
        "archive": str(tmp_path / "archive"),
        "confirm_key": f"confirm-{KEY}",
        "timeout_secs": "12.5",
        "shutdown_secs": "0",
        "http_max_sessions": "7",
        "http_idle_secs": "60",
        "log_level": "INFO",
    }
    (tmp_path / "settings.json").write_text("{}", encoding="utf-8")
    assert list(given) == [setting.key for setting in SETTINGS]
    variables = {setting.variable: given[setting.key] for setting in SETTINGS}
    code, said = await check(**variables)
    assert code == 0
    reported = shown(said)
    for setting in SETTINGS:
        assert reported[setting.key] == ("set" if setting.secret else given[setting.key])
    _, said = await check(TELNYX_VIDEO_TIMEOUT_SECS="")
    reported = shown(said)
    for setting in SETTINGS:
        assert reported[setting.key] == (setting.shown(setting.default) or setting.unset)


async def test_a_locked_room_is_shown_with_its_id_or_name() -> None:
    world = World()
    weekly = world.create_room({"unique_name": "weekly"})["id"]
    nameless = world.create_room({})["id"]
    async with sandbox(world) as base_url:
        code, said = await check(
            TELNYX_API_KEY=KEY,
            TELNYX_BASE_URL=base_url,
            TELNYX_VIDEO_ROOMS=f"weekly,{weekly.upper()},{nameless}",
        )
    assert code == 0
    assert shown(said)["room lock"] == (
        f"weekly: {weekly} {weekly.upper()}: weekly {nameless}: a room without a name"
    )


@pytest.mark.parametrize(
    ("lock", "problem"),
    [
        ("weekly,suport", "suport: no room has this name. Did you mean support?"),
        (
            "nothing-like-it",
            "nothing-like-it: no room has this name. Correct the setting rooms (TELNYX_VIDEO_ROOMS",
        ),
        ("Weekly", "Weekly: no room has this name. Did you mean weekly?"),
        (NOBODY, f"{NOBODY}: no room has this id. Correct the setting rooms (TELNYX_VIDEO_ROOMS"),
    ],
)
async def test_a_locked_room_that_does_not_exist_is_named_and_the_code_is_1(
    lock: str, problem: str
) -> None:
    world = World()
    for name in ("weekly", "support"):
        world.create_room({"unique_name": name})
    async with sandbox(world) as base_url:
        code, said = await check(
            TELNYX_API_KEY=KEY, TELNYX_BASE_URL=base_url, TELNYX_VIDEO_ROOMS=lock
        )
    assert code == 1
    assert problem in shown(said)["room lock"]
    assert "not every room of the lock was found. Exit code 1." in " ".join(said.split())


@pytest.mark.parametrize("path", ["", "/v1", "/v2/rooms"])
async def test_an_address_without_the_api_is_told_with_the_right_one(path: str) -> None:
    async with sandbox(World()) as base_url:
        address = base_url.removesuffix("/v2") + path
        code, said = await check(TELNYX_API_KEY=KEY, TELNYX_BASE_URL=address)
    assert code == 1
    assert shown(said)["answer"] == (
        f"There is no Video API at this address (status 404). Check TELNYX_BASE_URL, which is "
        f"{address}; for Telnyx it must be https://api.telnyx.com/v2. Then run telnyx-video-mcp "
        "check again."
    )


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 429, 500, 503])
async def test_an_answer_that_is_an_error_speaks_of_settings_and_never_of_tools(
    status: int,
) -> None:
    async with sandbox(World()) as base_url, http_client(base_url) as controls:
        fault = {"path": "/v2/*", "status": status, "times": 9, "headers": {"retry-after": "0"}}
        await controls.post("/../sandbox/faults", json=fault)
        code, said = await check(TELNYX_API_KEY=KEY, TELNYX_BASE_URL=base_url)
    assert code == 1
    answer = shown(said)["answer"]
    assert not [spec.name for spec in CATALOGUE if spec.name in answer]
    if status in {400, 404, 409, 422}:
        assert f"(status {status})" in answer
        assert f"Check TELNYX_BASE_URL, which is {base_url}" in answer
    if status in {400, 403, 409, 422}:
        assert "TELNYX_API_KEY is a key of an account with Telnyx Video" in answer
        assert "run telnyx-video-mcp check again" in answer


async def test_an_archive_is_tried_by_writing_reading_and_deleting(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    code, said = await check("--sandbox", TELNYX_VIDEO_ARCHIVE=str(archive))
    assert code == 0
    assert "was written, read back and deleted" in shown(said)["archive answers"]
    assert found(archive, "*") == []


async def test_an_archive_that_cannot_be_written_would_not_work(tmp_path: Path) -> None:
    code, said = await check("--sandbox", TELNYX_VIDEO_ARCHIVE=str(tmp_path / "drive" / "archive"))
    assert code == 1
    assert "connect its drive" in shown(said)["archive answers"]
    assert "nothing can be saved to the archive. Exit code 1." in " ".join(said.split())


async def test_the_report_fits_80_columns() -> None:
    lock = ",".join(f"a-room-with-quite-a-long-name-{number}" for number in range(9))
    code, said = await check("--sandbox", TELNYX_VIDEO_ROOMS=lock)
    assert code == 1
    assert max(map(len, said.splitlines())) <= 80


async def test_a_key_that_is_not_accepted_would_not_work() -> None:
    async with sandbox(World()) as base_url:
        code, said = await check(TELNYX_API_KEY="invalid", TELNYX_BASE_URL=base_url)
    assert code == 1
    assert "did not accept the API key" in shown(said)["answer"]
    assert "Check TELNYX_API_KEY" in shown(said)["answer"]


async def test_an_api_that_nobody_serves_would_not_work() -> None:
    with socket.socket() as bound:  # nobody else gets the port, and nobody listens on it
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        code, said = await check(
            TELNYX_API_KEY=KEY,
            TELNYX_BASE_URL=f"http://127.0.0.1:{port}/v2",
            TELNYX_VIDEO_TIMEOUT_SECS="300",
        )
    assert code == 1
    assert f"No connection to 127.0.0.1:{port}" in shown(said)["answer"]
    assert "connection refused" in shown(said)["answer"]
    assert said.endswith(
        "It would not work: the API refused, or could not be reached. Exit code 1.\n"
    )


async def test_without_a_key_it_cannot_work_yet() -> None:
    code, said = await check()
    assert code == 2
    assert "TELNYX_API_KEY" in said
    assert "--sandbox" in said
    assert said.endswith("It cannot work yet: the settings need correcting. Exit code 2.\n")


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
