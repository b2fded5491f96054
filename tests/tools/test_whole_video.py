"""A meeting's video shows all of it: nothing is composed or handed out that was made too early."""

import pytest

from tests.hosting import ERAS, WEEKLY, Era, a_meeting, hosting

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("era", ERAS)
async def test_a_meeting_that_is_going_on_is_not_composed(era: Era) -> None:
    async with hosting(era) as host:
        session = a_meeting(host)
        for given in (WEEKLY, session):
            error = await host.refusal("create_composition", session=given)
            assert (error["kind"], error["session_id"]) == ("session_active", session)
            assert "wrap_up_meeting" in error["message"]
        assert await host.writes() == []


async def test_recordings_that_are_not_finished_are_not_composed() -> None:
    async with hosting() as host:
        session = a_meeting(host)
        host.world.end_session(session)
        for given in (WEEKLY, session):
            error = await host.refusal("create_composition", session=given)
            assert error["kind"] == "recordings_unfinished"
            assert "4 of 4 recordings are not completed" in error["message"]
        assert await host.writes() == []
        await host.call("wait_for", session=session)
        await host.call("create_composition", session=session)


async def test_to_compose_a_session_given_by_id_takes_4_requests() -> None:
    async with hosting() as host:
        session = a_meeting(host)
        host.world.end_session(session)
        host.world.advance(60)
        await host.call("create_composition", session=session)
        assert len(await host.requests()) == 4


@pytest.mark.parametrize("era", ERAS)
async def test_a_video_made_during_the_meeting_is_not_taken_for_the_video_of_it(era: Era) -> None:
    async with hosting(era) as host:
        session = a_meeting(host)
        early = host.world.create_composition({"session_id": session})["id"]
        host.world.advance(3600)
        first = await host.call("wrap_up_meeting", session=WEEKLY)
        again = await host.call("wrap_up_meeting", session=session)
        made = {each["id"] for each in host.world.state()["compositions"]} - {early}
    assert {first["composition"]["id"], again["composition"]["id"]} == made, "one, and not two"
    assert first["done"] is True
    assert first["composition"]["duration_secs"] == 3720
    assert f"Composition {early} was made before the meeting" in str(first["notes"])


async def test_a_room_is_not_deleted_while_the_only_video_was_made_too_early() -> None:
    async with hosting() as host:
        session = a_meeting(host)
        host.world.create_composition({"session_id": session})
        host.world.advance(3600)
        host.world.end_session(session)
        host.world.advance(60)
        first = await host.call("wrap_up_meeting", session=session, keep_room=False)
        assert host.questions == []
        assert len(host.world.state()["compositions"]) == 2
    assert first["stage"] == "room"


async def test_a_video_made_after_all_was_finished_is_taken() -> None:
    async with hosting() as host:
        session = a_meeting(host)
        host.world.end_session(session)
        host.world.advance(60)
        made = await host.call("create_composition", session=session)
        done = await host.call("wrap_up_meeting", session=session)
        assert len(host.world.state()["compositions"]) == 1
    assert done["composition"]["id"] == made["id"]
    assert "notes" not in done


@pytest.mark.parametrize(
    ("place", "resolution", "fits"),
    [
        ({"width": 3000}, None, "x_pos + width at most 1280"),
        ({"x_pos": 1279, "width": 640}, None, "x_pos + width at most 1280"),
        ({"y_pos": -1}, None, "y_pos must be at least 0"),
        ({"width": 800, "height": 601}, "800x600", "y_pos + height at most 600"),
    ],
)
async def test_a_region_outside_the_picture_is_refused_before_anything_is_sent(
    place: dict[str, int], resolution: str | None, fits: str
) -> None:
    arguments = {"resolution": resolution} if resolution else {}
    region = {"name": "main", "video_sources": ["*"], **place}
    async with hosting() as host:
        error = await host.refusal(
            "create_composition", session=WEEKLY, video_layout=[region], **arguments
        )
        assert await host.requests() == []
    assert fits in error["message"]
