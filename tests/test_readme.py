"""The README tells the truth: its commands, its tables, its example settings."""

import json
import re
from pathlib import Path

import pytest

from docs.readme import example, generated
from telnyx_video_mcp.settings.declared import SETTINGS, Settings
from telnyx_video_mcp.settings.loading import SettingsError, load
from telnyx_video_mcp.tools.catalogue import CATALOGUE
from tests.settings.loaded import KEY

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_generated_tables_are_up_to_date() -> None:
    assert generated(README) == README, "run python docs/readme.py"
    assert all(f"| `{spec.name}` | {spec.risk.value} |" in README for spec in CATALOGUE)
    assert all(f"| `{each.variable}` | " in README for each in SETTINGS)


def test_the_two_commands_come_first_and_ci_runs_the_second() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", README, flags=re.DOTALL)
    assert commands[0] == "pip install '.[archive]' && telnyx-video-mcp tour"
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_example_settings_are_complete_and_valid_but_for_the_key(tmp_path: Path) -> None:
    text = (ROOT / "config.example.json").read_text(encoding="utf-8")
    assert text == example(), "run python docs/readme.py"
    with pytest.raises(SettingsError, match="this is example text") as raised:
        load({}, {"config": ROOT / "config.example.json"})
    assert len(raised.value.problems) == 1
    filled_in = tmp_path / "config.json"
    filled_in.write_text(json.dumps({**json.loads(text), "api_key": KEY}), encoding="utf-8")
    settings = load({}, {"config": filled_in})
    assert settings == Settings(api_key=KEY, config=filled_in, warnings=settings.warnings)


def test_the_sections_stand_in_the_order_of_a_persons_questions() -> None:
    assert re.findall(r"^## (.*)$", README, flags=re.MULTILINE) == [
        "Try it",
        "Connect it",
        "Eight things to say to the assistant",
        "The tools",
        "What it can do in which mode, and when it asks",
        "Saving files",
        "Settings",
        "Troubleshooting",
        "Privacy",
        "Security",
        "How fast it is",
        "Development",
    ]


@pytest.mark.parametrize("block", re.findall(r"```json\n(.*?)\n```", README, flags=re.DOTALL))
def test_every_json_block_is_json(block: str) -> None:
    assert json.loads(block)


def test_every_picture_is_in_the_repository_and_loads_nothing() -> None:
    for path in re.findall(r"!\[.*?\]\((.*?)\)", README):
        picture = (ROOT / path).read_text(encoding="utf-8")
        assert "host_meeting" in picture
        assert set(re.findall(r"https?://[\w.]+", picture)) <= {
            "http://www.w3.org",
            "https://www.textualize.io",
            "https://sandbox.invalid",
            "http://127.0.0.1",
        }
