"""The README's five things to say to the assistant, in the demo world: each ends well."""

import pytest

from tests.hosting import ERAS, Era, Host, hosting

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("era", ERAS)]

STANDUP = "weekly-standup"


def inside(host: Host) -> list[str]:
    """What those inside the standup call themselves, as their apps sent it."""
    return [
        str(each["context"])
        for each in host.world.state()["participants"]
        if each["left_at"] is None
    ]


async def test_a_recorded_meeting_is_hosted_for_two(era: Era) -> None:
    async with hosting(era) as host:
        host.world.reset("demo")
        hosted = await host.call(
            "host_meeting",
            name="design-review",
            guests=["Alice", "Bob"],
            enable_recording=True,
            token_ttl_secs=900,
        )
    assert [guest["expires_in_minutes"] for guest in hosted["guests"]] == [15, 15]


async def test_everybody_but_alice_is_muted_and_charlie_is_out(era: Era) -> None:
    async with hosting(era) as host:
        host.world.reset("demo")
        await host.call(
            "mute_participants", session=STANDUP, participants=["all"], exclude=["Alice"]
        )
        await host.call("kick_participants", session=STANDUP, participants=["Charlie"])
        state = host.world.state()["participants"]
        assert [each["context"] for each in state if each["muted"]] == [
            "Charlie",
            '{"role":"agent","name":"Minutes"}',
            '{"name":"Bob The Builder","id":1}',
        ]
        assert len(inside(host)) == 3
        assert "Charlie" not in inside(host)


async def test_somebody_who_joins_the_standup_is_told_of(era: Era) -> None:
    async with hosting(era) as host:
        host.world.reset("demo")
        host.time.meanwhile = [lambda: host.join(STANDUP, "Dana")]
        seen = await host.call("watch_session", session=STANDUP, up_to_seconds=30)
    (dana,) = seen["joined"]
    assert dana["participant_supplied"]["name"] == "Dana"


async def test_the_standup_is_wrapped_up_with_a_video_that_can_be_fetched(era: Era) -> None:
    async with hosting(era) as host:
        host.world.reset("demo")
        wrapped = await host.call("wrap_up_meeting", session=STANDUP)
        assert inside(host) == []
        video = await host.fetch(wrapped["composition"]["download_url"])
    assert video.status_code == 200
    assert video.headers["content-type"] == "video/mp4"


async def test_recordings_older_than_two_weeks_are_cleaned_up(era: Era) -> None:
    async with hosting(era) as host:
        host.world.reset("demo")
        before = host.world.list_recordings()
        await host.call("clean_up_recordings", older_than_days=14)
        left = {each["id"] for each in host.world.list_recordings()}
    gone = [each for each in before if each["id"] not in left]
    assert len(gone) == 8
    assert max(each["ended_at"] for each in gone) < min(
        each["ended_at"] for each in before if each["id"] in left and each["ended_at"]
    )
