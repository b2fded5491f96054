"""Protected people are never kicked or muted, by whatever name or id they are protected."""

import json

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.guards.serving import serving
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

MODERATIONS = pytest.mark.parametrize("action", ["kick", "mute"])


def muted(world: World) -> set[str]:
    return {each["id"] for each in world.state()["participants"] if each["muted"]}


def inside(world: World) -> set[str]:
    return {each["id"] for each in world.list_participants() if each["left_at"] is None}


@pytest.mark.parametrize("era", ERAS)
@MODERATIONS
@pytest.mark.parametrize(
    ("protected", "context"),
    [
        ("Chair", "Chair"),
        ("Chair", "  cHAIR "),
        ("José Müller", "jose muller"),
        ("jose muller", '{"name": "JOSÉ   MÜLLER", "role": "host"}'),
        ("Chair", '{"displayName": "Chair"}'),
        ("Straße", "STRASSE"),
        ("Chair", "Ch\N{SOFT HYPHEN}air\N{RIGHT-TO-LEFT OVERRIDE}"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}da", "Ada"),
        ("The Right Honourable the Chair of the Committee of Committees, et cetera", "="),
    ],
)
async def test_who_is_protected_by_name_is_neither_kicked_nor_muted(
    protected: str, context: str, action: str, era: Era
) -> None:
    async with hosting(era, protected=("Somebody else", protected)) as host:
        context = protected if context == "=" else context
        session, chair = host.join(host.room(unique_name="weekly"), context)
        _, guest = host.join("weekly", "Guest")
        for people in ([chair], [guest, chair]):
            error = await host.refusal(
                f"{action}_participants", session=session, participants=people
            )
            assert error["kind"] == "protected"
            assert "never kicked or muted" in error["message"]
        assert await host.writes() == []
        assert host.questions == [], "nobody is asked for what is refused anyway"
        assert inside(host.world) == {chair, guest}


@MODERATIONS
async def test_a_call_that_would_be_refused_gets_no_code(action: str) -> None:
    async with hosting(answer=None, protected=("Chair",)) as host:
        session, chair = host.join(host.room(), "Chair")
        error = await host.refusal(f"{action}_participants", session=session, participants=[chair])
    assert error["kind"] == "protected"


@pytest.mark.parametrize("era", ERAS)
@MODERATIONS
async def test_everybody_means_everybody_but_the_protected_and_the_result_says_so(
    action: str, era: Era
) -> None:
    async with hosting(era, protected=("chair", "Interpreter")) as host:
        session, chair = host.join(host.room(unique_name="weekly"), '{"username": "Chair"}')
        _, interpreter = host.join("weekly", "Interpreter")
        _, guest = host.join("weekly", "Guest")
        _, spared = host.join("weekly", "Spared")
        done = await host.call(
            f"{action}_participants", session=session, participants=["all"], exclude=[spared]
        )
        (write,) = await host.writes()
        assert inside(host.world) >= {chair, interpreter, spared}
        assert (guest in inside(host.world)) == (action == "mute")
        assert muted(host.world) == ({guest} if action == "mute" else set())
    assert write["body"] == {"participants": [guest], "exclude": [spared]}
    assert {each["id"] for each in done["excluded"]} == {spared, chair, interpreter}
    (note,) = done["notes"]
    assert note == "Protected by this server's settings, and so left alone: Interpreter, chair."


@MODERATIONS
async def test_without_anybody_protected_inside_nothing_is_added_or_noted(action: str) -> None:
    async with hosting(protected=("Chair",)) as host:
        session, chair = host.join(host.room(unique_name="weekly"), "Chair")
        _, guest = host.join("weekly", "Guest")
        host.world.leave(chair)
        done = await host.call(f"{action}_participants", session=session, participants=["all"])
        (write,) = await host.writes()
    assert write["body"] == {"participants": [guest]}
    assert "notes" not in done


async def test_who_is_protected_by_id_stays_whatever_name_they_go_by() -> None:
    world = World()
    room = world.create_room({})["id"]
    joined = world.join(room, "whatever")
    session, chair = joined["session_id"], joined["participant_id"]
    guest = world.join(room, "Chair")["participant_id"]
    async with serving(world, protected=(chair.upper(),)) as host:
        for action in ("mute", "kick"):
            error = await host.refusal(
                f"{action}_participants", session=session, participants=[chair]
            )
            assert error["kind"] == "protected"
            await host.call(f"{action}_participants", session=session, participants=["all"])
            assert (await host.writes())[-1]["body"] == {"participants": [guest]}
    assert inside(world) == {chair}
    assert muted(world) == {guest}


@pytest.mark.parametrize("era", ERAS)
async def test_the_question_lists_who_would_go_and_not_who_is_protected(era: Era) -> None:
    async with hosting(era, protected=("Chair",)) as host:
        session, _ = host.join(host.room(unique_name="weekly"), "Chair")
        host.join("weekly", "Guest")
        await host.call("kick_participants", session=session, participants=["all"])
    (question,) = host.questions
    assert '"Guest"' in question
    assert "Chair" not in question


async def test_where_only_the_protected_are_inside_nobody_is_asked() -> None:
    async with hosting(protected=("Chair",)) as host:
        session, chair = host.join(host.room(), "Chair")
        done = await host.call("kick_participants", session=session, participants=["all"])
        assert await host.writes() == []
        assert inside(host.world) == {chair}
    assert host.questions == []
    assert done["done"] is False


@pytest.mark.parametrize("people", ["all", "chair"])
async def test_the_protected_may_be_unmuted(people: str) -> None:
    async with hosting(protected=("Chair",)) as host:
        session, chair = host.join(host.room(), "Chair")
        host.world.mute(session, {"participants": "all"}, muted=True)
        named = [chair if people == "chair" else people]
        done = await host.call("unmute_participants", session=session, participants=named)
        assert muted(host.world) == set()
    assert "notes" not in done


async def test_somebody_protected_beyond_the_first_page_is_spared_too() -> None:
    world = World()
    room = world.create_room({"max_participants": 50})["id"]
    session = world.join(room, "Chair")["session_id"]
    for number in range(260):  # newest first: the chair is on the second page
        guest = world.join(room, f"Guest {number}")["participant_id"]
        if number < 215:
            world.leave(guest)
    async with serving(world, protected=("Chair",)) as host:
        await host.call("mute_participants", session=session, participants=["all"])
        (write,) = await host.writes()
    chair = world.list_participants()[-1]
    assert chair["id"] not in write["body"]["participants"]
    assert len(muted(world)) == 45


async def test_a_name_that_only_contains_a_protected_one_is_not_protected() -> None:
    async with hosting(protected=("Chair",)) as host:
        session, _ = host.join(host.room(unique_name="weekly"), "Chairman")
        host.join("weekly", json.dumps({"role": "Chair", "user": {"name": "Chair"}}))
        done = await host.call("mute_participants", session=session, participants=["all"])
        assert len(muted(host.world)) == 2
    assert "notes" not in done


@MODERATIONS
async def test_a_context_that_telnyx_sends_as_json_protects_as_well(action: str) -> None:
    async with hosting(protected=("Chair",)) as host:
        session, chair = host.join(host.room(), "x")
        person = {"id": chair, "session_id": session, "context": {"name": "Chair"}}
        path = f"/v2/room_sessions/{session}/participants"
        await host.fault(path=path, status=200, body={"data": [person]}, times=9)
        error = await host.refusal(f"{action}_participants", session=session, participants=[chair])
        assert await host.writes() == []
    assert error["kind"] == "protected"
