"""When a request may be sent again, and after how long. Pure.

stamina and tenacity were tried for this. They know attempts and delays, but not the rules that
matter here: a create may be repeated only if it certainly did not happen, a wait that the server
asks for replaces the backoff, and a wait that does not fit the time left becomes part of the error
instead of being cut. With those written as callbacks, the library saved nothing.
"""

from telnyx_video_mcp.api.errors import ApiError

MOST_ATTEMPTS = 5
_FIRST_PAUSE_SECS = 0.4
_LONGEST_PAUSE_SECS = 8.0


def pause_secs(error: ApiError, *, attempt: int, jitter: float) -> float | None:
    """Seconds to wait before attempt number `attempt + 1`; None when it must not be repeated.

    `attempt` counts from 1. `jitter` is a number from 0 to 1: the backoff doubles with every
    attempt and is spread over its upper half, so that clients do not return in step.
    """
    if attempt >= MOST_ATTEMPTS or not error.transient:
        return None
    if error.may_have_happened and not error.request.repeatable:
        return None
    if error.retry_after_secs is not None:
        return error.retry_after_secs + jitter * _FIRST_PAUSE_SECS
    backoff = min(_LONGEST_PAUSE_SECS, _FIRST_PAUSE_SECS * 2.0 ** (attempt - 1))
    return backoff * (0.5 + jitter / 2)
