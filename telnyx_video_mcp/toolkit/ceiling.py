"""Numbers whose greatest value an administrator may lower. Pure."""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import Field
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Ceiling:
    """Marks such a number: ``Annotated[int, Field(le=3600, ...), Ceiling("max_ttl", 600)]``.

    Args:
        setting: Under which name the ceiling is set.
        default: What holds when the number is not given; `{default}` in the description stands for
            it, or for the ceiling where that is smaller.
    """

    setting: str
    default: int


def lowered(annotation: Any, ceilings: Mapping[str, int]) -> Any:
    """An annotation with the ceilings as its maximum, and its default in the description."""
    if get_origin(annotation) in (Union, types.UnionType):
        return reduce(or_, (lowered(arm, ceilings) for arm in get_args(annotation)))
    extras = get_args(annotation)[1:] if get_origin(annotation) is Annotated else ()
    mark = next((extra for extra in extras if isinstance(extra, Ceiling)), None)
    if mark is None:
        return annotation
    ceiling = ceilings.get(mark.setting)
    default = mark.default if ceiling is None else min(mark.default, ceiling)
    described = (extra.description for extra in extras if isinstance(extra, FieldInfo))
    text = next((each for each in described if each), "").format(default=default)
    bound = Field(description=text) if ceiling is None else Field(description=text, le=ceiling)
    return Annotated[annotation, bound]
