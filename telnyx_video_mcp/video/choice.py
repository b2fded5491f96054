"""Whom a caller means: ids, names that people show, or everybody inside. Pure.

To hit somebody, a name must mean one person; to spare somebody, it may mean several. So a name in
`participants` is theirs exactly, or but for case and accents, or the first name of one person
alone. A name in `exclude` spares everybody whom it could mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telnyx_video_mcp.api.models import RoomParticipant
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import LONGEST, visible
from telnyx_video_mcp.video import typed_names
from telnyx_video_mcp.video.checks import EVERYONE, is_uuid
from telnyx_video_mcp.video.people import (
    LONGEST_NAME,
    is_protected,
    joined,
    name_of,
    protected_refusal,
)

_CANDIDATES = 10
_People = Sequence[tuple[str, RoomParticipant]]
"""Those inside, with the names that they show; empty for none."""


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
        Refusal: A name in `participants` fits nobody or several people, one in `exclude` fits
            nobody, somebody protected is singled out, or nobody is left.
    """
    people = [(name_of(each, LONGEST) or "", each) for each in present]
    spared_ids = [each for entry in exclude for each in _excluded(entry, people)]
    excluded = list(dict.fromkeys(spared_ids))
    safe = tuple(each for each in present if is_protected(each, protected))
    everyone = list(participants) == [EVERYONE]
    if everyone:
        wanted = [each.id for each in present if each.id and each not in safe]
    else:
        wanted = [_wanted(entry, people, protected) for entry in participants]
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


def _excluded(entry: str, people: _People) -> list[str]:
    """The ids of everybody whom an entry of `exclude` could mean."""
    if is_uuid(entry):
        return [entry.lower()]
    found = typed_names.meant(entry, people)
    if not found:
        raise _nobody(entry, people)
    return [each.id for each in found if each.id]


def _wanted(entry: str, people: _People, protected: Sequence[str]) -> str:
    """The id of the one person whom an entry of `participants` means."""
    if is_uuid(entry):
        return entry.lower()
    found = typed_names.same(entry, people)
    if not found and typed_names.any_same(entry, protected):
        # Somebody protected, who may go by their full name: a part of it finds nobody here.
        raise protected_refusal([entry])
    found = found or typed_names.beginning(entry, people)
    if not found:
        raise _nobody(entry, people)
    if len(found) > 1 or not found[0].id:
        raise _refusal(entry, f"{len(found)} people inside are", found, "they are", "ambiguous")
    return found[0].id


def _nobody(entry: str, people: _People) -> Refusal:
    candidates = typed_names.nearest_first(entry, people)
    return _refusal(entry, "Nobody inside is", candidates, "is inside", "not_found")


def _refusal(
    entry: str, counted: str, candidates: Sequence[RoomParticipant], who: str, kind: str
) -> Refusal:
    shown = visible(entry, LONGEST_NAME)[0]
    more = " (ten of them, the nearest names first)" if len(candidates) > _CANDIDATES else ""
    return Refusal(
        f"{counted} called {shown!r}, so nothing was sent. Use an id: `candidates` lists who "
        f"{who}{more}.",
        kind=kind,
        candidates=joined(candidates[:_CANDIDATES]),
    )
