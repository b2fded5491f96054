"""Checks of single values. Their messages continue the sentence "<parameter> must ..."."""

import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from telnyx_video_mcp.toolkit.problems import shown

EVERYONE = "all"
SHORTEST_SIDE, LONGEST_SIDE, LARGEST_AREA = 16, 1280, 1280 * 720
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ALMOST_UUID = re.compile(r"[0-9a-f-]{24,}", re.IGNORECASE)
_PATH = re.compile(r"^[./\\]|\.\.[/\\]|%2[ef]|%5c", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.]\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")


def is_uuid(text: str) -> bool:
    """Whether it is an id, in the form that the API uses."""
    return bool(_UUID.fullmatch(text))


def uuid(text: str) -> str:
    """An id of the API, in lower case."""
    if not is_uuid(text.strip()):
        raise ValueError("must be an id (a UUID like 0ccc7b54-4df3-4bca-a65a-3da1ecc777f0)")
    return text.strip().lower()


def id_or_name(text: str) -> str:
    """An id, or a room's unique name; never a path, never half an id."""
    text = text.strip()
    if is_uuid(text):
        return text.lower()
    if _ALMOST_UUID.fullmatch(text):
        raise ValueError("must be a complete UUID (8-4-4-4-12 hexadecimal digits) or a room's name")
    if _PATH.search(text):
        raise ValueError("must be an id (a UUID) or a room's unique name, not a path")
    return name(text)


def name(text: str) -> str:
    """Visible text on one line."""
    if not text.strip():
        raise ValueError("must not be blank")
    if not text.isprintable():
        raise ValueError("must not contain control characters or line breaks")
    return text


def new_name(text: str) -> str:
    """A name for a room, by which the room can be found again (see `id_or_name`)."""
    if name(text) != text.strip():
        raise ValueError("must not begin or end with blanks")
    if _ALMOST_UUID.fullmatch(text) or _PATH.search(text):
        raise ValueError("must not look like an id or a path: it could not be used as a name")
    return text


def day(text: str) -> str:
    """A day of the calendar."""
    try:
        exists = _DAY.fullmatch(text) and date.fromisoformat(text)
    except ValueError:
        exists = None
    if not exists:
        raise ValueError("must be a day that exists, written YYYY-MM-DD")
    return text


def whole_day(text: str) -> str:
    """A day, where the API takes nothing else and nothing can be cut afterwards."""
    try:
        return day(text)
    except ValueError:
        raise ValueError(
            "must be a day that exists (YYYY-MM-DD); Telnyx deletes by whole days"
        ) from None


def day_or_time(text: str) -> str:
    """A day of the calendar, or a time in UTC; a time with another offset is converted."""
    try:
        if _DAY.fullmatch(text):
            return day(text)
        when = datetime.fromisoformat(text) if _TIME.fullmatch(text) else None
        when = when and (when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        when = None
    if when is None:
        raise ValueError("must be a day (YYYY-MM-DD) or a UTC time (YYYY-MM-DDTHH:MMZ) that exists")
    return when.isoformat().replace("+00:00", "Z")


def url(text: str) -> str:
    """A complete http or https URL."""
    try:
        parts = urlsplit(text)
        valid = parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", text)
    except ValueError:
        valid = False
    if not valid:
        raise ValueError("must be a complete URL such as https://example.com/hook")
    return text


def url_or_empty(text: str) -> str:
    """A complete URL, or nothing, which clears it."""
    return url(text) if text else text


def resolution(text: str) -> str:
    """Width x height in pixels, within what CreateRoomCompositionRequest allows."""
    match = re.fullmatch(r"(\d{1,5})x(\d{1,5})", text)
    width, height = (int(side) for side in match.groups()) if match else (0, 0)
    fits = all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in (width, height))
    if not fits or width * height > LARGEST_AREA:
        raise ValueError(
            "must be WIDTHxHEIGHT with sides of 16 to 1280 and at most 1280x720 pixels in all"
        )
    return text


def video_sources(entries: list[str]) -> list[str]:
    """Ids of video recordings, or the one entry "*" for all of the session."""
    if "*" in entries:
        if len(entries) > 1:
            raise ValueError('must be ["*"] or ids of video recordings, not both')
        return entries
    return [_one_uuid(entry) for entry in entries]


def _one_uuid(entry: str) -> str:
    try:
        return uuid(entry)
    except ValueError as problem:
        raise ValueError(f"{shown(entry)} {problem}") from None


def regions(layout: Any) -> Any:
    """A layout as a list of regions; the API's own form, an object of them by name, is taken, too.

    Layout names such as "grid" circulate; the API has none.
    """
    if isinstance(layout, dict) and not isinstance(layout.get("video_sources"), list):
        layout = [
            {"name": name, **region} if isinstance(region, dict) else region
            for name, region in layout.items()
        ]
    if not isinstance(layout, list) or any(not isinstance(each, dict) for each in layout):
        raise ValueError(
            "must be a list of regions, such as "
            '[{"name": "grid", "video_sources": ["*"], "width": 1280, "height": 720}]'
        )
    return layout


def named_differently(regions: list[Any]) -> list[Any]:
    """Regions that can be told apart by their names."""
    if len({region.name for region in regions}) < len(regions):
        raise ValueError("must have a different name for each region")
    return regions
