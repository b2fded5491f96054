"""Query strings: which of a list's items are meant, and which page of them.

Filters work on items as the API shows them, so that what one can filter by is what one can see.
A filter nobody knows is ignored. Whether the platform does so is not documented; many servers do,
and a client that misspells a filter should meet it here first. The same goes for two readings of
the published document: dates are calendar days in UTC, both ends included, and
`filter[duration_secs]` means "at least".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import malformed_query

Test: TypeAlias = Callable[[Any], bool]
Filter: TypeAlias = Callable[[str, str], Test]
Filters: TypeAlias = dict[str, tuple[str, Filter]]

PAGE_SIZE = 20
PAGE_SIZE_LIMIT = 250


def equals(_parameter: str, wanted: str) -> Test:
    """The very string."""
    return lambda value: bool(value == wanted)


def same_id(_parameter: str, wanted: str) -> Test:
    """The same id, in either case."""
    return lambda value: bool(value == wanted.lower())


def is_boolean(parameter: str, wanted: str) -> Test:
    """Exactly `true` or `false`."""
    flag = parse_boolean(parameter, wanted)
    return lambda value: value is flag


def at_least(parameter: str, wanted: str) -> Test:
    """A whole number that is not smaller; an unset value does not count."""
    low = _integer(parameter, wanted)
    return lambda value: value is not None and value >= low


def _on(parameter: str, wanted: str) -> Test:
    day = _day(parameter, wanted)
    return lambda value: value is not None and value[:10] == day


def _not_before(parameter: str, wanted: str) -> Test:
    day = _day(parameter, wanted)
    return lambda value: value is not None and value[:10] >= day


def _not_after(parameter: str, wanted: str) -> Test:
    day = _day(parameter, wanted)
    return lambda value: value is not None and value[:10] <= day


def _dates(*names: str) -> Filters:
    """`filter[date_x_at][eq|gte|lte]` for the fields `x_at`."""
    bounds: dict[str, Filter] = {"eq": _on, "gte": _not_before, "lte": _not_after}
    return {
        f"filter[date_{name}][{bound}]": (name, test)
        for name in names
        for bound, test in bounds.items()
    }


ROOM_FILTERS: Filters = {
    **_dates("created_at", "updated_at"),
    "filter[unique_name]": ("unique_name", equals),
}
SESSION_FILTERS: Filters = {
    **_dates("created_at", "updated_at", "ended_at"),
    "filter[room_id]": ("room_id", same_id),
    "filter[active]": ("active", is_boolean),
}
PARTICIPANT_FILTERS: Filters = {
    **_dates("joined_at", "updated_at", "left_at"),
    "filter[context]": ("context", equals),
    "filter[session_id]": ("session_id", same_id),
}
RECORDING_FILTERS: Filters = {
    **_dates("started_at", "ended_at"),
    "filter[room_id]": ("room_id", same_id),
    "filter[session_id]": ("session_id", same_id),
    "filter[participant_id]": ("participant_id", same_id),
    "filter[status]": ("status", equals),
    "filter[type]": ("type", equals),
    "filter[duration_secs]": ("duration_secs", at_least),
}
COMPOSITION_FILTERS: Filters = {
    **_dates("created_at"),
    "filter[session_id]": ("session_id", same_id),
    "filter[status]": ("status", equals),
}


def select(items: Sequence[Json], query: Mapping[str, str], filters: Filters) -> list[Json]:
    """The items that pass every filter of the query; 422 for a filter that cannot be read."""
    tests = [
        (filters[parameter][0], filters[parameter][1](parameter, wanted))
        for parameter, wanted in query.items()
        if parameter in filters
    ]
    return [item for item in items if all(test(item[field]) for field, test in tests)]


def page(items: Sequence[Json], query: Mapping[str, str]) -> Json:
    """The list envelope: one page under `data`, and `meta` (schema `PaginationMeta`)."""
    number = _within("page[number]", query.get("page[number]"), 1, None)
    size = _within("page[size]", query.get("page[size]"), PAGE_SIZE, PAGE_SIZE_LIMIT)
    start = (number - 1) * size
    return {
        "data": list(items[start : start + size]),
        "meta": {
            "page_number": number,
            "page_size": size,
            "total_pages": -(-len(items) // size),
            "total_results": len(items),
        },
    }


def flag(query: Mapping[str, str], parameter: str) -> bool:
    """An include flag: absent means no."""
    return parameter in query and parse_boolean(parameter, query[parameter])


def parse_boolean(parameter: str, value: str) -> bool:
    """`true` or `false`; 422 for anything else."""
    if value not in ("true", "false"):
        raise malformed_query(f"'{parameter}' must be true or false.", parameter)
    return value == "true"


def _integer(parameter: str, value: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise malformed_query(f"'{parameter}' must be an integer.", parameter)
    return int(value)


def _within(parameter: str, value: str | None, default: int, high: int | None) -> int:
    number = default if value is None else _integer(parameter, value)
    if number < 1 or (high is not None and number > high):
        bounds = "at least 1" if high is None else f"between 1 and {high}"
        raise malformed_query(f"'{parameter}' must be {bounds}.", parameter)
    return number


def _day(parameter: str, value: str) -> str:
    try:
        day = date.fromisoformat(value).isoformat()
    except ValueError:
        day = None
    if day != value:
        raise malformed_query(f"'{parameter}' must be a date such as 2026-11-22.", parameter)
    return value
