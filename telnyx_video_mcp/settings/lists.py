"""How settings that are lists of rooms or people are read."""

import json
from typing import Any


def rooms(value: Any) -> tuple[str, ...]:
    """The rooms of the lock; none would be no lock, which a template may write by accident."""
    listed = names(value)
    if not listed:
        raise ValueError("it is an empty list; name a room, or leave it out to allow all rooms.")
    return listed


def people(value: Any) -> tuple[str, ...]:
    """Participants, as `names`."""
    return names(value, 'it must be a list such as ["Alice", "Bob"], or Alice,Bob.')


def names(
    value: Any, form: str = 'it must be a list such as ["weekly", "support"], or weekly,support.'
) -> tuple[str, ...]:
    """A list of names or ids: a JSON list, or text with commas between them; `form` says so."""
    if isinstance(value, str):
        text = value.strip()
        try:
            value = json.loads(text) if text.startswith("[") else text.split(",")
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(form)
    listed = tuple(each.strip() for each in value)
    if not all(each and each.isprintable() for each in listed):
        raise ValueError("it has an empty or unprintable entry; remove it.")
    return listed
