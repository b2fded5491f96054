"""The audit: one line of JSON per call, appended, safe among threads and processes.

Before a tool that writes runs, one blank is appended. It shows that the file takes writes, and a
blank before a line is still JSON. Should the disk be full or the folder gone, the call is refused
before anything happens; calls that only read go on.
"""

import json
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telnyx_video_mcp.toolkit.refusal import Refusal

_log = logging.getLogger(__name__)


class Audit:
    """Appends to one file; without a path it does nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._torn = False

    @property
    def keeps(self) -> bool:
        """Whether anything is recorded."""
        return self._path is not None

    def ready(self) -> None:
        """Make sure that what is about to be written can be recorded.

        Raises:
            Refusal: It cannot.
        """
        if self._path is None:
            return
        try:
            self._append(b" ")
        except OSError as error:
            raise Refusal(
                f"The audit file {self._path} cannot be written ({error.strerror}), so nothing was "
                "sent. Tools that only read still work. Make room, or create the folder.",
                kind="audit_unavailable",
            ) from None

    def record(self, **line: Any) -> None:
        """Append a line with the time in UTC; values that are None are left out."""
        if self._path is None:
            return
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        values = {"time": moment, **{k: v for k, v in line.items() if v is not None}}
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
        try:
            start = "\n" if self._torn else ""  # half a line may stand there since the last failure
            self._append(f"{start}{text}\n".encode("utf-8", "replace"))
            self._torn = False
        except OSError as error:
            self._torn = True
            _log.error("audit file %s: %s", self._path, error.strerror)

    def _append(self, data: bytes) -> None:
        # One write with O_APPEND: the system puts it at the end as a whole.
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        descriptor = os.open(self._path, flags, 0o600) if self._path else -1
        try:
            written = os.write(descriptor, data)
        finally:
            os.close(descriptor)
        if written < len(data):
            raise OSError(28, "No space left on device")


def ids_in(*documents: Any) -> list[str]:
    """The ids that documents hold, each once, in the order of their appearance."""
    found: dict[str, None] = {}

    def walk(value: Any) -> None:
        if isinstance(value, str):
            if len(value) == 36 and value.count("-") == 4:  # noqa: PLR2004 - the form of a UUID
                found[value] = None
        elif isinstance(value, Mapping):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)

    for document in documents:
        walk(document)
    return list(found)
