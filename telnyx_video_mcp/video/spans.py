"""Spans of time that filters take: a day means all of it, a time means that moment, both in UTC.

The API filters by calendar day. So it is asked for the days that a span touches, and what it lists
is cut to the span itself. Pure, but for the note that `cut` leaves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import Page, Record, RecordT
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.filters import Query
from telnyx_video_mcp.video.timestamps import timestamp

_DAY = len("2026-11-24")


@dataclass(frozen=True)
class Span:
    """What happened from `first` to `last`, both included, by the record's field `<field>_at`.

    Raises:
        Refusal: `first` is after `last`, so nothing could ever match.
    """

    field: str
    first: str | None
    last: str | None

    def __post_init__(self) -> None:
        """Refuse what is the wrong way round."""
        if self.first and self.last and begins(self.first) >= ends(self.last):
            raise Refusal(
                f"{self.field}_from ({self.first}) is after {self.field}_to ({self.last}): swap "
                "them."
            )

    def query(self) -> Query:
        """The filter on ``date_<field>_at`` for the days that it touches."""
        name = f"filter[date_{self.field}_at]"
        first, last = (text and text[:_DAY] for text in (self.first, self.last))
        if first and first == last:
            return {f"{name}[eq]": first}
        bounds = {f"{name}[gte]": first, f"{name}[lte]": last}
        return {key: day for key, day in bounds.items() if day}

    def holds(self, record: Record) -> bool:
        """Whether a record is in it, or has no time that could be read."""
        when = timestamp(getattr(record, f"{self.field}_at"))
        if when is None:
            return True
        after = self.first is None or when >= begins(self.first)
        return after and (self.last is None or when < ends(self.last))


@dataclass(frozen=True)
class Spans:
    """All the spans that a call gives, which must all hold."""

    spans: tuple[Span, ...]

    @classmethod
    def of(cls, **bounds: tuple[str | None, str | None]) -> "Spans":
        """Spans by their fields, such as ``created=(created_from, created_to)``."""
        return cls(tuple(Span(field, *pair) for field, pair in bounds.items() if any(pair)))

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.spans)

    def query(self) -> Query:
        """The filters of all of them."""
        return {name: day for each in self.spans for name, day in each.query().items()}

    def inside(self, records: Iterable[RecordT]) -> list[RecordT]:
        """Those of the records that they hold."""
        return [each for each in records if all(span.holds(each) for span in self.spans)]

    def cut(self, api: Api, page: Page[RecordT]) -> Page[RecordT]:
        """A page with only what they hold; a note says when it became shorter."""
        if not self:
            return page
        items = self.inside(page.items)
        if outside := len(page.items) - len(items):
            was, them = ("was", "it") if outside == 1 else ("were", "them")
            api.note(
                f"Telnyx filters by whole days. {outside} of the {len(page.items)} items on this "
                f"page {was} outside the times given and {was} left out; `total` still counts "
                f"{them}."
            )
        return replace(page, items=items)


def begins(text: str) -> datetime:
    """The first moment of a day, or a time itself."""
    return datetime.fromisoformat(text).astimezone(UTC) if len(text) > _DAY else _midnight(text)


def ends(text: str) -> datetime:
    """The first moment after a day, or after a time."""
    if len(text) > _DAY:
        return begins(text) + datetime.resolution
    try:
        return _midnight(text) + timedelta(days=1)
    except OverflowError:  # the last day of the calendar
        return datetime.max.replace(tzinfo=UTC)


def _midnight(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
