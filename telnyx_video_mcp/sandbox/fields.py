"""Checks for the fields of a request body: each returns the value or raises `RefusedError`."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias
from uuid import UUID

from telnyx_video_mcp.sandbox.records import Json
from telnyx_video_mcp.sandbox.refusals import malformed

Check: TypeAlias = Callable[[Any, str], Any]


def given(body: Json, checks: dict[str, Check], at: str = "") -> Json:
    """The fields of `body` that were sent and pass their check.

    Fields nobody knows are ignored: the platform's behaviour is not documented, and this is what
    most servers do.
    """
    return {
        name: check(body[name], f"{at}/{name}") for name, check in checks.items() if name in body
    }


def integer(low: int | None = None, high: int | None = None) -> Check:
    """A whole number within inclusive bounds."""

    def check(value: Any, pointer: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise malformed(f"'{pointer[1:]}' must be an integer.", pointer=pointer)
        if low is not None and value < low:
            raise malformed(
                f"'{pointer[1:]}' must be greater than or equal to {low}.", pointer=pointer
            )
        if high is not None and value > high:
            raise malformed(
                f"'{pointer[1:]}' must be less than or equal to {high}.", pointer=pointer
            )
        return value

    return check


def boolean(value: Any, pointer: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise malformed(f"'{pointer[1:]}' must be a boolean.", pointer=pointer)
    return value


def text(value: Any, pointer: str) -> str:
    """A string."""
    if not isinstance(value, str):
        raise malformed(f"'{pointer[1:]}' must be a string.", pointer=pointer)
    return value


def url(value: Any, pointer: str) -> str | None:
    """A URL with a scheme; the empty string is the documented default and means none."""
    address = text(value, pointer)
    if address and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://\S+", address):
        raise malformed(
            f"'{pointer[1:]}' must be a URL with a scheme, such as 'https'.", pointer=pointer
        )
    return address or None


def uuid(value: Any, pointer: str) -> str:
    """An id, in lower case."""
    try:
        return str(UUID(text(value, pointer)))
    except ValueError:
        raise malformed(f"'{pointer[1:]}' must be a UUID.", pointer=pointer) from None


def uuids(value: Any, pointer: str) -> list[str]:
    """A list of ids."""
    if not isinstance(value, list):
        raise malformed(f"'{pointer[1:]}' must be a list of UUIDs.", pointer=pointer)
    return [uuid(item, f"{pointer}/{index}") for index, item in enumerate(value)]


def nullable(check: Check) -> Check:
    """The same check, with null accepted as "unset"."""
    return lambda value, pointer: None if value is None else check(value, pointer)


WEBHOOK_FIELDS: dict[str, Check] = {
    "webhook_event_url": nullable(url),
    "webhook_event_failover_url": nullable(url),
    "webhook_timeout_secs": nullable(integer(0, 30)),
}
