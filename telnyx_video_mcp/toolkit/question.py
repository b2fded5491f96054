"""A yes-or-no question to the person behind the client, on both protocol eras."""

from enum import Enum
from typing import Annotated, Any

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
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
from mcp_types import InputRequiredResult
from mcp_types.version import is_version_at_least
from pydantic import BaseModel, Field

from telnyx_video_mcp.toolkit.preview import Preview
from telnyx_video_mcp.toolkit.refusal import Refusal

_REF_DIGITS = 6


class Verdict(Enum):
    """How a question was answered."""

    YES = "accepted"
    NO = "declined"
    CANCELLED = "closed the question"


class Approval(BaseModel):
    """The form that a person fills in."""

    approve: bool = Field(title="Do it", description="Tick to go ahead; leave empty to stop.")


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


async def ask(preview: Preview, context: Context[Any, Any]) -> Verdict | InputRequiredResult:
    """Ask the person; an `InputRequiredResult` goes to the client, which then calls again.

    Raises:
        Refusal: The client could not ask, or answered what makes no sense.
    """
    question = f"{preview.question} (ref {preview.digest[:_REF_DIGITS]})"
    try:
        resolved = await resolve_arguments(_RESOLVED, _PLANS, {"question": question}, context)
    except (ToolError, MCPError):
        raise Refusal(
            "The client could not get an answer from the person, so nothing was sent.",
            kind="not_confirmed",
        ) from None
    if isinstance(resolved, InputRequiredResult):
        return resolved
    answer = resolved["answer"]
    if isinstance(answer, AcceptedElicitation):
        return Verdict.YES if answer.data.approve else Verdict.NO
    return Verdict.NO if answer.action == "decline" else Verdict.CANCELLED


async def _question(question: str) -> Elicit[Approval]:
    return Elicit(question, Approval)


def _consumer(
    question: str, answer: Annotated[ElicitationResult[Approval], Resolve(_question)]
) -> None:
    """Never called: its signature tells the SDK what to resolve."""


# The SDK offers this only to functions that are tools; a test pins that it works for others.
_RESOLVED = find_resolved_parameters(_consumer)
_PLANS = build_resolver_plans(_RESOLVED, {"question"})
