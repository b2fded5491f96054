"""A request and a reply, as values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Params = Mapping[str, str | int | bool]
"""Query parameters by their full names, such as ``filter[room_id]``."""

_NOUNS = {
    "rooms": "room",
    "room_sessions": "session",
    "room_participants": "participant",
    "room_recordings": "recording",
    "room_compositions": "composition",
}


@dataclass(frozen=True)
class Request:
    """What is sent: method, path below the base URL, query and JSON body.

    `repeatable` says whether sending it twice does the same as sending it once. Query and body may
    be private, so they are kept out of the representation.
    """

    method: str
    path: str
    params: Params | None = field(default=None, repr=False, kw_only=True)
    body: Mapping[str, Any] | None = field(default=None, repr=False, kw_only=True)
    repeatable: bool = field(default=True, kw_only=True)

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method != "GET"

    @property
    def collection(self) -> str:
        """The first part of the path, such as ``room_sessions``."""
        return self.path.strip("/").partition("/")[0]

    @property
    def identifier(self) -> str | None:
        """The id of the one thing it is about; None for a whole collection."""
        return self.path.strip("/").partition("/")[2].partition("/")[0] or None

    @property
    def target(self) -> str:
        """The thing it is about, in words: ``room 0ccc7b54-...`` or ``rooms``."""
        noun = _NOUNS.get(self.collection, self.collection)
        return f"{noun} {self.identifier}" if self.identifier else f"{noun}s"


@dataclass(frozen=True)
class Reply:
    """A reply as it came: status, headers with lower-case names, body."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def request_id(self) -> str | None:
        """The id to quote to Telnyx's support."""
        found = self.headers.get("x-request-id", "")
        return found if re.fullmatch(r"[\w.:/+=-]{1,100}", found, re.ASCII) else None
