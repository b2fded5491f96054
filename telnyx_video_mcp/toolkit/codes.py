"""Confirmation codes, for clients that cannot ask a person.

A code is an HMAC over the tool, its arguments and the ids that the preview resolved, so it fits
one call on one set of things for ten minutes. A model gets it only together with the preview.
"""

import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field

LIFETIME_SECS = 600
_DIGITS = 24
_FORM = re.compile(rf"([0-9a-f]{{1,12}})-([0-9a-f]{{{_DIGITS}}})")

Confirm = Annotated[str, Field(description="The code from the preview, to carry it out.")]


class Codes:
    """Makes and checks confirmation codes.

    Args:
        key: The HMAC's key, the same for all processes that serve one client; None makes one.
        now: A clock in seconds.
    """

    def __init__(self, key: str | None = None, now: Callable[[], float] = time.time) -> None:
        self._key = key.encode() if key else secrets.token_bytes(32)
        self._now = now

    def code(self, tool: str, arguments: Mapping[str, Any], digest: str) -> str:
        """The code for this call on these targets, from now on."""
        expires = int(self._now()) + LIFETIME_SECS
        return f"{expires:x}-{self._mac(expires, tool, arguments, digest)}"

    def problem(
        self, code: str, tool: str, arguments: Mapping[str, Any], digest: str
    ) -> str | None:
        """Why a code does not hold for this call, or None when it does."""
        match = _FORM.fullmatch(code.strip())
        if match is None:
            return "This code did not come from a preview."
        expires = int(match[1], 16)
        if not hmac.compare_digest(match[2], self._mac(expires, tool, arguments, digest)):
            return "This code does not fit: the call, or what it would affect, has changed."
        if expires < self._now():
            return "This code has expired; codes are valid for ten minutes."
        return None

    def _mac(self, expires: int, tool: str, arguments: Mapping[str, Any], digest: str) -> str:
        message = json.dumps([expires, tool, arguments, digest], sort_keys=True, default=str)
        return hmac.new(self._key, message.encode(), hashlib.sha256).hexdigest()[:_DIGITS]
