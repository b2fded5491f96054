"""Client tokens: how long they last, how they come as a link, and where they are never seen."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from telnyx_video_mcp.settings.loading import SettingsError, load
from telnyx_video_mcp.toolkit.risk import Risk
from tests.cases import CASES, SPECS
from tests.guards.worlds import Meeting, holds, meeting
from tests.hosting import ERAS, Era, Host, hosting

pytestmark = pytest.mark.anyio

JOIN_URL = "https://meet.example.com/#room={room_id}&token={token}"


async def issued(host: Host, tool: str, where: Meeting, **arguments: Any) -> dict[str, Any]:
    """A token, by either of the tools that issue some."""
    if tool == "refresh_client_token":
        arguments["refresh_token"] = where.refresh_token
    return await host.call(tool, room=where.room, **arguments)


issuing = pytest.mark.parametrize("tool", ["create_client_token", "refresh_client_token"])


@issuing
@pytest.mark.parametrize("era", ERAS)
async def test_more_than_the_ceiling_is_refused_and_the_ceiling_named(tool: str, era: Era) -> None:
    async with hosting(era, max_token_ttl_secs=900) as host:
        where = meeting(host.world, "weekly")
        refresh = {"refresh_token": where.refresh_token} if "refresh" in tool else {}
        error = await host.refusal(tool, room=where.room, token_ttl_secs=901, **refresh)
        assert await host.writes() == []
        assert error["message"] == "token_ttl_secs must be 10 to 900, not 901."
        at_the_ceiling = await issued(host, tool, where, token_ttl_secs=900)
    assert at_the_ceiling["expires_in_minutes"] == 15
    assert "notes" not in at_the_ceiling


@issuing
async def test_unset_under_a_low_ceiling_sends_the_ceiling_and_says_so(tool: str) -> None:
    async with hosting(max_token_ttl_secs=300) as host:
        where = meeting(host.world, "weekly")
        token = await issued(host, tool, where)
        (write,) = await host.writes()
    assert write["body"]["token_ttl_secs"] == 300
    assert token["expires_in_minutes"] == 5
    assert token["notes"] == ["The token lasts 300 seconds, the most this server allows."]


@issuing
@pytest.mark.parametrize("ceiling", [None, 600, 3600])
async def test_unset_under_a_high_ceiling_or_none_stays_unset(
    tool: str, ceiling: int | None
) -> None:
    async with hosting(max_token_ttl_secs=ceiling) as host:
        token = await issued(host, tool, meeting(host.world, "weekly"))
        (write,) = await host.writes()
    assert "token_ttl_secs" not in write["body"]
    assert token["expires_in_minutes"] == 10
    assert "notes" not in token


@issuing
@pytest.mark.parametrize(("seconds", "minutes"), [(10, 0.2), (60, 1), (90, 1.5), (3600, 60)])
async def test_a_token_says_in_how_many_minutes_it_expires(
    tool: str, seconds: int, minutes: float
) -> None:
    async with hosting() as host:
        where = meeting(host.world, "weekly")
        token = await issued(host, tool, where, token_ttl_secs=seconds)
    assert token["expires_in_minutes"] == minutes


@issuing
@pytest.mark.parametrize("era", ERAS)
async def test_with_a_join_page_a_token_comes_as_a_link_too(tool: str, era: Era) -> None:
    async with hosting(era, join_url=JOIN_URL) as host:
        where = meeting(host.world, "weekly")
        token = await issued(host, tool, where)
        unset = await host.call("get_room", room=where.room)
    link = f"https://meet.example.com/#room={where.room}&token={token['token']}"
    assert token["join_url"] == link
    assert "join_url" not in unset


async def test_without_a_join_page_there_is_no_link() -> None:
    async with hosting() as host:
        token = await issued(host, "create_client_token", meeting(host.world, "weekly"))
    assert "join_url" not in token


async def test_what_a_link_is_filled_with_cannot_change_the_link() -> None:
    odd = "a/b?c#d&room={room_id} %é\"'"
    async with hosting(join_url=JOIN_URL) as host:
        room = host.room()
        body = {"data": {"token": odd}}
        await host.fault(method="POST", path="/v2/rooms/*", status=201, body=body)
        token = await host.call("create_client_token", room=room)
    filled = token["join_url"].removeprefix(f"https://meet.example.com/#room={room}&token=")
    assert filled == quote(odd, safe="")
    assert set(filled).isdisjoint(set("/?#&{} \"'"))


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("https://meet.example.com/?token={token}", "{token} may stand only after the #"),
        ("https://meet.example.com/{token}#token={token}", "{token} may stand only after the #"),
        ("https://{token}.example.com/#{token}", "{token} may stand only after the #"),
        ("https://meet.example.com/#room={room_id}", "it must have {token} after a #"),
        ("https://meet.example.com/", "it must have {token} after a #"),
        ("https://meet.example.com/#token={token}&name={name}", "it must have {token} after a #"),
        ("https://meet.example.com/{room}#token={token}", "it must have {token} after a #"),
        ("https://meet.example.com/#{}={token}", "it must have {token} after a #"),
        ("http://meet.example.com/#token={token}", "it must be https"),
        ("HTTP://meet.example.com/#token={token}", "it must be"),
        ("ftp://meet.example.com/#token={token}", "it must be a URL"),
        ("javascript:alert(1)#{token}", "it must be a URL"),
        ("meet.example.com/#{token}", "it must be a URL"),
        ("https:///#{token}", "it must be a URL"),
        ("https://meet.example.com/a b#{token}", "it must be a URL"),
        ("https://meet.example.com/#\u202e{token}", "it must be a URL"),
    ],
)
def test_a_join_page_that_would_show_the_token_or_lead_nowhere_is_refused_at_start(
    template: str, problem: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        load({"TELNYX_VIDEO_JOIN_URL": template})
    (only,) = raised.value.problems
    assert only.startswith(f"TELNYX_VIDEO_JOIN_URL: {problem}")


@pytest.mark.parametrize(
    "template",
    [
        JOIN_URL,
        "https://meet.example.com/{room_id}#{token}",
        "http://localhost:3000/join/{room_id}?lang=de#{token}",
        "http://127.0.0.1/#{token}",
        "http://[::1]:8080/#{token}",
    ],
)
def test_a_join_page_that_keeps_the_token_out_of_requests_is_taken(template: str) -> None:
    assert load({"TELNYX_VIDEO_JOIN_URL": template}).join_url == template


@pytest.mark.parametrize("ceiling", ["9", "3601", "0", "-60", "ten", "600.5", "٦٠٠", "true"])
def test_a_ceiling_that_no_token_can_have_is_refused_at_start(ceiling: str) -> None:
    with pytest.raises(SettingsError, match="a whole number from 10 to 3600"):
        load({"TELNYX_VIDEO_MAX_TOKEN_TTL_SECS": ceiling})


async def test_tokens_are_seen_in_the_one_result_that_issues_them_and_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "audit.jsonl"
    caplog.set_level("DEBUG", "telnyx_video_mcp")
    async with hosting(audit_file=file, join_url=JOIN_URL) as host:
        where = meeting(host.world, "weekly")
        created = await host.call(
            "create_client_token", room=where.room, include_refresh_token=True
        )
        bare = await host.call("create_client_token", room=where.room)
        refresh_token = created["refresh_token"]
        renewed = await host.call(
            "refresh_client_token", room=where.room, refresh_token=refresh_token
        )
        others = [
            (await host.result(case.tool, **case.call(where))).structured_content
            for case in sorted(CASES, key=lambda case: [*Risk].index(SPECS[case.tool].risk))
        ]
        wrong = await host.refusal(
            "refresh_client_token", room=where.room, refresh_token=renewed["token"]
        )
    tokens = [created["token"], created["refresh_token"], bare["token"], renewed["token"]]
    assert len(set(tokens)) == 4
    assert holds(created, tokens) == tokens[:2]
    assert holds(bare, tokens) == [bare["token"]]
    assert holds(renewed, tokens) == [renewed["token"]]
    assert holds([*others, wrong], tokens) == []
    unseen = [each.rpartition(".")[2] for each in tokens]  # the signature, enough to know it by
    for place in (caplog.text, file.read_text(encoding="utf-8")):
        assert place
        assert not [part for part in unseen if part in place]


async def test_download_links_are_neither_logged_nor_audited(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "audit.jsonl"
    caplog.set_level("DEBUG", "telnyx_video_mcp")
    async with hosting(audit_file=file) as host:
        where = meeting(host.world, "weekly")
        host.world.leave(where.participant)
        host.world.advance(60)
        found = [
            await host.call("get_recording", recording_id=where.recording),
            await host.call("list_recordings", include_links=True),
            await host.call("get_composition", composition_id=where.composition),
            await host.call("list_compositions", include_links=True),
        ]
    assert json.dumps(found).count('"download_url"') == 7
    for place in (caplog.text, file.read_text(encoding="utf-8")):
        assert where.recording in place, "the calls are there"
        assert "Signature" not in place
        assert "sandbox.invalid/" not in place
