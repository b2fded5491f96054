"""Saying no in a way that helps: what was wrong, and how to do it right."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from telnyx_video_mcp.toolkit.untrusted import folded


class Refusal(Exception):  # noqa: N818 - a tool that refuses has not failed
    """A call that is not carried out; nothing was sent, or nothing but reads.

    `message` is the sentence for the caller, `kind` the sort of refusal, `details` are further
    fields of the error.
    """

    def __init__(self, message: str, *, kind: str = "invalid_arguments", **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.details = details

    def explain(self, verify_with: str) -> dict[str, Any]:
        """The refusal as the fields of an error."""
        del verify_with
        return {"kind": self.kind, "message": self.message, **self.details}


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    by_folded = {folded(name): name for name in known}
    close = get_close_matches(folded(word), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None
