"""What is generated from the package: ``python docs/readme.py`` writes it.

These are the tables of the README, and config.example.json. A test fails while they differ from
what the package says.
"""

import json
import re
from pathlib import Path

from telnyx_video_mcp.settings.declared import SETTINGS
from telnyx_video_mcp.tools.catalogue import CATALOGUE

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
EXAMPLE = ROOT / "config.example.json"
EXAMPLE_KEY = "KEY0123456789ABCDEF0123456789ABCDEF_ExampleOnly"


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
    for each in SETTINGS:
        key = f"`{each.key}`" if each.in_file else "-"
        default = each.shown(each.default) or each.unset
        rows.append(f"| `{each.variable}` | {key} | {each.meaning} | {default} |")
    return "\n".join(rows)


def example() -> str:
    """A settings file with every setting at its default, and a key that is only an example."""
    # An empty list of rooms is refused, so nothing in it is written as unset.
    document = {
        each.key: None if each.default == () else each.default for each in SETTINGS if each.in_file
    }
    whole = {key: int(n) for key, n in document.items() if isinstance(n, float) and n == int(n)}
    return json.dumps({**document, **whole, "api_key": EXAMPLE_KEY}, indent=2) + "\n"


def generated(text: str) -> str:
    """The text of a README with its generated parts as they should be."""
    for name, part in (("tools", tools()), ("settings", settings())):
        before, opening, rest = text.partition(f"<!-- {name}: generated -->\n")
        _, closing, after = rest.partition("<!-- end -->")
        text = f"{before}{opening}{part}\n{closing}{after}"
    return text


if __name__ == "__main__":
    README.write_text(generated(README.read_text(encoding="utf-8")), encoding="utf-8")
    EXAMPLE.write_text(example(), encoding="utf-8")
