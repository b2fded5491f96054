"""Variables that are nearly ours: a limit that was misspelt is a limit that is missing.

Whatever else begins with TELNYX_VIDEO_ is wrong anyway, see `loading`; this is about names that
another program might read, and about capitals.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from telnyx_video_mcp.settings.declared import PREFIX, SETTINGS
from telnyx_video_mcp.settings.file import on_one_line

_OTHERS = {"LOG", "MODEL", "PUBLIC_KEY", "CLIENT_ID", "CLIENT_SECRET"}
"""What other tools of Telnyx, or for it, read after TELNYX_."""
_NEAR = 0.88
_NEAR_AFTER_OUR_PREFIX = 0.65


def misspelt(environ: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Problems, where the server would do more than was meant, and warnings elsewhere.

    A variable that is empty, or stands beside the right one, is left alone.
    """
    problems: list[str] = []
    warnings: list[str] = []
    known = {setting.variable: setting for setting in SETTINGS}
    for name in sorted(environ):
        ours = name in known or name.startswith(PREFIX)
        meant = None if ours or not environ[name] else _meant(name)
        if meant is None or environ.get(meant):
            continue
        line = f"{on_one_line(name)}: this variable is not read. Did you mean {meant}?"
        (problems if known[meant].limit else warnings).append(line)
    return problems, warnings


def _meant(name: str) -> str | None:
    """The variable of ours that a name is nearly."""
    upper = name.upper()
    if not upper.startswith("TELNYX") or upper.removeprefix("TELNYX_") in _OTHERS:
        return None
    said = _letters(upper)
    after_prefix = said.removeprefix(_letters(PREFIX))
    if after_prefix != said:
        variables = {
            _letters(each.variable.removeprefix(PREFIX).removeprefix("TELNYX_")): each.variable
            for each in SETTINGS
        }
        return _nearest(after_prefix, variables, _NEAR_AFTER_OUR_PREFIX)
    variables = {_letters(each.key): each.variable for each in SETTINGS}
    variables |= {
        _letters(each.variable).removeprefix("TELNYX"): each.variable for each in SETTINGS
    }
    return _nearest(said.removeprefix("TELNYX"), variables, _NEAR)


def _nearest(word: str, variables: Mapping[str, str], cutoff: float) -> str | None:
    close = get_close_matches(word, variables, n=1, cutoff=cutoff)
    return variables[close[0]] if close else None


def _letters(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", name.upper())
