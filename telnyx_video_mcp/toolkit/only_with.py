"""Parameters that exist only where an administrator has set something. Pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, get_args


@dataclass(frozen=True)
class OnlyWith:
    """Marks such a parameter: ``Annotated[bool, Field(...), OnlyWith("archive")]``."""

    setting: str


def exists(annotation: Any, unset: AbstractSet[str]) -> bool:
    """Whether a parameter is there while these settings are not set."""
    extras = get_args(annotation)
    if any(isinstance(extra, OnlyWith) and extra.setting in unset for extra in extras):
        return False
    return all(exists(arm, unset) for arm in extras)
