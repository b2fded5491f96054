"""A tool is one value: a function, its risk, and what follows from both."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from telnyx_video_mcp.toolkit.arguments import Arguments
from telnyx_video_mcp.toolkit.codes import Confirm
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.schema import JsonSchema, output_schema

ToolFunction = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class ToolSpec:
    """A tool: its function, and the little that the signature and docstring do not say.

    `look_with` names the tool that shows the state which a call of this one leaves. `lasts_secs` is
    how long a call may take, where that is not the usual limit.
    """

    function: ToolFunction
    risk: Risk
    title: str
    look_with: str
    idempotent: bool | None
    lasts_secs: float | None

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
        return Arguments(self.function, **({"confirm": Confirm} if self.asks else {}))

    @cached_property
    def output_schema(self) -> JsonSchema:
        """What it returns."""
        return output_schema(inspect.signature(self.function).return_annotation)


def tool(
    risk: Risk,
    *,
    title: str,
    look_with: str,
    idempotent: bool | None = None,
    lasts_secs: float | None = None,
) -> Callable[[ToolFunction], ToolSpec]:
    """Make a tool of an async function whose first parameter is the service it works on."""

    def decorate(function: ToolFunction) -> ToolSpec:
        return ToolSpec(function, risk, title, look_with, idempotent, lasts_secs)

    return decorate
