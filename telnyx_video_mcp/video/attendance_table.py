"""An attendance as a Markdown table. Pure."""

import re
from collections.abc import Iterable

from telnyx_video_mcp.video.presence import Person, iso, minutes

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+!|~&:.@$-])")


def markdown(persons: Iterable[Person]) -> str:
    """The people as a Markdown table, in which nothing of a name is Markdown."""
    lines = ["| Person | Minutes | First seen (UTC) | Last seen (UTC) | Present | Intervals |"]
    lines.append("| --- | ---: | --- | --- | --- | ---: |")
    for each in persons:
        name = _PUNCTUATION.sub(r"\\\1", each.name) if each.name else f"id {each.id}"
        time = f"{minutes(each.seconds)}{'?' if each.uncertain else ''}"
        seen = (iso(at)[:-1].replace("T", " ") for at in (each.first_seen, each.last_seen))
        cells = (name, time, *seen, "yes" if each.present else "no", str(len(each.intervals)))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
