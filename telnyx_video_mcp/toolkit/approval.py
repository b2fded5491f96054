"""How a call that needs a person's word gets it, or what to answer while it has not.

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
from telnyx_video_mcp.toolkit.preview import Preview
from telnyx_video_mcp.toolkit.question import Verdict, ask, asks_in_results, can_ask
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.tool import ToolSpec

Question = Callable[..., Awaitable[Preview | None]]
"""Looks up what a call would do, from the service and the tool's arguments; None when the call
does nothing that a person must agree to."""

_ROUNDS = 3


@dataclass
class Trail:
    """What the audit will want to know of a call.

    `approval` is "not needed", "asking", "asked", "refused", "preview" or "code"; `call` is the id
    of a call whose start was recorded.
    """

    service: Any = None
    approval: str = "not needed"
    targets: tuple[str, ...] = ()
    call: str | None = None


@dataclass(frozen=True)
class Go:
    """The word to go ahead, with the arguments that were shown."""

    arguments: Mapping[str, Any] = field(default_factory=dict)
    preview: Preview | None = None

    def notes(self, outcome: Any) -> list[str]:
        """What the result should say about the difference to what was shown."""
        review = self.preview.review if self.preview else None
        note = review(outcome) if review else None
        return [note] if note else []


@dataclass(frozen=True)
class Approvals:
    """Gets the word; `questions` are by the name of the tool."""

    questions: Mapping[str, Question]
    codes: Codes

    async def get(
        self,
        spec: ToolSpec,
        given: Mapping[str, Any],
        service: Callable[[float | None], Any],
        context: Context[Any, Any],
        trail: Trail,
    ) -> Go | CallToolResult | InputRequiredResult:
        """The word, or the answer to give instead of acting."""
        arguments = {name: value for name, value in given.items() if name != "confirm"}

        async def look() -> Preview | None:
            # A service of its own: a person may think longer than a call may take.
            trail.service = service(spec.lasts_secs)
            preview = await self.questions[spec.name](trail.service, **arguments)
            trail.targets = preview.targets if preview else ()
            return preview

        preview = await look()
        if preview is None:
            return Go()
        if preview.nothing:
            return _not_done(preview.nothing)
        if can_ask(context):
            return await _asked(spec, preview, look, context, trail)
        code = given.get("confirm")
        digest = preview.digest
        problem = self.codes.problem(code, spec.name, arguments, digest) if code else None
        if code and problem is None:
            trail.approval = "code"
            return Go(preview.arguments, preview)
        trail.approval = "preview"
        return _preview_result(preview, self.codes.code(spec.name, arguments, digest), problem)


async def _asked(
    spec: ToolSpec,
    preview: Preview,
    look: Callable[[], Awaitable[Preview | None]],
    context: Context[Any, Any],
    trail: Trail,
) -> Go | CallToolResult | InputRequiredResult:
    for _ in range(_ROUNDS):
        trail.approval = "asking"
        verdict = await ask(preview, context)
        if isinstance(verdict, InputRequiredResult):
            return verdict
        if verdict is not Verdict.YES:
            trail.approval = "refused"
            return _not_done(f"The person {verdict.value}, so nothing was sent.")
        trail.approval = "asked"
        if asks_in_results(context):
            # The question was made anew for this round, and it is still the one answered.
            return Go(preview.arguments, preview)
        again = await look()
        if again is None or again.digest == preview.digest:
            return Go(again.arguments, again) if again else Go()
        if again.nothing:
            return _not_done(again.nothing)
        preview = again
    raise Refusal(
        "What this would affect changed each time the person was asked, so nothing was sent. "
        f"{spec.look_with} shows the present state.",
        kind="not_confirmed",
    )


def _preview_result(preview: Preview, code: str, problem: str | None) -> CallToolResult:
    told = preview.brief or preview.question
    message = (
        f"{problem or ''} Nothing was sent yet. {told} Show this to the person; if "
        "they agree, call again with the same arguments and confirm set to this code, within ten "
        "minutes."
    )
    return results.success(
        {
            "needs_confirmation": True,
            "preview": preview.facts,
            "confirm": code,
            "message": message.strip(),
        }
    )


def _not_done(message: str) -> CallToolResult:
    return results.success({"done": False, "message": message})
