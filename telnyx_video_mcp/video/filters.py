"""Query parameters and bodies from arguments. Pure; what is not given is not sent."""

from typing import Any

from telnyx_video_mcp.toolkit.refusal import Refusal

Query = dict[str, str | int | bool]


def given(**values: Any) -> dict[str, Any]:
    """The values that are not None, by their names."""
    return {name: value for name, value in values.items() if value is not None}


def matching(**values: str | int | bool | None) -> Query:
    """Filters on one value, such as ``filter[room_id]``."""
    return {f"filter[{name}]": value for name, value in given(**values).items()}


def days(field: str, first: str | None, last: str | None) -> Query:
    """The filter on ``date_<field>_at`` for the days from `first` to `last`, both included.

    Raises:
        Refusal: `first` is after `last`, so nothing could ever match.
    """
    name = f"filter[date_{field}_at]"
    if first and last and first > last:
        raise Refusal(f"{field}_from ({first}) is after {field}_to ({last}): swap them.")
    if first and first == last:
        return {f"{name}[eq]": first}
    bounds = {f"{name}[gte]": first, f"{name}[lte]": last}
    return {key: day for key, day in bounds.items() if day is not None}
