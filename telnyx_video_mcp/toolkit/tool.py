"""A tool is one value, and every call passes through one seam.

In order: unknown arguments are refused by name, values are checked, the function runs, errors
become a sentence with a next step, the result becomes compact JSON.
"""

import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from mcp.server.mcpserver.tools.base import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp_types import CallToolResult

from telnyx_video_mcp.toolkit import results
from telnyx_video_mcp.toolkit.arguments import Arguments
from telnyx_video_mcp.toolkit.risk import Risk, annotations
from telnyx_video_mcp.toolkit.schema import JsonSchema, output_schema

ToolFunction = Callable[..., Awaitable[Any]]

_log = logging.getLogger(__name__)


@runtime_checkable
class Explained(Protocol):
    """An exception that can say what happened, to what, and what to do now."""

    def explain(self, look_with: str) -> dict[str, Any]:
        """The fields of an error: `kind`, `message` and what else applies."""


@dataclass(frozen=True)
class ToolSpec:
    """A tool: its function, and the little that the signature and docstring do not say.

    `look_with` names the tool that shows the state which a call of this one leaves.
    """

    function: ToolFunction
    risk: Risk
    title: str
    look_with: str
    idempotent: bool | None

    @property
    def name(self) -> str:
        """The name of the function."""
        return self.function.__name__

    @property
    def description(self) -> str:
        """The docstring of the function on one line."""
        return " ".join((inspect.getdoc(self.function) or "").split())

    @cached_property
    def arguments(self) -> Arguments:
        """What it takes."""
        return Arguments(self.function)

    @cached_property
    def output_schema(self) -> JsonSchema:
        """What it returns."""
        return output_schema(inspect.signature(self.function).return_annotation)


def tool(
    risk: Risk, *, title: str, look_with: str, idempotent: bool | None = None
) -> Callable[[ToolFunction], ToolSpec]:
    """Make a tool of an async function whose first parameter is the service it works on."""

    def decorate(function: ToolFunction) -> ToolSpec:
        return ToolSpec(function, risk, title, look_with, idempotent)

    return decorate


@dataclass(frozen=True)
class Seam:
    """What every call passes through; `service` makes the first argument of the function."""

    service: Callable[[], Any]

    async def call(self, spec: ToolSpec, given: Mapping[str, Any]) -> CallToolResult:
        """Run one call; never raises but for cancellation."""
        try:
            arguments = spec.arguments.check(given)
            return results.success(await spec.function(self.service(), **arguments))
        except Exception as error:  # noqa: BLE001 - whatever it is, the model gets a sentence
            return results.error(**_explanation(spec, error))


def _explanation(spec: ToolSpec, error: Exception) -> dict[str, Any]:
    if isinstance(error, Explained):
        return error.explain(spec.look_with)
    # Frames only: the message of an unforeseen exception may hold values of the call.
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s failed with %s\n%s", spec.name, type(error).__name__, frames)
    return {
        "kind": "internal",
        "message": (
            f"{spec.name} failed inside this server ({type(error).__name__}); its log says where. "
            f"{spec.look_with} shows the present state."
        ),
    }


class SeamTool(Tool):
    """The SDK's tool, with the seam in place of its own argument model and error text."""

    seam: Any
    spec: Any

    async def run(
        self,
        arguments: dict[str, Any],
        context: Any,
        convert_result: bool = False,  # noqa: FBT001, FBT002 - the SDK's signature
    ) -> Any:
        """Answer one call."""
        del context, convert_result
        return await self.seam.call(self.spec, arguments)


def mcp_tool(spec: ToolSpec, seam: Seam) -> SeamTool:
    """The tool as the SDK's server takes it."""
    return SeamTool(
        fn=spec.function,
        name=spec.name,
        title=spec.title,
        description=spec.description,
        parameters=spec.arguments.schema,
        fn_metadata=FuncMetadata(arg_model=ArgModelBase, output_schema=spec.output_schema),
        is_async=True,
        context_kwarg=None,
        annotations=annotations(spec.title, spec.risk, idempotent=spec.idempotent),
        seam=seam,
        spec=spec,
    )
