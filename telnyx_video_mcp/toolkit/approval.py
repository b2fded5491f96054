"""How a plan gets a person's approval, or what to answer while it has none.

Where the client can ask, a person is asked. Where not, the first call answers with a preview and a
code, and the same call with that code goes through. Nothing is written before.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, InputRequiredResult

from telnyx_video_mcp.toolkit import results
from telnyx_video_mcp.toolkit.codes import Codes
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.question import Verdict, ask, asks_in_results, can_ask
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.tool import NoService, Service, ToolSpec

Again = Callable[[], Awaitable[Any]]
"""Runs the tool once more: its plan as things stand now, or its result."""

Call = tuple[ToolSpec, Mapping[str, Any], str | None]
"""The tool, its arguments, and the code that came with them."""

_ROUNDS = 3


@dataclass
class Trail:
    """What the audit will want to know of a call.

    `approval` is "not needed", "asking", "asked", "refused", "preview" or "code"; `call` is the id
    of a call whose start was recorded.
    """

    service: Service = field(default_factory=NoService)
    approval: str = "not needed"
    targets: tuple[str, ...] = ()
    call: str | None = None


@dataclass(frozen=True)
class Approvals:
    """Gets approval; `codes` makes and checks the codes of previews."""

    codes: Codes = field(default_factory=Codes)

    async def get(
        self, plan: Plan[Any], again: Again, call: Call, context: Context[Any, Any], trail: Trail
    ) -> Any:
        """The plan to carry out, or the answer to give instead of acting."""
        if plan.question is None:
            return plan
        if can_ask(context):
            return await _asked(plan, again, call, context, trail)
        spec, arguments, code = call
        problem = self.codes.problem(code, spec.name, arguments, plan.digest) if code else None
        if code and problem is None:
            trail.approval = "code"
            return plan
        trail.approval = "preview"
        return _preview(plan, self.codes.code(spec.name, arguments, plan.digest), problem)


async def _asked(
    plan: Plan[Any], again: Again, call: Call, context: Context[Any, Any], trail: Trail
) -> Any:
    for _ in range(_ROUNDS):
        trail.approval = "asking"
        verdict = await ask(plan, context)
        if isinstance(verdict, InputRequiredResult):
            return verdict
        if verdict is not Verdict.ACCEPTED:
            trail.approval = "refused"
            return results.success({"done": False, "message": verdict.value})
        trail.approval = "asked"
        if asks_in_results(context):
            # The plan was made again for this round, and the question is still the one answered.
            return plan
        latest = await again()
        if not isinstance(latest, Plan) or latest.digest == plan.digest:
            return latest
        plan = latest
    raise Refusal(
        "What this would affect changed each time the person was asked, so nothing was sent. "
        f"{call[0].verify_with} shows the current state.",
        kind="not_confirmed",
    )


def _preview(plan: Plan[Any], code: str, problem: str | None) -> CallToolResult:
    shown = plan.brief or plan.question
    message = (
        f"{problem or ''} Nothing was sent yet. {shown} Show this to the person; if they agree, "
        "call again with the same arguments and confirm set to this code, within ten minutes."
    )
    return results.success(
        {
            "needs_confirmation": True,
            "preview": plan.facts,
            "confirm": code,
            "message": message.strip(),
        }
    )
