"""What Telnyx publishes about its video operations; the file beside this one says as of when."""

import json
from pathlib import Path
from typing import Any

_FACTS: dict[str, Any] = json.loads(
    Path(__file__).with_name("published_operations.json").read_text(encoding="utf-8")
)
PUBLISHED: dict[str, dict[str, Any]] = _FACTS["operations"]
"""Every operation by its id: `method`, `path`, `query` by name, `body`, `status`, `reply`."""


def resolved(schema: Any) -> Any:
    """A schema of that file with whatever it refers to in its place."""
    if isinstance(schema, list):
        return [resolved(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return resolved(_FACTS["schemas"][schema["$ref"].rpartition("/")[2]])
    return {name: resolved(each) for name, each in schema.items()}
