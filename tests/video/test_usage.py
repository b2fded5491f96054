"""Sums come out the same in whatever order pages come, and groups add up to the totals."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telnyx_video_mcp.api.models import RoomComposition, RoomParticipant, RoomRecording, RoomSession
from telnyx_video_mcp.toolkit.untrusted import LONGEST, Supplied
from telnyx_video_mcp.video.spans import Spans
from telnyx_video_mcp.video.usage import By, Usage
from telnyx_video_mcp.video.usage_report import fitting

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOMS = ["a", "b", None]
DAYS = ["2026-11-19T23:59:59Z", "2026-11-20T00:00:00Z", None]
some_rooms, some_times = st.sampled_from(ROOMS), st.sampled_from(DAYS)
people = st.builds(
    RoomParticipant,
    id=st.sampled_from(["1", "2", "3"]),
    context=st.sampled_from(["Ann", "\u00e0nn", "Bob", None]),
    joined_at=some_times,
    left_at=st.just("2026-11-20T01:00:00Z"),
)
sessions = st.builds(
    RoomSession,
    id=st.just("s"),
    room_id=some_rooms,
    created_at=some_times,
    ended_at=st.sampled_from(["2026-11-20T02:00:00Z", None]),
    participants=st.none() | st.lists(people, max_size=3, unique_by=lambda each: each.id),
)
recordings = st.builds(
    RoomRecording,
    room_id=some_rooms,
    participant_id=st.sampled_from(["1", "2", "9", None]),
    type=st.sampled_from(["audio", "video", None]),
    started_at=some_times,
    size_mb=st.sampled_from([None, 1, 2.5]),
)
compositions = st.builds(
    RoomComposition, room_id=some_rooms, created_at=some_times, size_mb=st.just(4)
)


def folded_in(by: By, records: list[Any]) -> Usage:
    usage = Usage(by, None, Spans(()), Spans(()))
    for each in records:
        if isinstance(each, RoomSession):
            usage.add_sessions([each], NOW)
        elif isinstance(each, RoomRecording):
            usage.add_recordings([each])
        else:
            usage.add_compositions([each])
    return usage


@pytest.mark.parametrize("by", ["room", "day"])
@settings(max_examples=100)
@given(records=st.lists(sessions | recordings | compositions, max_size=8), data=st.data())
def test_the_order_of_pages_does_not_matter_and_groups_add_up(
    by: By, records: list[Any], data: st.DataObject
) -> None:
    usage = folded_in(by, records)
    shuffled = folded_in(by, data.draw(st.permutations(records)))
    assert usage.totals == shuffled.totals
    assert dict(usage.groups) == dict(shuffled.groups)
    together = Usage(by, None, Spans(()), Spans(())).totals
    for _, sums in usage.ranked():
        together.add(sums)
    assert together == usage.totals


@settings(max_examples=100)
@given(records=st.lists(sessions | recordings | compositions, max_size=8), data=st.data())
def test_files_of_persons_and_of_nobody_add_up_in_any_order(
    records: list[Any], data: st.DataObject
) -> None:
    usage = folded_in("person", records)
    shuffled = folded_in("person", data.draw(st.permutations(records)))
    together = usage.assign_tracks()
    for sums in usage.groups.values():
        together.add(sums)
    assert (together.audio, together.video) == (usage.totals.audio, usage.totals.video)
    assert together.people == set(), "a group of one person is no set of people"
    assert together.person_seconds == usage.totals.person_seconds
    assert usage.totals == shuffled.totals


def test_long_names_leave_room_for_fewer_groups_but_always_one() -> None:
    assert fitting([]) == 0
    assert fitting(["short"] * 20) == 10
    assert fitting(["x" * 250] * 20) == 2
    assert fitting([Supplied("\N{PILE OF POO}" * LONGEST)]) == 1
