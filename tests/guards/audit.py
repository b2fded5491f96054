"""Reading the audit."""

import json
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def lines(file: Path) -> list[Line]:
    """How calls ended, in the order in which they did."""
    return [line for line in all_lines(file) if line["outcome"] != "started"]


def all_lines(file: Path) -> list[Line]:
    """Those and how the calls that write began; every line is a JSON object from its first byte."""
    text = content(file)
    assert text.endswith("\n")
    rows = text.split("\n")[:-1]
    assert all(row.startswith("{") for row in rows)
    return [json.loads(row) for row in rows]


def content(file: Path) -> str:
    """The file as it is."""
    return file.read_text(encoding="utf-8")
