"""A plan: what a call would do, looked up but not done, together with how to do it."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Plan(Generic[ResultT]):
    """What a call would do, looked up but not done, together with how to do it.

    Args:
        question: What a person is asked, without times, so that it changes only with the facts.
            None when no approval is needed: the plan is then carried out at once.
        apply: Does it, to exactly what was shown, and returns the result.
        facts: What would be affected, for a program and a model.
        targets: The ids of everything that would be affected; an approval is bound to them.
        brief: The question for a model, without text from outsiders; None when it has none anyway.
    """

    question: str | None
    apply: Callable[[], Awaitable[ResultT]]
    facts: Mapping[str, Any] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    brief: str | None = None

    @property
    def digest(self) -> str:
        """Stands for the set of targets."""
        return digest(self.targets)


def digest(targets: Iterable[str]) -> str:
    """Stands for a set of targets, in any order."""
    return hashlib.sha256("\n".join(sorted(targets)).encode()).hexdigest()
