"""A tool is one value: a function, its risk, and what follows from both."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol, Self

from telnyx_video_mcp.toolkit.arguments import Arguments
from telnyx_video_mcp.toolkit.codes import Confirm
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.schema import JsonSchema, output_schema

ToolFunction = Callable[..., Awaitable[Any]]


class Service(Protocol):
    """What the seam must know of the first argument of a tool's function."""

    @property
    def notes(self) -> list[str]:
        """What the result should say besides."""

    @property
    def request_id(self) -> str | None:
        """The id of the last request, for the audit."""

    @property
    def wrote(self) -> bool:
        """Whether a request that writes was sent."""

    def allow_writes(self) -> None:
        """Open the write gate: the call needs no approval, or has it."""


class NoService:
    """The service of a call that was refused before it had one."""

    notes: list[str] = []  # noqa: RUF012 - nobody adds to it
    request_id: str | None = None
    wrote = False

    def allow_writes(self) -> None:
        """There is nothing to write to."""


@dataclass(frozen=True)
class ToolSpec:
    """A tool: its function, and the little that the signature and docstring do not say.

    `verify_with` names the tool that shows the state which a call of this one leaves.
    `timeout_secs` is how long a call may take, where that is not the usual limit.
    `under_room_lock` is false for what a server that is locked to rooms never does, and
    `needs_archive` true for what only a server with an archive does.
    """

    function: ToolFunction
    risk: Risk
    title: str
    verify_with: str
    idempotent: bool | None
    timeout_secs: float | None
    under_room_lock: bool = True
    needs_archive: bool = False
    ceilings: Mapping[str, int] = field(default_factory=dict)
    unset: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def asks(self) -> bool:
        """Whether a person must agree to each call."""
        return self.risk in {Risk.DISRUPT, Risk.DESTROY}

    @property
    def description(self) -> str:
        """The docstring of the function on one line."""
        return " ".join((inspect.getdoc(self.function) or "").split())

    @cached_property
    def arguments(self) -> Arguments:
        """What it takes; a tool that asks takes the code of its preview too."""
        extra = {"confirm": Confirm} if self.asks else {}
        return Arguments(self.function, ceilings=self.ceilings, unset=self.unset, **extra)

    def within(self, ceilings: Mapping[str, int], unset: frozenset[str] = frozenset()) -> Self:
        """The same tool with these ceilings for its numbers, by the names of the settings.

        Parameters that need a setting of `unset` are not there.
        """
        return replace(self, ceilings=ceilings, unset=unset) if ceilings or unset else self

    @cached_property
    def output_schema(self) -> JsonSchema:
        """What it returns."""
        return output_schema(inspect.signature(self.function).return_annotation)


def tool(
    risk: Risk,
    *,
    title: str,
    verify_with: str,
    idempotent: bool | None = None,
    timeout_secs: float | None = None,
    under_room_lock: bool = True,
    needs_archive: bool = False,
) -> Callable[[ToolFunction], ToolSpec]:
    """Make a tool of an async function whose first parameter is the service it works on."""

    def decorate(function: ToolFunction) -> ToolSpec:
        return ToolSpec(
            function,
            risk,
            title,
            verify_with,
            idempotent,
            timeout_secs,
            under_room_lock,
            needs_archive,
        )

    return decorate
