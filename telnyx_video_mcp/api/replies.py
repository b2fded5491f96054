"""What a reply means: an error, a record or a page. Pure.

Branching is on the status, because Telnyx uses its error codes loosely.
"""

import json
import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import ValidationError

from telnyx_video_mcp.api.errors import (
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RateLimitedError,
    StatusError,
    UnauthorizedError,
    UnavailableError,
    UnreadableReplyError,
)
from telnyx_video_mcp.api.messages import Reply, Request
from telnyx_video_mcp.api.models import Page, RecordT, records

LONGEST_TEXT = 300
"""Characters of Telnyx's own words that are passed on."""

_SHOWN_ERRORS = 3
_DUPLICATE = "10012"
_NOTHING_THERE = re.compile(
    r"(resource )?not found(: the requested resource or url could not be found)?", re.IGNORECASE
)
"""What a 404 says of anything, and so of nothing."""


def failure(request: Request, reply: Reply) -> StatusError | UnreadableReplyError | None:
    """The error that a reply means, or None for a success (2xx)."""
    status = reply.status
    if 200 <= status < 300:  # noqa: PLR2004 - 2xx, as HTTP numbers it
        return None
    if status < 400:  # noqa: PLR2004 - 3xx
        what = "which is not final" if status < 200 else "a redirect, which is not followed"  # noqa: PLR2004 - 1xx
        sentence = f"Telnyx answered {status}, {what}."
        return UnreadableReplyError(request, sentence, reply)
    code, words = telnyx_words(reply)
    error = _status_class(status)(request, _sentence(request, status, words), reply, code)
    error.retry_after_secs = wait_asked(reply)
    return error


def _status_class(status: int) -> type[StatusError]:
    by_status: dict[int, type[StatusError]] = {
        401: UnauthorizedError,
        403: ForbiddenError,
        404: NotFoundError,
        408: UnavailableError,
        429: RateLimitedError,
    }
    server_failed = status >= 500  # noqa: PLR2004 - 5xx
    return by_status.get(status, UnavailableError if server_failed else InvalidError)


def _sentence(request: Request, status: int, words: str) -> str:
    said = f" ({words})" if words and not _NOTHING_THERE.fullmatch(words) else ""
    match status:
        case 401:
            return f"Telnyx did not accept the API key{said}."
        case 403:
            return f"Telnyx does not permit this for {request.target}{said}."
        case 404:
            there = f"Telnyx has no {request.target}{said}."
            wrong = f"There is no {request.path} at this address{said}; it should end in /v2."
            return there if request.identifier else wrong
        case 429:
            return f"Telnyx's rate limit is reached{said}."
        case _ if status >= 500 or status == 408:  # noqa: PLR2004 - as HTTP numbers them
            return f"Telnyx failed with status {status} on {request.target}{said}."
        case _:
            return f"Telnyx refused this for {request.target}: {words or f'status {status}'}."


def telnyx_words(reply: Reply) -> tuple[str | None, str]:
    """Code and text of an error body, in any of its three shapes; `(None, "")` for none.

    The shapes are ``{"errors": [{code, title, detail, source}]}``, ``{success, message}`` and a
    bare ``{code, title, detail}``. Anything else, HTML above all, says nothing worth passing on.
    """
    try:
        body = json.loads(reply.content)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(body, dict):
        return None, ""
    listed = body.get("errors")
    errors = [e for e in listed if isinstance(e, dict)] if isinstance(listed, list) else [body]
    codes = [str(e["code"]) for e in errors if isinstance(e.get("code"), str | int)]
    texts = [text for text in map(_one_text, errors[:_SHOWN_ERRORS]) if text]
    if len(errors) > _SHOWN_ERRORS:
        texts.append(f"and {len(errors) - _SHOWN_ERRORS} more")
    return (clean(codes[0]) if codes else None), clean("; ".join(dict.fromkeys(texts)))


def _one_text(error: dict[str, Any]) -> str:
    title, detail = (
        clean(text) if isinstance(text := error.get(key), str) else ""
        for key in ("title", "detail")
    )
    message = error.get("message")
    if not title and not detail and isinstance(message, str):
        return clean(message)
    source = error.get("source")
    place = (source.get("pointer") or source.get("parameter")) if isinstance(source, dict) else None
    if detail and str(error.get("code")) == _DUPLICATE:
        # The detail says it all, but for its subject at times.
        field = clean(place).rpartition("/")[2] if isinstance(place, str) else "it"
        return f"{field} {detail}" if detail.startswith(("has ", "is ", "already ")) else detail
    text = detail if title in detail else f"{title}: {detail}" if detail else title
    return f"{text} (at {clean(place)})" if text and isinstance(place, str) else text


def clean(text: str) -> str:
    """One line without mark-up or control characters, of at most `LONGEST_TEXT` characters."""
    text = re.sub(r"</?[a-zA-Z!][^>]*>?", " ", text)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    text = text.rstrip(".")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def wait_asked(reply: Reply) -> float | None:
    """Seconds that a reply asks to wait: `Retry-After`, else `x-ratelimit-reset`.

    `x-ratelimit-reset` counts only when the reply is a 429: most replies carry it.
    """
    if (value := reply.headers.get("retry-after")) is not None:
        if (seconds := _seconds(value)) is not None:
            return seconds
        try:
            served = parsedate_to_datetime(reply.headers.get("date", ""))
            return max(0.0, (parsedate_to_datetime(value) - served).total_seconds())
        except (ValueError, TypeError, OverflowError):
            pass
    if reply.status == 429:  # noqa: PLR2004 - as HTTP numbers it
        return _seconds(reply.headers.get("x-ratelimit-reset", ""))
    return None


def server_time(reply: Reply) -> datetime | None:
    """What the `Date` header says; None where there is none, or none that can be read."""
    try:
        served = parsedate_to_datetime(reply.headers["date"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
    return served.replace(tzinfo=UTC) if served.tzinfo is None else served


def _seconds(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d+)?", text.strip()) else None


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


def nothing(request: Request, reply: Reply) -> None:
    """Raises UnreadableReplyError unless the body is empty or a JSON object."""
    if reply.content.strip() and _json_object(reply) is None:
        raise _not_the_api(request, reply)


def _document(request: Request, reply: Reply) -> dict[str, Any]:
    document = _json_object(reply)
    if document is None or document.get("data") is None:
        raise _not_the_api(request, reply)
    return document


def _json_object(reply: Reply) -> dict[str, Any] | None:
    try:
        # NaN and Infinity are not JSON, and would not be in the result either.
        document = json.loads(reply.content, parse_constant=lambda _: None, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _not_the_api(request: Request, reply: Reply) -> UnreadableReplyError:
    kind = reply.headers.get("content-type", "").partition(";")[0]
    kind = kind if re.fullmatch(r"[\w.+-]{1,60}/[\w.+-]{1,60}", kind, re.ASCII) else "unknown type"
    sentence = (
        f"Telnyx answered {reply.status} for {request.target}, but not in the form of its API "
        f"({len(reply.content)} bytes of {kind})."
    )
    return UnreadableReplyError(request, sentence, reply)


def one(request: Request, reply: Reply, record: type[RecordT]) -> RecordT:
    """The record in `data`; raises UnreadableReplyError."""
    document = _document(request, reply)
    try:
        (found,) = records(record, [document["data"]])
    except ValidationError:
        raise _not_records(request, reply) from None
    return found


def page_of(
    request: Request, reply: Reply, record: type[RecordT], page: int, page_size: int
) -> Page[RecordT]:
    """The page in `data` and `meta`; `page` and `page_size` are what was asked for."""
    document = _document(request, reply)
    try:
        if not isinstance(document["data"], list):
            raise _not_records(request, reply)
        items = records(record, document["data"])
    except ValidationError:
        raise _not_records(request, reply) from None
    meta = document.get("meta")
    meta = meta if isinstance(meta, dict) else {}
    number = page
    size = _count(meta.get("page_size")) or page_size
    total_pages = _count(meta.get("total_pages"))
    # Without a count of pages, a full page is the only sign that there may be another.
    more = number < total_pages if total_pages is not None else len(items) >= size
    return Page(
        items, number, size, _count(meta.get("total_results")), number + 1 if more else None
    )


def _not_records(request: Request, reply: Reply) -> UnreadableReplyError:
    sentence = f"Telnyx answered {reply.status}, but what it sent is not {request.target}."
    return UnreadableReplyError(request, sentence, reply)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
