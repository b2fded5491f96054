"""Request bodies, read as strictly as they must be to be shown again."""

import json
from typing import Any


def parse_json(body: bytes) -> Any:
    """The JSON value of a body; `ValueError` when it is none.

    Python reads more than JSON: NaN, and halves of surrogate pairs. A sandbox that took them could
    not send them back, so they are refused here, and so is what is nested too deeply.
    """
    try:
        value = json.loads(body)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value
