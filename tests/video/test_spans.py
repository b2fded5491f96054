"""Spans of time, against the plain meaning of days and times."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.checks import day_or_time
from telnyx_video_mcp.video.spans import Span, Spans

moments = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 4), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis wants bounds without a zone
texts = moments.map(lambda each: each.isoformat()) | moments.map(lambda each: f"{each:%Y-%m-%d}")


def bounds(text: str) -> tuple[datetime, datetime]:
    """The first and the last moment that a text means."""
    if len(text) == len("2026-11-01"):
        begin = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return begin, begin + timedelta(days=1) - datetime.resolution
    return datetime.fromisoformat(text), datetime.fromisoformat(text)


@given(first=st.none() | texts, last=st.none() | texts, when=moments)
def test_a_span_holds_what_lies_between_and_nothing_else(
    first: str | None, last: str | None, when: datetime
) -> None:
    first, last = (text and day_or_time(text) for text in (first, last))
    if first and last and bounds(first)[0] > bounds(last)[1]:
        with pytest.raises(Refusal, match="swap them"):
            Span("created", first, last)
        return
    span = Span("created", first, last)
    inside = (not first or when >= bounds(first)[0]) and (not last or when <= bounds(last)[1])
    assert span.holds(Room(created_at=when.isoformat())) is inside
    day = f"{when:%Y-%m-%d}"
    asked = span.query()
    listed = all(
        {"eq": day == wanted, "gte": day >= wanted, "lte": day <= wanted}[name[-4:-1].strip("[")]
        for name, wanted in asked.items()
        if isinstance(wanted, str)
    )
    assert listed or not inside, "the API must list at least what the span holds"


@given(moments, st.integers(-14, 14))
def test_a_time_is_the_same_moment_with_any_offset(when: datetime, hours: int) -> None:
    elsewhere = when.astimezone(tz=timezone(timedelta(hours=hours)))
    assert datetime.fromisoformat(day_or_time(elsewhere.isoformat())) == when


def test_a_time_without_a_zone_is_utc() -> None:
    assert day_or_time("2026-11-24T09:30") == day_or_time("2026-11-24 09:30Z")


def test_the_ends_of_the_calendar_are_days_like_others() -> None:
    span = Span("created", "0001-01-01", "9999-12-31")
    assert span.holds(Room(created_at="2026-11-24T09:30:00Z"))


def test_a_record_whose_time_cannot_be_read_is_kept() -> None:
    spans = Spans.of(created=("2026-11-24", None))
    unreadable = [Room(), Room(created_at="soon")]
    assert spans.inside(unreadable) == unreadable
