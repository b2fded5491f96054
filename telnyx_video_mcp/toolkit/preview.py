"""What a call would do, looked up but not done."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Preview:
    """What a call would do, looked up but not done.

    Args:
        question: What a person is asked, without times, so that it changes only with the facts.
        facts: The same for a program and a model.
        targets: The ids of everything that would be affected.
        arguments: Arguments to run with instead of those given: names replaced by the ids that
            were shown, so that what was previewed is what happens.
        nothing: Why there is nothing to do, and so nothing to ask.
        brief: The question for a model: without text from outsiders. None when it has none anyway.
        review: Compares the outcome with what was shown; returns what the result should say.
    """

    question: str
    facts: dict[str, Any]
    targets: tuple[str, ...]
    arguments: dict[str, Any] = field(default_factory=dict)
    nothing: str | None = None
    brief: str | None = None
    review: Callable[[Any], str | None] | None = None

    @property
    def digest(self) -> str:
        """Stands for the set of targets."""
        return hashlib.sha256("\n".join(sorted(self.targets)).encode()).hexdigest()
