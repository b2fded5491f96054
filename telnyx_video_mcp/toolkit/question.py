"""A question to the person behind the client, who accepts it or not, on both protocol eras."""

from enum import Enum
from typing import Annotated, Any

from mcp.server.elicitation import (
    AcceptedElicitation,
    ElicitationResult,
    render_elicitation_schema,
)
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.resolve import (
    Elicit,
    Resolve,
    build_resolver_plans,
    find_resolved_parameters,
    resolve_arguments,
)
from mcp.shared.exceptions import MCPError
from mcp_types import ElicitResult, InputRequiredResult
from mcp_types.version import is_version_at_least
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.refusal import Refusal

_REF_DIGITS = 6
_NEED_A_FIELD = ("agentconnect", "crow")
"""Clients that decline a form without fields by themselves, and show it to nobody."""


class Verdict(Enum):
    """How a question was answered; each value is the sentence for a result."""

    ACCEPTED = "The person approved."
    DECLINED = "The person declined, so nothing was sent."
    CANCELLED = "The person closed the question, so nothing was sent."
    UNTICKED = (
        "The person accepted the form but left its box unticked. That is not an approval, so "
        "nothing was sent. Call again to ask once more."
    )


class Approval(BaseModel):
    """A form without fields: accepting it is the approval."""

    model_config = ConfigDict(extra="allow")


class TickedApproval(BaseModel):
    """The form for clients that need a field."""

    approve: bool = Field(title="Go ahead", description="Tick to approve.")


def can_ask(context: Context[Any, Any]) -> bool:
    """Whether the client can put a form before a person.

    A bare `elicitation: {}` means forms. On the handshake era the transport must also carry
    requests to the client; on 2026-07-28 questions travel in results.
    """
    if context.protocol_version is None:  # a call from within the program: nobody is there
        return False
    capabilities = context.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    if elicitation is None or (elicitation.form is None and elicitation.url is not None):
        return False
    return asks_in_results(context) or bool(context.session.can_send_request)


def asks_in_results(context: Context[Any, Any]) -> bool:
    """Whether questions travel as `input_required` results (2026-07-28 and later)."""
    version = context.protocol_version
    return version is not None and is_version_at_least(version, "2026-07-28")


async def ask(plan: Plan[Any], context: Context[Any, Any]) -> Verdict | InputRequiredResult:
    """Ask the person; an `InputRequiredResult` goes to the client, which then calls again.

    Raises:
        Refusal: The client could not ask, or its answer makes no sense.
    """
    question = f"{plan.question} (ref {plan.digest[:_REF_DIGITS]})"
    form = TickedApproval if _needs_a_field(context) else Approval
    try:
        if asks_in_results(context):
            return await _asked_in_results(question, form, context)
        answer = await context.session.elicit_form(
            message=question,
            requested_schema=render_elicitation_schema(form),
            related_request_id=context.request_id,
        )
    except (ToolError, MCPError, ValidationError):
        raise _no_answer() from None
    return _verdict(answer.action, answer.content, form)


async def _asked_in_results(
    question: str, form: type[BaseModel], context: Context[Any, Any]
) -> Verdict | InputRequiredResult:
    for given in (context.input_responses or {}).values():
        # The SDK refuses an accepted form without content; a form without fields has none.
        if isinstance(given, ElicitResult) and given.action == "accept" and given.content is None:
            given.content = {}
    asked = {"question": question, "form": form}
    resolved = await resolve_arguments(_RESOLVED, _PLANS, asked, context)
    if isinstance(resolved, InputRequiredResult):
        return resolved
    answer = resolved["answer"]
    data = answer.data.model_dump() if isinstance(answer, AcceptedElicitation) else None
    return _verdict(answer.action, data, form)


def _verdict(action: str, content: Any, form: type[BaseModel]) -> Verdict:
    if action != "accept":
        return Verdict.DECLINED if action == "decline" else Verdict.CANCELLED
    try:
        filled_in = form.model_validate(content or {})
    except ValidationError:
        raise _no_answer() from None
    # Some clients answer with a field that the form lacks; anything but true is no approval.
    refused = (content or {}).get("approve", True) is not True
    ticked = not isinstance(filled_in, TickedApproval) or filled_in.approve
    return Verdict.ACCEPTED if ticked and not refused else Verdict.UNTICKED


def _no_answer() -> Refusal:
    return Refusal(
        "The client could not get an answer from the person, so nothing was sent.",
        kind="not_confirmed",
    )


def _needs_a_field(context: Context[Any, Any]) -> bool:
    params = context.session.client_params
    name = params.client_info.name.casefold() if params else ""
    return any(known in name for known in _NEED_A_FIELD)


async def _question(question: str, form: Any) -> Elicit[Any]:
    return Elicit(question, form)


def _consumer(
    question: str,
    form: Any,
    answer: Annotated[ElicitationResult[BaseModel], Resolve(_question)],
) -> None:
    """Never called: its signature tells the SDK what to resolve."""


# The SDK offers this only to functions that are tools; a test pins that it works for others.
_RESOLVED = find_resolved_parameters(_consumer)
_PLANS = build_resolver_plans(_RESOLVED, {"question", "form"})
