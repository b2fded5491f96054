"""Parts of a file: the `Range` of a request, as S3 reads it."""

import re
from collections.abc import Mapping

from telnyx_video_mcp.sandbox.files import StoredFile
from telnyx_video_mcp.sandbox.s3_refusals import not_satisfiable


def part_asked(headers: Mapping[str, str], file: StoredFile) -> tuple[int, int] | None:
    """The first byte and the one after the last, or None when the whole file is meant.

    Whole it is without `Range`, with one that cannot be read or names several parts, and when
    `If-Range` names another state of the file. `S3RefusedError` (416) for a part that is not there.
    """
    asked = headers.get("range", "")
    match = re.fullmatch(r"bytes=(\d{0,19})-(\d{0,19})", asked, re.ASCII)
    state = headers.get("if-range", file.etag)
    if not match or state not in (file.etag, file.headers["last-modified"]):
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    if first is None and last is None:
        return None
    if first is None:
        start, stop = max(0, file.size - (last or 0)), file.size
    else:
        start, stop = first, file.size if last is None else min(file.size, last + 1)
        if last is not None and last < first:
            return None
    if start >= stop:
        raise not_satisfiable(asked, file.size)
    return start, stop
