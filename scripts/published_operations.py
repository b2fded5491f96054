#!/usr/bin/env python3
"""Writes tests/published_operations.json: what Telnyx publishes about its 25 video operations.

    scripts/published_operations.py DOCUMENT DATE

DOCUMENT is Telnyx's OpenAPI document (https://github.com/team-telnyx/openapi, openapi/spec3.json),
or the part of it about video; DATE is when it was published. Only facts are taken over: methods,
paths, names, types, bounds, allowed values and statuses, and no sentence.
"""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
TARGET = HERE / "tests" / "published_operations.json"
PATHS = ("/rooms", "/room_")
FACTS = {
    "$ref",
    "additionalProperties",
    "anyOf",
    "default",
    "enum",
    "format",
    "items",
    "maximum",
    "minimum",
    "oneOf",
    "required",
    "type",
}
WIDTH = 100


class Facts:
    """The facts of one document; `schemas` are those that were referred to so far."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self.schemas: dict[str, Any] = {}

    def operations(self) -> dict[str, Any]:
        """Every video operation by its id."""
        return {
            operation["operationId"]: self._operation(method, path, operation)
            for path, methods in self._document["paths"].items()
            for method, operation in methods.items()
            if path.startswith(PATHS) and "operationId" in operation
        }

    def _operation(self, method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
        parameters = [self._resolved(each) for each in operation.get("parameters", [])]
        (success,) = [status for status in operation["responses"] if status.startswith("2")]
        facts = {
            "method": method.upper(),
            "path": path,
            "query": {
                name: facts
                for each in parameters
                if each["in"] == "query"
                for name, facts in self._flat(each["name"], each["schema"]).items()
            },
            "body": self._content(operation.get("requestBody", {})),
            "status": int(success),
            "reply": self._content(operation["responses"][success]),
        }
        return {name: fact for name, fact in facts.items() if fact not in (None, {})}

    def _flat(self, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Query parameters by the names that are sent: ``filter[status]`` instead of an object."""
        schema = self._resolved(schema)
        inner = schema.get("properties")
        if not inner:
            return {name: self._schema(schema)}
        return {
            full: facts
            for part, each in inner.items()
            for full, facts in self._flat(f"{name}[{part}]", each).items()
        }

    def _content(self, message: dict[str, Any]) -> Any:
        content = self._resolved(message).get("content")
        return self._schema(content["application/json"]["schema"]) if content else None

    def _schema(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self._schema(each) for each in schema]
        if not isinstance(schema, dict):
            return schema
        facts = {name: self._schema(each) for name, each in schema.items() if name in FACTS}
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            facts["$ref"] = f"#/schemas/{name}"
            if name not in self.schemas:
                self.schemas[name] = None  # its place is taken, should it refer to itself
                self.schemas[name] = self._schema(self._resolved(schema))
        if "properties" in schema:
            properties = schema["properties"].items()
            facts["properties"] = {name: self._schema(each) for name, each in properties}
        return facts

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            target: Any = self._document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node


def written(value: Any, before: str = "", indent: str = "") -> str:
    """JSON after the text `before`, with whatever fits into a line on one line."""
    line = before + json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(line) < WIDTH:
        return line
    deeper = indent + "  "
    if isinstance(value, dict):
        parts = [
            written(each, f"{deeper}{json.dumps(name)}: ", deeper) for name, each in value.items()
        ]
    else:
        parts = [written(each, deeper, deeper) for each in value]
    first, last = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{before}{first}\n" + ",\n".join(parts) + f"\n{indent}{last}"


def main(document: str, date: str) -> None:
    """Write the file."""
    facts = Facts(json.loads(Path(document).read_text(encoding="utf-8")))
    operations = facts.operations()
    source = f"the {len(operations)} video operations of the published Telnyx OpenAPI document"
    contents = {
        "source": f"{source} of {date}",
        "made_by": "scripts/published_operations.py",
        "operations": operations,
        "schemas": dict(sorted(facts.schemas.items())),
    }
    TARGET.write_text(written(contents) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
