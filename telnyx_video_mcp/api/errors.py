"""What can keep an operation from its answer.

    ApiError                  every error below
    ├── UnreachableError      no connection could be made: nothing was sent
    ├── NoReplyError          the connection broke, or time ran out, before a reply
    ├── UnreadableReplyError  a reply that is not what the API documents
    └── StatusError           Telnyx answered with an error status
        ├── UnauthorizedError     401  the key is missing or not accepted
        ├── ForbiddenError        403  the key may not do this
        ├── NotFoundError         404  nothing has this id
        ├── InvalidError          400, 409, 422 and other 4xx: Telnyx refuses the values
        ├── RateLimitedError      429  too many requests
        └── UnavailableError      408, 5xx  Telnyx failed

`replies.failure` draws them from what Telnyx answered.
"""

from typing import Any, ClassVar

from telnyx_video_mcp.api.messages import Reply, Request


class ApiError(Exception):
    """Anything that kept an operation from its answer.

    `sentence` says what happened and to what; the class says the rest as data.
    """

    kind: ClassVar[str] = "api_error"
    step: ClassVar[str] = "{verify_with} shows the current state."
    """What to do now; `verify_with` is the operation that shows the current state."""
    may_have_happened: bool = False
    """Whether the operation may have been carried out all the same."""
    transient: bool = False
    """Whether the same request may succeed a moment later."""
    status: int | None = None
    code: str | None = None
    request_id: str | None = None
    retry_after_secs: float | None = None

    def __init__(self, request: Request, sentence: str) -> None:
        super().__init__(sentence)
        self.request = request
        self.sentence = sentence

    def explain(self, verify_with: str) -> dict[str, Any]:
        """The error as `kind`, `message`, `status`, `code`, `request_id`, `retry_after_secs`."""
        wait = self.retry_after_secs
        when = f"in {wait:.0f} s" if wait is not None and wait >= 1 else "in a moment"
        step = self.step.format(verify_with=verify_with, when=when)
        if self.may_have_happened and not self.request.repeatable:
            step = f"It may have been carried out: check with {verify_with} before trying again."
        return {
            "kind": self.kind,
            "message": f"{self.sentence} {step}",
            "status": self.status,
            "code": self.code,
            "request_id": self.request_id,
            "retry_after_secs": None if wait is None else round(wait, 1),
        }


class UnreachableError(ApiError):
    """No connection could be made: the request certainly did not happen."""

    kind = "unreachable"
    step = "Nothing was sent. Check the network and TELNYX_BASE_URL, then try again."
    transient = True


class NoReplyError(ApiError):
    """The request may have arrived, but no reply came back."""

    kind = "no_reply"
    step = "Repeating this is safe: try again {when}."
    may_have_happened = True
    transient = True


class UnreadableReplyError(ApiError):
    """A reply that is not what the API documents: HTML, half a document, a redirect."""

    kind = "unreadable_reply"
    step = "Check TELNYX_BASE_URL; a proxy may have answered in place of Telnyx."
    may_have_happened = True

    def __init__(self, request: Request, sentence: str, reply: Reply) -> None:
        super().__init__(request, sentence)
        self.status = reply.status
        self.request_id = reply.request_id


class StatusError(ApiError):
    """Telnyx answered with an error status."""

    kind = "refused"

    def __init__(self, request: Request, sentence: str, reply: Reply, code: str | None) -> None:
        super().__init__(request, sentence)
        self.status = reply.status
        self.code = code
        self.request_id = reply.request_id


class UnauthorizedError(StatusError):
    """401: the key is missing or not accepted."""

    kind = "unauthorized"
    step = "Check TELNYX_API_KEY: it must be an active API v2 key of the account."


class ForbiddenError(StatusError):
    """403: the key, or the token given, may not do this."""

    kind = "forbidden"
    step = "The account or the token given may not do this; trying again will not help."


class NotFoundError(StatusError):
    """404: nothing has this id."""

    kind = "not_found"
    step = "{verify_with} shows what exists."

    def explain(self, verify_with: str) -> dict[str, Any]:
        """The error; ids of rooms are easily taken for those of sessions."""
        explained = super().explain(verify_with)
        if self.request.collection == "room_sessions" and self.request.identifier:
            explained["message"] += " If this is a room's id, use the room's name."
        return explained


class InvalidError(StatusError):
    """400, 409, 422: Telnyx refuses the values."""

    kind = "invalid"
    step = "Correct it and try again; {verify_with} shows the current state."


class RateLimitedError(StatusError):
    """429: too many requests; nothing was done."""

    kind = "rate_limited"
    step = "Nothing was done. Try again {when}."
    transient = True


class UnavailableError(StatusError):
    """408 and 5xx: Telnyx failed; after 500 only reads are worth repeating."""

    kind = "unavailable"
    step = "Try again {when}."
    may_have_happened = True

    def __init__(self, request: Request, sentence: str, reply: Reply, code: str | None) -> None:
        super().__init__(request, sentence, reply, code)
        self.transient = reply.status in {408, 502, 503, 504} or (
            reply.status == 500 and request.method == "GET"  # noqa: PLR2004 - as HTTP numbers it
        )
