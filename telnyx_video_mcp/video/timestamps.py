"""Timestamps of the API as datetimes, and back. Pure."""

from datetime import UTC, datetime


def timestamp(text: str | None) -> datetime | None:
    """A timestamp, in UTC where it names no zone; None for none and for what is none."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):  # the latter at the ends of the calendar
        return None


def to_the_second(text: str | None) -> str | None:
    """A timestamp as `iso` writes it; what cannot be read stays as it is."""
    when = timestamp(text)
    return iso(when) if when else text


def iso(when: datetime) -> str:
    """A time as ISO 8601 in UTC, to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
