"""Checks of single values. Their messages continue the sentence "<parameter> must ..."."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from telnyx_video_mcp.toolkit.problems import shown

EVERYONE = "all"
SHORTEST_SIDE, LONGEST_SIDE, LARGEST_AREA = 16, 1280, 1280 * 720
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ALMOST_UUID = re.compile(r"[0-9a-f-]{24,}", re.IGNORECASE)
_PATH = re.compile(r"^[./\\]|\.\.[/\\]|%2[ef]|%5c", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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


def layout_given_as_text(layout: Any) -> Any:
    """Layout names such as "grid" circulate; the API has none."""
    if isinstance(layout, str):
        raise ValueError(  # noqa: TRY004 - pydantic turns only ValueError into a problem
            "must be an object of regions, such as "
            '{"grid": {"video_sources": ["*"], "width": 1280, "height": 720}}'
        )
    return layout
