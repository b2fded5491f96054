"""The generated parts of the README: ``python docs/readme.py`` writes them anew.

A test fails while they differ from what the package says.
"""

import re
from pathlib import Path

from telnyx_video_mcp.settings.loading import CONFIG_VARIABLE, SETTINGS
from telnyx_video_mcp.tools.catalogue import CATALOGUE

README = Path(__file__).parents[1] / "README.md"


def tools() -> str:
    """One row for each tool: name, risk, and the first sentence of its description."""
    rows = ["| tool | risk | what it does |", "| --- | --- | --- |"]
    for spec in CATALOGUE:
        first = re.split(r"(?<=[.])\s", spec.description)[0]
        rows.append(f"| `{spec.name}` | {spec.risk.value} | {first} |")
    return "\n".join(rows)


def settings() -> str:
    """One row for each setting: variable, key in the file, meaning, default."""
    rows = ["| environment | file key | meaning | default |", "| --- | --- | --- | --- |"]
    rows += [
        f"| `{each.variable}` | `{each.key}` | {each.meaning} | {each.default or '-'} |"
        for each in SETTINGS
    ]
    rows.insert(4, f"| `{CONFIG_VARIABLE}` | - | a settings file, as `--config` | - |")
    return "\n".join(rows)


def generated(text: str) -> str:
    """The text of a README with its generated parts as they should be."""
    for name, part in (("tools", tools()), ("settings", settings())):
        before, opening, rest = text.partition(f"<!-- {name}: generated -->\n")
        _, closing, after = rest.partition("<!-- end -->")
        text = f"{before}{opening}{part}\n{closing}{after}"
    return text


if __name__ == "__main__":
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8")
