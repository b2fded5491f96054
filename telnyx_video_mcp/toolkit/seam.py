"""The one seam that every call passes through.

In order: unknown arguments are refused by name, values are checked, the function runs or plans, a
person is asked where the plan wants it, errors become a sentence with a next step, text from
outsiders is marked, the result becomes compact JSON, one line goes to the audit.
"""

import logging
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools.base import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp_types import CallToolResult, InputRequiredResult

from telnyx_video_mcp.toolkit import results
from telnyx_video_mcp.toolkit.approval import Approvals, Trail
from telnyx_video_mcp.toolkit.audit import Audit, ids_in
from telnyx_video_mcp.toolkit.in_flight import CallsInFlight
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.risk import Risk, annotations
from telnyx_video_mcp.toolkit.tool import Service, ToolSpec

_log = logging.getLogger(__name__)

Report = Callable[[float, float | None, str | None], Any]
"""Sends the client a notification of progress."""


@runtime_checkable
class Explained(Protocol):
    """An exception that can say what happened, to what, and what to do now."""

    def explain(self, verify_with: str) -> dict[str, Any]:
        """The fields of an error: `kind`, `message` and what else applies."""


@dataclass(frozen=True)
class Seam:
    """What all calls have in common.

    Args:
        service: Makes the first argument of the functions, for one call of at most that many
            seconds (None is the usual limit), which reports its progress there.
        approvals: Gets a person's approval for plans.
        audit: Where calls are recorded.
        in_flight: Knows the calls that are running, and refuses new ones while shutting down.
    """

    service: Callable[[float | None, Report], Service]
    approvals: Approvals = field(default_factory=Approvals)
    audit: Audit = field(default_factory=Audit)
    in_flight: CallsInFlight = field(default_factory=CallsInFlight)

    async def call(
        self, spec: ToolSpec, given: Mapping[str, Any], context: Context[Any, Any]
    ) -> CallToolResult | InputRequiredResult:
        """Answer one call; never raises but for cancellation."""
        began = time.perf_counter()
        trail = Trail()
        result: CallToolResult | InputRequiredResult | None = None
        try:
            with self.in_flight.one():
                result = await self._run(spec, given, context, trail)
        except Exception as error:  # noqa: BLE001 - whatever it is, the model gets a sentence
            result = results.error(**_explanation(spec, error))
        finally:
            if self.audit.keeps:
                milliseconds = (time.perf_counter() - began) * 1000
                self._record(spec, given, trail, result, milliseconds)
        if result is None:
            result = results.error(**_cut_off(spec, trail))
        return result

    async def _run(
        self, spec: ToolSpec, given: Mapping[str, Any], context: Context[Any, Any], trail: Trail
    ) -> CallToolResult | InputRequiredResult:
        arguments = spec.arguments.check(given)
        code = arguments.pop("confirm", None)
        if spec.risk is not Risk.READ and self.audit.keeps:
            trail.call = self.audit.started(
                tool=spec.name, risk=spec.risk.value, arguments=spec.arguments.masked(given)
            )

        async def run() -> Any:
            # A service for each run: a person may think longer than a call may take.
            trail.service = self.service(spec.timeout_secs, context.report_progress)
            if spec.risk is not Risk.READ and not spec.asks:
                trail.service.allow_writes()
            value = await spec.function(trail.service, **arguments)
            trail.targets = value.targets if isinstance(value, Plan) else ()
            return value

        value = await run()
        if isinstance(value, Plan):
            call = spec, arguments, code
            value = await self.approvals.get(value, run, call, context, trail)
            if isinstance(value, CallToolResult | InputRequiredResult):
                return value
        if isinstance(value, Plan):
            trail.service.allow_writes()
            value = await value.apply()
        return results.success(value, trail.service.notes)

    def _record(
        self,
        spec: ToolSpec,
        given: Mapping[str, Any],
        trail: Trail,
        result: CallToolResult | InputRequiredResult | None,
        milliseconds: float,
    ) -> None:
        outcome, document = _outcome(result, trail)
        arguments = spec.arguments.masked(given)
        made = {k: v for k, v in document.items() if k == "id" or k.endswith("_id")}
        self.audit.record(
            tool=spec.name,
            risk=spec.risk.value,
            arguments=arguments,
            approval=trail.approval,
            outcome=outcome,
            ids=ids_in(arguments, made, trail.targets),
            ms=round(milliseconds, 1),
            request_id=trail.service.request_id,
            call=trail.call,
        )


def _outcome(
    result: CallToolResult | InputRequiredResult | None, trail: Trail
) -> tuple[str, dict[str, Any]]:
    """How a call ended, in the audit's words, and what it answered."""
    if result is None:
        return f"cancelled{'; it may have been carried out' if trail.service.wrote else ''}", {}
    if isinstance(result, InputRequiredResult):
        return "asking", {}
    document = dict(result.structured_content or {})
    if result.is_error:
        return f"error: {document['error']['kind']}", {}
    if document.get("needs_confirmation"):
        return "needs confirmation", {}
    return ("nothing done" if document.get("done") is False else "ok"), document


def _cut_off(spec: ToolSpec, trail: Trail) -> dict[str, Any]:
    """The error of a call that was cancelled because the server ends."""
    effect = "It may have been carried out" if trail.service.wrote else "Nothing was changed"
    return {
        "kind": "shutting_down",
        "message": (
            f"{spec.name} was cancelled, because this server is shutting down. {effect}; "
            f"{spec.verify_with} shows the current state when the server is back."
        ),
    }


def _explanation(spec: ToolSpec, error: Exception) -> dict[str, Any]:
    if isinstance(error, Explained):
        return error.explain(spec.verify_with)
    # Frames only: the message of an unforeseen exception may hold values of the call.
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s failed with %s\n%s", spec.name, type(error).__name__, frames)
    return {
        "kind": "internal",
        "message": (
            f"{spec.name} failed inside this server ({type(error).__name__}); its log says where. "
            f"{spec.verify_with} shows the current state."
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
        del convert_result
        return await self.seam.call(self.spec, arguments, context)


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
        annotations=annotations(spec.risk, idempotent=spec.idempotent),
        seam=seam,
        spec=spec,
    )
