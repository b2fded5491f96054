"""How the archive fails, in sentences."""

import logging
import re
from typing import Any

_log = logging.getLogger(__name__)
_SYSTEM_SAYS = re.compile(r"([^:\n]+) \(os error \d+\)")
_STATUS = re.compile(r"status code: (\d{3} [A-Z][A-Za-z ]+)")


class ArchiveError(Exception):
    """The archive failed; the sentence says how. `for_all` says that it would for any file."""

    def __init__(self, sentence: str, *, for_all: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.for_all = for_all

    def explain(self, verify_with: str) -> dict[str, Any]:
        """The error as `kind` and `message`."""
        del verify_with
        return {"kind": "archive_failed", "message": self.sentence}


class Sentences:
    """Turns what the store raises into an `ArchiveError`."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError) and error.strerror:
            raise _of_the_system(self._where, error.strerror) from None
        ours = isinstance(error, FileNotFoundError) or type(error).__module__.startswith("obstore")
        if error is None or not ours:
            return
        raise _told(self._where, error) from None


def _of_the_system(where: str, said: str) -> ArchiveError:
    full = "No space left" in said or "quota" in said.lower()
    return ArchiveError(f"The archive {where} failed: {said}.", for_all=full)


def _told(where: str, error: BaseException) -> ArchiveError:
    """What happened, in our words or the system's: a store's own may hold keys and addresses."""
    text = str(error).partition("\n\nDebug source")[0]
    name = type(error).__name__
    if name in {"PermissionDeniedError", "UnauthenticatedError"} or "InvalidAccessKeyId" in text:
        said = "refused access; check its credentials and permissions"
    elif "NoSuchBucket" in text:
        said = "does not exist: there is no such bucket"
    elif system := _SYSTEM_SAYS.search(text):
        return _of_the_system(where, system[1].strip())
    elif status := _STATUS.search(text):
        return ArchiveError(f"The archive {where} answered {status[1].strip()}.")
    elif "builder error" in text:
        said = "is reached by plain http, which AWS_ALLOW_HTTP=true allows"
    elif "error sending request" in text or "connect" in text:
        said = "could not be reached"
    else:
        _log.warning("archive: %s", name)
        return ArchiveError(f"The archive {where} failed ({name}); check the setting archive.")
    return ArchiveError(f"The archive {where} {said}.", for_all=True)
