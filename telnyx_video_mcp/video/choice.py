"""Whom a caller means: ids, names that people show, or everybody inside. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from telnyx_video_mcp.api.models import RoomParticipant
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import folded, visible
from telnyx_video_mcp.video.checks import EVERYONE, is_uuid
from telnyx_video_mcp.video.people import (
    LONGEST_NAME,
    folded_name,
    is_protected,
    joined,
    protected_refusal,
)

_CANDIDATES = 10


@dataclass(frozen=True)
class Choice:
    """Who is meant.

    Args:
        people: Those inside.
        absent: Ids that were given, of nobody inside.
        excluded: Ids that were excluded.
        spared: Those inside who are excluded or, of everybody, protected.
        protected: Those among them who are protected, and were not excluded.
    """

    people: tuple[RoomParticipant, ...]
    absent: tuple[str, ...]
    excluded: tuple[str, ...]
    spared: tuple[RoomParticipant, ...]
    protected: tuple[RoomParticipant, ...] = ()

    @property
    def ids(self) -> list[str]:
        """All ids that are meant."""
        return [*(each.id for each in self.people if each.id), *self.absent]


def refuse_nobody(participants: Sequence[str], exclude: Sequence[str]) -> None:
    """Refuse what excludes everybody whom it names; before anything is read."""
    named = {entry.lower() for entry in participants}
    if named <= {entry.lower() for entry in exclude}:
        raise Refusal("exclude names everybody in participants: nobody is left.")


def chosen(
    present: Sequence[RoomParticipant],
    participants: Sequence[str],
    exclude: Sequence[str],
    protected: Sequence[str],
) -> Choice:
    """Whom `participants` without `exclude` mean, of those who are `present`.

    Raises:
        Refusal: A name fits nobody or several people, somebody protected is singled out, or nobody
            is left.
    """
    excluded = [_identifier(entry, present) for entry in exclude]
    safe = tuple(each for each in present if is_protected(each, protected))
    everyone = list(participants) == [EVERYONE]
    if everyone:
        wanted = [each.id for each in present if each.id and each not in safe]
    else:
        wanted = [_identifier(entry, present) for entry in participants]
        _refuse_protected(participants, wanted, {each.id for each in safe} - set(excluded))
        if set(wanted) <= set(excluded):
            raise Refusal("exclude names everybody in participants: nobody is left.")
    left = [each for each in dict.fromkeys(wanted) if each not in excluded]
    inside = {each.id: each for each in present}
    spared = tuple(each for each in present if each.id in excluded or (everyone and each in safe))
    return Choice(
        people=tuple(inside[each] for each in left if each in inside),
        absent=tuple(each for each in left if each not in inside),
        excluded=tuple(excluded),
        spared=spared,
        protected=tuple(each for each in spared if each.id not in excluded),
    )


def _refuse_protected(entries: Sequence[str], wanted: Sequence[str], safe: set[str | None]) -> None:
    refused = [entry for entry, each in zip(entries, wanted, strict=True) if each in safe]
    if refused:
        raise protected_refusal(refused)


def _identifier(entry: str, present: Sequence[RoomParticipant]) -> str:
    return entry.lower() if is_uuid(entry) else _the_one(entry, present)


def _the_one(name: str, present: Sequence[RoomParticipant]) -> str:
    """The id of the one person inside who has this name, whatever its case and accents."""
    found = [each for each in present if folded_name(each) == folded(name)]
    if len(found) == 1 and found[0].id:
        return found[0].id
    shown = visible(name, LONGEST_NAME)[0]
    candidates = found or present
    counted = f"{len(found)} people inside are" if found else "Nobody inside is"
    more = " (the first ten)" if len(candidates) > _CANDIDATES else ""
    raise Refusal(
        f"{counted} called {shown!r}, so nothing was sent. Use an id: `candidates` lists who "
        f"{'they are' if found else 'is inside'}{more}.",
        kind="ambiguous" if found else "not_found",
        candidates=joined(candidates[:_CANDIDATES]),
    )
