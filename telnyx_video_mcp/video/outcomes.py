"""What a write answers that creates no record: what was done, and to whom."""

from typing import Any, TypedDict


class Outcome(TypedDict, total=False):
    """`done` says whether anything was sent that changes something; `message` is for people."""

    done: bool
    message: str


class Asked(Outcome, total=False):
    """A call that needs the person's word may show a preview instead."""

    needs_confirmation: bool
    preview: dict[str, Any]
    confirm: str


class Moderated(Outcome, total=False):
    """Whom it was about."""

    session_id: str
    participants: list[str]
    exclude: list[str]


class Kicked(Moderated, Asked, total=False):
    """The same, for what needs the person's word."""


class RoomDeleted(Asked, total=False):
    """Which room is gone."""

    room_id: str


class SessionEnded(Asked, total=False):
    """Which session is over."""

    session_id: str


class FileDeleted(Asked, total=False):
    """Which file is gone."""

    recording_id: str
    composition_id: str


class FilesDeleted(Asked, total=False):
    """How many files are gone."""

    deleted: int
