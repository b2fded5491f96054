"""Reading the audit."""

import json
from pathlib import Path
from typing import Any

Line = dict[str, Any]


def lines(file: Path) -> list[Line]:
    """What was recorded; every line is JSON."""
    text = content(file)
    assert text.endswith("\n")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def content(file: Path) -> str:
    """The file as it is."""
    return file.read_text(encoding="utf-8")
