"""The key in settings: mistakes in it, and files that show it, are reported without it."""

import json
from pathlib import Path
from typing import Any

import pytest

from telnyx_video_mcp.sandbox.world import World
from telnyx_video_mcp.settings.loading import SettingsError, load
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.deadline import http_client
from tests.guards.canary import CANARY, clean
from tests.process.driver import run, sandbox

pytestmark = pytest.mark.anyio


async def test_a_wrong_key_is_not_shown_to_whom_it_does_not_open(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"api_key": CANARY}), encoding="utf-8")
    file.chmod(0o600)
    async with sandbox(World()) as base_url, http_client(base_url) as controls:
        denied = {
            "path": "/v2/*",
            "status": 401,
            "body": {"errors": [{"title": f"You sent {CANARY}"}]},
        }
        await controls.post("/../sandbox/faults", json=denied)
        done = await run(
            *("check", "--config", str(file), "--log-level", "DEBUG"), TELNYX_BASE_URL=base_url
        )
    assert done.returncode == 1
    said = (done.stdout + done.stderr).decode()
    assert "did not accept the API key" in said
    clean(said, "check")


MISTAKES = [
    f"Bearer {CANARY}",
    f'"{CANARY}"',
    f"{CANARY} ",
    f"{CANARY}\n{CANARY}",
    f"{CANARY}\x00",
    f"{CANARY}é",
    f"${{{CANARY}}}",
    f"bearer {CANARY}",
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_key_with_a_mistake_in_it_is_not_shown_in_the_sentence_about_it(mistake: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load({"TELNYX_API_KEY": mistake})
    clean(str(raised.value), mistake)


@pytest.mark.parametrize("content", [[CANARY], {"api_key": [CANARY]}, {"api_key": {"k": CANARY}}])
def test_a_file_that_is_not_right_is_told_without_its_key(content: Any, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load({}, {"config": str(file)})
    clean(str(raised.value), "settings")
    file.write_text(f'{{"api_key": "{CANARY}", }}', encoding="utf-8")
    with pytest.raises(SettingsError, match="is not JSON") as raised:
        load({}, {"config": str(file)})
    clean(str(raised.value), "settings")


def test_the_settings_show_that_there_are_keys_but_not_the_keys() -> None:
    settings = load({"TELNYX_API_KEY": CANARY, "TELNYX_VIDEO_CONFIRM_KEY": f"confirm-{CANARY}"})
    assert settings.api_key == CANARY
    for text in (repr(settings), str(settings), f"{settings}"):
        clean(text, "settings")
        assert "api_key='set'" in text


async def test_a_file_that_others_can_read_is_warned_of_until_they_cannot(
    tmp_path: Path,
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({"api_key": CANARY, "sandbox": True}), encoding="utf-8")
    said = []
    for mode in (0o644, 0o600):
        file.chmod(mode)
        done = await run("tools", "--config", str(file))
        assert done.returncode == 0
        clean((done.stdout + done.stderr).decode(), "tools")
        said.append(done.stderr.decode())
    (warning,) = said[0].splitlines()
    assert warning.startswith(f"telnyx-video-mcp: {file} holds a key, and other users")
    assert f"chmod 600 {file}" in warning
    assert said[1] == ""


@pytest.mark.parametrize("key", ["api_key", "confirm_key"])
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o602])
def test_whoever_else_can_open_the_file_is_reason_to_warn(
    mode: int, key: str, tmp_path: Path
) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({key: CANARY}), encoding="utf-8")
    file.chmod(mode)
    assert len(load({}, {"config": str(file)}).warnings) == 1


def test_a_file_without_a_key_is_nobodys_secret(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"mode": "read"}', encoding="utf-8")
    file.chmod(0o644)
    assert load({"TELNYX_API_KEY": CANARY}, {"config": str(file)}).warnings == ()


def test_no_tool_can_be_asked_for_the_key() -> None:
    names = {name for spec in CATALOGUE for name in spec.arguments.schema["properties"]}
    assert not {name for name in names if "key" in name or "url" in name} - {
        "webhook_event_url",
        "webhook_event_failover_url",
    }
