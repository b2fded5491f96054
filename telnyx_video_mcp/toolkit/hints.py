"""Mistyped names of arguments, and which one was probably meant."""

from collections.abc import Mapping
from typing import Annotated, Any, get_args, get_origin

from telnyx_video_mcp.toolkit.refusal import nearest


class AlsoCalled:
    """Other words for a parameter: ``Annotated[int, AlsoCalled("limit")]``.

    They only lead to a hint, and are never accepted in its place.
    """

    def __init__(self, *names: str) -> None:
        self.names = names


def meant(name: str, parameters: Mapping[str, Any]) -> str | None:
    """The parameter that was probably meant; `parameters` maps names to annotations."""
    word = name.casefold()
    other_words = (known for known in parameters if word in _other_words(parameters[known]))
    return next(other_words, None) or nearest(name, parameters)


def _other_words(annotation: Any) -> set[str]:
    if get_origin(annotation) is Annotated:
        marks = [extra for extra in get_args(annotation)[1:] if isinstance(extra, AlsoCalled)]
        return {name for mark in marks for name in mark.names}
    return {name for arm in get_args(annotation) for name in _other_words(arm)}
