"""Whom a caller means: ids, names that people show, or everybody inside. Pure.

To hit somebody, a name must mean one person; to spare somebody, it may mean several. So a name in
`participants` is theirs exactly, or but for case and accents, or the first name of one person
alone. A name in `exclude` spares everybody whom it could mean. All that cannot be used is named at
once, and without the names that people show: those are in the candidates.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from telnyx_video_mcp.api.models import RoomParticipant
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import LONGEST, folded, visible
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
_EVERYBODY = {"all", "everybody", "everyone"}


@dataclass(frozen=True)
class Choice:
    """Who is meant.

    Args:
        people: Those inside.
        absent: Ids that were given, of people who have left.
        excluded: Ids that were excluded.
        spared: Those inside who are excluded or, of everybody, protected.
        protected: Those among them who are protected, and were not excluded.
        parts: Entries that are only the beginning of somebody's name.
    """

    people: tuple[RoomParticipant, ...]
    absent: tuple[str, ...]
    excluded: tuple[str, ...]
    spared: tuple[RoomParticipant, ...]
    protected: tuple[RoomParticipant, ...] = ()
    parts: tuple[str, ...] = ()

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
    everybody: Sequence[RoomParticipant],
    participants: Sequence[str],
    exclude: Sequence[str],
    protected: Sequence[str],
) -> Choice:
    """Whom `participants` without `exclude` mean, of those inside.

    Args:
        everybody: The participants of the session, those who have left among them.
        participants: Ids, or names of people inside, or "all" alone.
        exclude: Ids, or names of people inside.
        protected: Who must never be singled out.

    Raises:
        Refusal: Entries of `participants` fit nobody or several people, some in `exclude` fit
            nobody, somebody protected is singled out, or nobody is left.
    """
    present = [each for each in everybody if each.left_at is None]
    entries = _Entries(everybody, protected)
    spared_ids = [each for entry in exclude for each in entries.excluded(entry)]
    excluded = list(dict.fromkeys(spared_ids))
    safe = tuple(each for each in present if is_protected(each, protected))
    everyone = list(participants) == [EVERYONE]
    if everyone:
        wanted = [each.id for each in present if each.id and each not in safe]
        entries.refuse()
    else:
        singled_out = {each.id for each in safe} - set(excluded)
        found = [entries.wanted(entry, singled_out) for entry in participants]
        entries.refuse()
        wanted = [each for each in found if each]
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
        parts=tuple(entries.parts),
    )


class _Entries:
    """Finds whom entries mean, and keeps those that cannot be used."""

    def __init__(self, everybody: Sequence[RoomParticipant], protected: Sequence[str]) -> None:
        inside = [each for each in everybody if each.left_at is None]
        self.people = [(name_of(each, LONGEST) or "", each) for each in inside]
        self.ids = {each.id.lower() for each in everybody if each.id}
        self.protected = protected
        self.parts: list[str] = []
        self._singled_out: list[str] = []
        self._nobody: list[str] = []
        self._unknown: list[str] = []
        self._several: dict[str, list[RoomParticipant]] = {}
        self._all = False

    def excluded(self, entry: str) -> list[str]:
        """The ids of everybody whom an entry of `exclude` could mean."""
        if is_uuid(entry):
            return self._by_id(entry)
        found = typed_names.meant(entry, self.people)
        if not found:
            self._nobody.append(entry)
        return [each.id for each in found if each.id]

    def wanted(self, entry: str, singled_out: Collection[str | None]) -> str | None:
        """The id of the one person whom an entry of `participants` means, if it can be used."""
        found = self._by_id(entry) if is_uuid(entry) else self._by_name(entry)
        if found and found[0] in singled_out:
            self._singled_out.append(entry)
        return found[0] if found else None

    def refuse(self) -> None:
        """Refuse what cannot be used, if there is any: all of it at once."""
        problems = [f"Nobody inside is called {_listed(self._nobody)}"] if self._nobody else []
        if self._unknown:
            problems.append(f"nobody in this session has the id {_listed(self._unknown)}")
        problems += [
            f"{len(found)} people inside are called {_listed([entry])}"
            for entry, found in self._several.items()
        ]
        sentence = "; ".join(problems)
        sentence = f"{sentence[:1].upper()}{sentence[1:]}, so nothing was sent. {self._way_out()}"
        if self._singled_out:
            refusal = protected_refusal(self._singled_out)
            refusal.message += f" {sentence}" if problems else ""
            raise refusal
        if problems:
            kind = "not_found" if self._nobody or self._unknown else "ambiguous"
            raise Refusal(sentence, kind=kind, candidates=joined(self._candidates()[:_CANDIDATES]))

    def _by_id(self, entry: str) -> list[str]:
        if entry.lower() in self.ids:
            return [entry.lower()]
        self._unknown.append(entry)
        return []

    def _by_name(self, entry: str) -> list[str]:
        found = typed_names.same(entry, self.people)
        if not found and typed_names.any_same(entry, self.protected):
            # Somebody protected, who may go by their full name: a part of it finds nobody here.
            self._singled_out.append(entry)
            return []
        if not found and (found := typed_names.beginning(entry, self.people)):
            self.parts.append(entry)
        if not found:
            self._nobody.append(entry)
            self._all = self._all or folded(entry) in _EVERYBODY
        elif len(found) > 1 or not found[0].id:
            self._several[entry] = found
        return [found[0].id] if len(found) == 1 and found[0].id else []

    def _candidates(self) -> list[RoomParticipant]:
        """Who could be meant: all of those inside, unless only some fit."""
        fit = [each for found in self._several.values() for each in found]
        rest = typed_names.nearest_first([*self._nobody], self.people)
        if not self._nobody and not self._unknown:
            rest = []
        return list({id(each): each for each in [*fit, *rest]}.values())

    def _way_out(self) -> str:
        everybody = 'To mean everybody, give ["all"]. ' if self._all else ""
        candidates = self._candidates()
        if not candidates:
            return f"{everybody}Nobody is inside."
        who = "is inside" if self._nobody or self._unknown else "they are"
        nearest = ", the nearest name first" if self._nobody else ""
        ten = f" (only {_CANDIDATES} of them)" if len(candidates) > _CANDIDATES else ""
        return (
            f"{everybody}Use an id, or a name that only one person has: `candidates` lists who "
            f"{who}{nearest}{ten}."
        )


def _listed(entries: Sequence[str]) -> str:
    shown = [repr(visible(entry, LONGEST_NAME)[0]) for entry in dict.fromkeys(entries)]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
