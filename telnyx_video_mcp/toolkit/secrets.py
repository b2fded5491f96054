"""Values that are credentials: they are never repeated in a sentence or a log."""

import re
from typing import Annotated, Any, get_args, get_origin

MASK = "***"
_TOKEN = re.compile(r"\beyJ[\w-]+\.[\w-]*\.?[\w-]*")
_LINK = re.compile(
    r"([a-z][a-z0-9+.-]{0,30}://)(?:[^/?#]*@)?([\w.:\[\]-]*).*", re.IGNORECASE | re.DOTALL
)
"""A link and all that follows: quotes and blanks do not end what may still be its secret."""


class Secret:
    """Marks a parameter as a credential: ``Annotated[str, Secret()]``."""


def is_secret(annotation: Any) -> bool:
    """Whether an annotation, or an arm of it, carries the mark."""
    if get_origin(annotation) is Annotated:
        return any(isinstance(extra, Secret) for extra in get_args(annotation)[1:])
    return any(is_secret(arm) for arm in get_args(annotation))


def masked(value: Any) -> Any:
    """A value without tokens (JWT) and with links cut down to their host."""
    if isinstance(value, str):
        return _TOKEN.sub(MASK, _LINK.sub(rf"\1\2/{MASK}", value))
    if isinstance(value, dict):
        return {masked(key): masked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [masked(item) for item in value]
    return value
