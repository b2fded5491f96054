"""Who was there when, in numbers: whatever the stays, the sums hold."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.tools.attendance import artist, attendance
from telnyx_video_mcp.video import presence
from telnyx_video_mcp.video.attendance_report import assumptions
from telnyx_video_mcp.video.attendance_table import markdown
from telnyx_video_mcp.video.presence import SECOND, Meeting, Stay

NAMES = st.sampled_from(["Alice", "ALICE ", "Bob", "Zoë", "zoe", None])
MOMENTS = st.integers(0, 40).map(lambda n: n * SECOND // 2)
STAYS = st.lists(
    st.builds(
        lambda number, name, begins, length: Stay(str(number), name, begins, begins + length),
        st.integers(0, 30),
        NAMES,
        MOMENTS,
        MOMENTS,
    ),
    max_size=25,
)
MAYBE = st.none() | MOMENTS
OVER = Meeting("s", ended=90 * SECOND, began=0)
ACTIVE = Meeting("s", active=True, began=0)


def one(meeting: Meeting, **times: int | None) -> Stay:
    given_times = {
        name: None if (at := times.get(name)) is None else at * SECOND
        for name in ("joined", "updated", "left")
    }
    gone = "left" in times
    return presence.stay(meeting, 100 * SECOND, identifier="p", name="A", gone=gone, **given_times)


def seconds(stay: Stay) -> tuple[float, float]:
    return stay.begins / SECOND, stay.ends / SECOND


@given(STAYS)
def test_person_seconds_are_the_sum_over_people(stays: list[Stay]) -> None:
    persons = presence.people(stays)
    assert presence.seconds(persons) == sum(person.seconds for person in persons)
    for person in persons:
        halves = {
            half for begin, end in person.intervals for half in range(begin, end, SECOND // 2)
        }
        assert abs(person.seconds - len(halves) / 2) <= 0.5


@given(STAYS)
def test_the_peak_is_what_counting_at_every_boundary_finds(stays: list[Stay]) -> None:
    persons = presence.people(stays)
    counted = {
        at: sum(any(b <= at < max(e, b + 1) for b, e in each.intervals) for each in persons)
        for at in {boundary for stay in stays for boundary in (stay.begins, stay.ends)}
    }
    found = presence.peak(persons)
    if not stays:
        assert found is None
        return
    most = max(counted.values())
    assert found == (most, min(at for at, number in counted.items() if number == most))


@given(STAYS.flatmap(lambda stays: st.tuples(st.just(stays), st.permutations(stays))))
def test_the_order_of_the_stays_does_not_matter(both: tuple[list[Stay], list[Stay]]) -> None:
    assert presence.people(both[0]) == presence.people(both[1])


@given(STAYS)
def test_time_is_never_negative_nor_longer_than_from_first_to_last(stays: list[Stay]) -> None:
    for person in presence.people(stays):
        lengths = [end - begin for begin, end in person.intervals]
        assert min(lengths) >= 0
        assert sum(lengths) <= person.last_seen - person.first_seen
        pairs = zip(person.intervals, person.intervals[1:], strict=False)
        assert all(earlier[1] < later[0] for earlier, later in pairs)


@given(STAYS, MAYBE)
def test_stretches_with_nobody_touch_no_stay(stays: list[Stay], until: int | None) -> None:
    for begin, end in presence.nobody(presence.people(stays), until):
        assert end - begin >= SECOND
        assert not any(begin < (stay.begins + stay.ends) / 2 < end for stay in stays)
        assert not any(stay.begins < end and stay.ends > begin for stay in stays)


@given(
    joined=MAYBE,
    updated=MAYBE,
    left=MAYBE,
    gone=st.booleans(),
    began=MAYBE,
    ended=MAYBE,
    active=st.booleans(),
)
def test_whatever_is_missing_a_stay_has_times_that_run_forward(
    *,
    joined: int | None,
    updated: int | None,
    left: int | None,
    gone: bool,
    began: int | None,
    ended: int | None,
    active: bool,
) -> None:
    stay = presence.stay(
        Meeting("s", active=active, began=began, ended=ended),
        50 * SECOND,
        identifier="p",
        name=None,
        joined=joined,
        updated=updated,
        left=left if gone else None,
        gone=gone,
    )
    assert stay.begins <= stay.ends
    assert stay.present is (active and not gone)
    assert not (stay.present and stay.end_unknown)


def test_who_has_not_left_is_inside_while_the_session_is_active() -> None:
    stay = one(ACTIVE, joined=40, updated=50)
    assert (seconds(stay), stay.present, stay.uncertain) == ((40, 100), True, False)


def test_who_never_left_was_there_until_the_session_ended() -> None:
    stay = one(OVER, joined=40, updated=50)
    assert (seconds(stay), stay.present, stay.uncertain) == ((40, 90), False, False)


def test_an_unknown_end_counts_until_the_last_update_and_is_said() -> None:
    stay = one(Meeting("s"), joined=40, updated=50)
    assert (seconds(stay), stay.end_unknown) == ((40, 50), True)
    assert assumptions([stay]) == ["Of 1 stay, the end is unknown: counted until updated_at."]


def test_an_unknown_start_counts_from_the_last_update_and_is_said() -> None:
    stay = one(ACTIVE, updated=70)
    assert (seconds(stay), stay.start_unknown) == ((70, 100), True)
    assert "joined_at is missing" in assumptions([stay])[0]
    assert seconds(one(OVER, updated=70, left=60)) == (60, 60)


def test_leaving_before_joining_is_no_time() -> None:
    stay = one(OVER, joined=40, left=30)
    assert (seconds(stay), stay.reversed) == ((40, 40), True)


def test_two_devices_count_once() -> None:
    stays = [Stay("1", "Alice", 0, 60 * SECOND), Stay("2", "alice", 30 * SECOND, 90 * SECOND)]
    (alice,) = presence.people(stays)
    assert (alice.seconds, alice.intervals) == (90, ((0, 90 * SECOND),))
    assert presence.peak([alice]) == (1, 0)


def test_late_is_more_than_five_minutes_after_the_first() -> None:
    stays = [Stay(None, f"P{at}", at * SECOND, 400 * SECOND) for at in (0, 300, 301)]
    ((person, by),) = presence.late(presence.people(stays))
    assert (person.name, by) == ("P301", 301 * SECOND)


def test_an_active_session_without_anybody_is_empty_until_now() -> None:
    persons = presence.people(
        [Stay("1", "A", 0, 10 * SECOND), Stay("2", "B", 20 * SECOND, 25_000_000)]
    )
    assert presence.nobody(persons, 30 * SECOND) == [
        (10 * SECOND, 20 * SECOND),
        (25 * SECOND, 30 * SECOND),
    ]


@pytest.mark.parametrize("text", ["2026-03-05T10:00:00", "2026-03-05T12:00:00+02:00"])
def test_times_without_a_zone_are_utc(text: str) -> None:
    at = presence.parsed(text)
    assert at == int(datetime(2026, 3, 5, 10, tzinfo=UTC).timestamp()) * SECOND
    assert presence.iso(at) == "2026-03-05T10:00:00Z"


@pytest.mark.parametrize("text", [None, "", "soon", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_is_not_known(text: str | None) -> None:
    assert presence.parsed(text) is None


def test_nothing_of_a_name_is_markdown() -> None:
    name = "a|b ![x](https://evil.example/?q) <b> `c` *d*"
    table = markdown(presence.people([Stay("1", name, 0, 60 * SECOND)]))
    row = table.splitlines()[2]
    escaped = r"a\|b \!\[x\]\(https\://evil\.example/?q\) \<b\> \`c\` \*d\*"
    assert row.startswith(f"| {escaped} | 1.0 | 1970-01-01 00:00:00 | ")


def test_without_matplotlib_the_refusal_says_how_to_go_on() -> None:
    def load(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named 'matplotlib', for {name}")

    with pytest.raises(Refusal) as refused:
        artist(load)
    assert refused.value.kind == "not_installed"
    assert "pip install 'matplotlib>=3.10'" in refused.value.message
    assert 'view="table"' in refused.value.message


def test_the_description_is_short_and_every_parameter_is_described() -> None:
    assert 60 <= len(attendance.description) <= 400
    for schema in attendance.arguments.schema["properties"].values():
        assert 10 <= len(schema["description"]) <= 160
