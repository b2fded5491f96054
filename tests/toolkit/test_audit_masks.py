"""What the audit never holds: tokens, keys, and where a link leads."""

from pathlib import Path
from typing import Any

import pytest

from tests.cases import SPECS
from tests.guards.audit import content, lines
from tests.hosting import NOBODY, hosting
from tests.process.driver import KEY

pytestmark = pytest.mark.anyio


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "audit.jsonl"


TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJhdWQiOiJ0ZWxueXgifQ.c2lnbmF0dXJlLXRoYXQtaXMtc2VjcmV0"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("refresh_client_token", {"room": NOBODY, "refresh_token": TOKEN}),
        ("refresh_client_token", {"room": NOBODY, "refreshtoken": TOKEN}),
        ("refresh_client_token", {"room": NOBODY, "refresh_token": [TOKEN]}),
        ("create_client_token", {"room": NOBODY, "token": {"deep": [TOKEN]}}),
        ("get_room", {"room": TOKEN}),
        ("get_room", {"room": f"token_{TOKEN}"}),
        ("get_room", {"room": f"Bearer {TOKEN}"}),
        ("get_room", {TOKEN: "x"}),
        ("kick_participants", {"session": NOBODY, "participants": [TOKEN]}),
        ("create_room", {"unique_name": "x", "api_key": KEY}),
        ("create_room", {"webhook_event_url": "https://hooks.example.com/in/s3cr3t?sign=s3cr3t"}),
        ("create_room", {"webhook_event_url": "https://me:s3cr3t@hooks.example.com/"}),
        ("create_room", {"webhook_event_url": "https://hooks.example.com/it's/s3cr3t"}),
        ("create_room", {"webhook_event_url": 'https://hooks.example.com/"/s3cr3t'}),
        ("create_room", {"webhook_event_url": "https://hooks.example.com/ s3cr3t"}),
        ("create_room", {"webhook_event_url": "wss://hooks.example.com/s3cr3t"}),
        ("update_room", {"room": NOBODY, "webhook_event_failover_url": "HTTPS://x.example/s3cr3t"}),
        ("update_room", {"room": "https://meet.example.com/#token=s3cr3t", "max_participants": 5}),
        (
            "create_composition",
            {"session": NOBODY, "webhook_event_url": "https://x.example#s3cr3t"},
        ),
    ],
)
async def test_no_token_key_or_link_is_recorded_wherever_it_was_put(
    file: Path, tool: str, arguments: dict[str, Any]
) -> None:
    async with hosting(audit_file=file) as host:
        await host.result(tool, **arguments)
    (line,) = lines(file)
    assert line["tool"] == tool
    text = content(file)
    for secret in ("s3cr3t", KEY, TOKEN, TOKEN[-20:]):
        assert secret not in text


SECRETS: list[Any] = [
    TOKEN,
    f"Bearer {TOKEN}",
    [TOKEN],
    {"deep": [TOKEN]},
    "https://hooks.example.com/in/s3cr3t?sign=s3cr3t",
    "https://me:s3cr3t@hooks.example.com/",
]


@pytest.mark.parametrize("tool", SPECS)
async def test_no_argument_of_any_tool_lets_a_secret_into_its_line(file: Path, tool: str) -> None:
    async with hosting(audit_file=file) as host:
        for secret in SECRETS:
            arguments = dict.fromkeys(SPECS[tool].arguments.schema["properties"], secret)
            await host.result(tool, **arguments)
            await host.result(tool, **arguments, api_key=KEY, **{TOKEN: "x"})
    assert [line["tool"] for line in lines(file)] == 2 * len(SECRETS) * [tool]
    text = content(file)
    for known in ("s3cr3t", KEY, TOKEN, TOKEN[-20:]):
        assert known not in text
