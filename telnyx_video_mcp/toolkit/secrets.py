"""Values that are credentials: they are never repeated in a sentence or a log."""

from typing import Annotated, Any, get_args, get_origin


class Secret:
    """Marks a parameter as a credential: ``Annotated[str, Secret()]``."""


def is_secret(annotation: Any) -> bool:
    """Whether an annotation, or an arm of it, carries the mark."""
    if get_origin(annotation) is Annotated:
        return any(isinstance(extra, Secret) for extra in get_args(annotation)[1:])
    return any(is_secret(arm) for arm in get_args(annotation))
