"""The audit: lines of JSON, appended, safe among threads and processes.

Each call leaves one line that says how it ended. A tool that writes leaves another one before it
starts, with the outcome "started" and, in `call`, an id that both lines have. There are two reasons
for this line. Only a write proves that the file takes writes: free space, permissions and a file
that can be opened promise nothing, and taking a trial write back would cut off what other processes
have appended meanwhile. And a process that is killed, or a machine that fails, leaves a line that
says what it was about to do. If the line cannot be written, the call is refused before anything
happens; calls that only read go on.

Every line begins with `{`, also after a disk was full: what was written of a line then stays, and
the next line starts on its own.
"""

import errno
import json
import logging
import os
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from telnyx_video_mcp.toolkit.refusal import Refusal

_log = logging.getLogger(__name__)
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Audit:
    """Appends to one file; without a path it does nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._failed = False
        self._end = 0

    @property
    def keeps(self) -> bool:
        """Whether anything is recorded."""
        return self._path is not None

    def started(self, **line: Any) -> str | None:
        """Record that something is about to be done; the id for its last line, if any is kept.

        Raises:
            Refusal: It cannot be recorded.
        """
        call = token_hex(4)
        self.require(**line, outcome="started", call=call)
        return call if self.keeps else None

    def require(self, **line: Any) -> None:
        """Append a line, as `record` does, or refuse.

        Raises:
            Refusal: It cannot be written.
        """
        try:
            self._append(line)
        except OSError as error:
            is_folder = self._path is not None and self._path.is_dir()
            step = "Name a file in it" if is_folder else "Make room, or create the folder"
            why = "it is a folder" if is_folder else error.strerror
            raise Refusal(
                f"The audit file {self._path} cannot be written ({why}), so nothing was "
                f"sent. Tools that only read still work. {step}.",
                kind="audit_unavailable",
            ) from None

    def record(self, **line: Any) -> None:
        """Append a line with the time in UTC; values that are None are left out."""
        try:
            self._append(line)
        except OSError as error:
            _log.error("audit file %s: %s", self._path, error.strerror)

    def _append(self, line: Mapping[str, Any]) -> None:
        if self._path is None:
            return
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        values = {"time": now, **{k: v for k, v in line.items() if v is not None}}
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=str)
        failed, self._failed = self._failed, True
        descriptor = os.open(self._path, _APPEND, 0o600)
        try:
            alone = _alone(descriptor)
            size = os.fstat(descriptor).st_size
            # Where this process wrote last, there is nothing to look for.
            look = size != self._end and (alone or failed)
            start = "\n" if look and _torn(self._path, descriptor) else ""
            data = f"{start}{text}\n".encode("utf-8", "replace")
            # One write with O_APPEND: the system puts it at the end as a whole.
            written = os.write(descriptor, data)
        finally:
            os.close(descriptor)
        if written < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._failed, self._end = False, size + written


def _alone(descriptor: int) -> bool:
    """Keep other processes out until the descriptor is closed; False where that is impossible.

    Without it, a line that another process is writing could be taken for half a line.
    """
    try:
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except (ImportError, OSError):
        return False
    return True


def _torn(path: Path, descriptor: int) -> bool:
    """Whether a file ends within a line, as after a write for which there was too little room."""
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or not status.st_size:  # a pipe, or nothing yet
        return False
    try:
        reader = os.open(path, os.O_RDONLY)
    except OSError:
        return False  # it may be written but not read
    try:
        os.lseek(reader, -1, os.SEEK_END)
        return os.read(reader, 1) != b"\n"
    finally:
        os.close(reader)


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
