"""What a client asked: one entry for each request, in order of arrival, /v2 and /media apart."""

from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.datastructures import QueryParams

from telnyx_video_mcp.sandbox.bodies import parse_json
from telnyx_video_mcp.sandbox.records import Json


@dataclass
class Entry:
    """One request. `status` stays null while it is being answered, and when it was dropped."""

    method: str
    path: str
    query: Json
    body: Any
    status: int | None = None


@dataclass
class RequestLog:
    """All /v2 requests since the last clear, refused and faulted ones included."""

    entries: list[Entry] = field(default_factory=list)

    def open(self, method: str, path: str, query: QueryParams, body: bytes) -> Entry:
        """Note a request as it arrives. A body that is not JSON is noted as null."""
        decoded = {name: query.getlist(name) for name in query}
        entry = Entry(
            method,
            path,
            {name: many if len(many) > 1 else many[0] for name, many in decoded.items()},
            _parsed(body),
        )
        self.entries.append(entry)
        return entry

    def shown(self) -> list[Json]:
        """The entries as JSON objects: method, path, query, body, status."""
        return [asdict(entry) for entry in self.entries]


@dataclass
class Download:
    """One request for a file. `range` is its header, `sent_bytes` what went out of the file."""

    method: str
    path: str
    range: str | None
    status: int | None = None
    sent_bytes: int = 0


@dataclass
class DownloadLog:
    """All /media requests since the last clear, without the signatures of their links."""

    entries: list[Download] = field(default_factory=list)

    def open(self, method: str, path: str, asked_range: str | None) -> Download:
        """Note a request as it arrives."""
        entry = Download(method, path, asked_range)
        self.entries.append(entry)
        return entry

    def shown(self) -> list[Json]:
        """The entries as JSON objects: method, path, range, status, sent_bytes."""
        return [asdict(entry) for entry in self.entries]


def _parsed(body: bytes) -> Any:
    try:
        return parse_json(body)
    except ValueError:
        return None
