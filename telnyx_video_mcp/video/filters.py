"""Query parameters and bodies from arguments. Pure; what is not given is not sent."""

from typing import Any

Query = dict[str, str | int | bool]


def given(**values: Any) -> dict[str, Any]:
    """The values that are not None, by their names."""
    return {name: value for name, value in values.items() if value is not None}


def matching(**values: str | int | bool | None) -> Query:
    """Filters on one value, such as ``filter[room_id]``."""
    return {f"filter[{name}]": value for name, value in given(**values).items()}
