"""What a write answers that creates no record: what was done, and to whom."""

from typing import Any, TypedDict


class Outcome(TypedDict, total=False):
    """`done` says whether anything was sent that changes something; `message` is for people."""

    done: bool
    message: str
    room_id: str
    session_id: str
    recording_id: str
    composition_id: str
    participants: list[str]
    exclude: list[str]
    deleted: int


class AskedOutcome(Outcome, total=False):
    """The same for a call that needs the person's word: instead, it may show a preview."""

    needs_confirmation: bool
    preview: dict[str, Any]
    confirm: str
