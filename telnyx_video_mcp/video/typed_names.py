"""Names as people type them: exactly, or without minding case and accents, or a first name. Pure.

The three ways are tried in this order, and only the first that finds anything counts.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from telnyx_video_mcp.toolkit.untrusted import folded, visible

ThingT = TypeVar("ThingT")
Named = Sequence[tuple[str, ThingT]]
"""Things with the names that they have; an empty name is none."""

_COMPARED = 60
"""Characters of a name that are looked at to find out how near another is."""


def same(typed: str, named: Named[ThingT]) -> list[ThingT]:
    """What has exactly this name or, if nothing has, what differs only in case and accents."""
    text = visible(typed, len(typed))[0]
    return [thing for name, thing in named if name and name == text] or alike(typed, named)


def alike(typed: str, named: Named[ThingT]) -> list[ThingT]:
    """All that has this name but for case and accents, or exactly this name."""
    wanted = folded(typed)
    return [thing for name, thing in named if wanted and folded(name) == wanted]


def beginning(typed: str, named: Named[ThingT]) -> list[ThingT]:
    """What has a longer name that begins with these words, whatever their case and accents."""
    wanted = _words(typed)
    return [
        thing
        for name, thing in named
        if (words := _words(name))[: len(wanted)] == wanted and len(words) > len(wanted) > 0
    ]


def meant(typed: str, named: Named[ThingT]) -> list[ThingT]:
    """What a name or a first name may mean, all of it: the same names, and those that begin so."""
    return [*alike(typed, named), *beginning(typed, named)]


def nearest_first(typed: Sequence[str], named: Named[ThingT]) -> list[ThingT]:
    """All of it, with the names first that look most like one of those that were typed."""
    wanted = [folded(each)[:_COMPARED] for each in typed]

    def distance(entry: tuple[str, ThingT]) -> float:
        name = folded(entry[0])[:_COMPARED]
        return -max((SequenceMatcher(None, each, name).ratio() for each in wanted), default=0)

    return [thing for _, thing in sorted(named, key=distance)]


def any_same(typed: str, names: Iterable[str]) -> bool:
    """Whether one of the names is the same but for case and accents."""
    wanted = folded(typed)
    return any(folded(name) == wanted for name in names)


def _words(text: str) -> list[str]:
    return [word for each in folded(text).split() if (word := each.rstrip(",;:"))]
