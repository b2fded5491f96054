"""Whom kick and mute mean: what cannot be used is named at once, with who could be meant."""

import pytest

from tests.hosting import ERAS, NOBODY, Era, hosting

pytestmark = pytest.mark.anyio

ACTIONS = pytest.mark.parametrize("action", ["kick", "mute", "unmute"])
USE = "Use an id, or a name that only one person has: `candidates` lists who is inside"
IN_PART = "'Bob' was taken to mean the only person inside whose name begins with it."


@pytest.mark.parametrize("era", ERAS)
@ACTIONS
async def test_an_unknown_id_is_answered_like_an_unknown_name_and_nothing_is_sent(
    action: str, era: Era
) -> None:
    async with hosting(era) as host:
        host.room(unique_name="weekly")
        _, alice = host.join("weekly", "Alice")
        _, left = host.join("weekly", "Bob")
        host.world.leave(left)
        tool = f"{action}_participants"
        error = await host.refusal(tool, session="weekly", participants=[NOBODY])
        sparing = await host.refusal(tool, session="weekly", participants=["all"], exclude=[NOBODY])
        assert await host.writes() == []
        assert host.questions == []
        gone = await host.call(tool, session="weekly", participants=[left])
    assert error["message"] == (
        f"Nobody in this session has the id '{NOBODY}', so nothing was sent. {USE}."
    )
    assert sparing == error
    assert error["kind"] == "not_found"
    assert [each["id"] for each in error["candidates"]] == [alice]
    assert "Of those named, 1 was not inside." in gone["message"]


@ACTIONS
async def test_all_entries_that_cannot_be_used_are_named_at_once(action: str) -> None:
    async with hosting() as host:
        session, _ = host.join(host.room(unique_name="weekly"), "Bob")
        for name in ("Alicia Smith", "Alicia Jones", "Zora"):
            host.join("weekly", name)
        error = await host.refusal(
            f"{action}_participants",
            session=session,
            participants=["Bob", "Zoe", "Alicia", NOBODY, "Carol"],
            exclude=["Dave"],
        )
        assert await host.writes() == []
    assert error["message"] == (
        f"Nobody inside is called 'Dave', 'Zoe' or 'Carol'; nobody in this session has the id "
        f"'{NOBODY}'; 2 people inside are called 'Alicia', so nothing was sent. {USE}, the "
        "nearest name first."
    )
    assert len(error["candidates"]) == 4


async def test_the_nearest_name_comes_first_and_stands_in_no_message() -> None:
    async with hosting() as host:
        session, alice = host.join(host.room(unique_name="weekly"), "Alice")
        host.join("weekly", "Bob")
        error = await host.refusal("mute_participants", session=session, participants=["Alic"])
        host.world.end_session(session)
        nobody = await host.refusal("mute_participants", session=session, participants=["Alic"])
    assert error["candidates"][0]["id"] == alice
    assert "the nearest name first" in error["message"]
    assert "Alice" not in error["message"]
    assert nobody["message"].endswith("so nothing was sent. Nobody is inside.")


@pytest.mark.parametrize("entry", ["All", "everybody", "EVERYONE"])
async def test_who_says_everybody_in_another_way_is_told_how(entry: str) -> None:
    async with hosting() as host:
        session, _ = host.join(host.room(), "Alice")
        error = await host.refusal("mute_participants", session=session, participants=[entry])
        sparing = await host.refusal(
            "mute_participants", session=session, participants=["Alice"], exclude=[entry]
        )
    assert 'To mean everybody, give ["all"].' in error["message"]
    assert "To mean everybody" not in sparing["message"]


@pytest.mark.parametrize("era", ERAS)
@ACTIONS
async def test_a_part_of_a_name_that_was_enough_is_noted(action: str, era: Era) -> None:
    async with hosting(era) as host:
        session, _ = host.join(host.room(), "Bob The Builder")
        _, alice = host.join(host.world.get_session(session)["room_id"], "Alice")
        tool = f"{action}_participants"
        done = await host.call(tool, session=session, participants=["Bob"])
        whole = await host.call(tool, session=session, participants=["alice"])
    assert done["notes"] == [IN_PART]
    assert "notes" not in whole
    assert [each["id"] for each in whole["participants"]] == [alice]


@pytest.mark.parametrize("action", ["kick", "mute"])
async def test_beside_somebody_protected_other_problems_are_named_too(action: str) -> None:
    async with hosting(protected=("Minutes",)) as host:
        session, minutes = host.join(host.room(), "Minutes")
        error = await host.refusal(
            f"{action}_participants", session=session, participants=["minutes", "Zoe"]
        )
        assert await host.writes() == []
    assert error["kind"] == "protected"
    assert "never kicked or muted: minutes." in error["message"]
    assert "Nobody inside is called 'Zoe'" in error["message"]
    assert minutes not in error["message"]
