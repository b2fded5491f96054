"""Names in the archive: for people to read and sort, and safe on every system. Pure.

The store itself refuses only `..`. What Windows cannot have in a name, and what would make folders
of one name, is replaced here; so is what nobody sees.
"""

import re
import unicodedata
from datetime import datetime

from telnyx_video_mcp.toolkit.untrusted import visible

LONGEST = 60
"""Characters of a name that somebody chose."""
MOST_BYTES = 150
"""The same in UTF-8: file systems allow 255 for a whole name, and ours has more in it."""
MANIFEST = "manifest.json"

_NOT_ALLOWED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE
)
"""What Windows takes for a device, whatever follows after a dot."""
_DASH = " \N{EN DASH} "
_SHOWN_OF_ID = 8
_SUFFIXES = {
    "video/webm": "webm",
    "audio/webm": "webm",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "video/x-matroska": "mkv",
    "audio/x-matroska": "mka",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
}
_SUFFIX = re.compile(r"[a-z0-9]{2,5}", re.ASCII)


def safe(text: str, instead: str) -> str:
    """A text as one part of a path; `instead`, which is safe, where nothing of it is left."""
    shown = visible(unicodedata.normalize("NFC", text), LONGEST)[0]
    shown = _cut(_NOT_ALLOWED.sub("-", shown)).strip(" .")
    if not shown.strip("-"):
        return instead
    device = _RESERVED.fullmatch(shown.partition(".")[0].rstrip())
    return f"_{shown}" if device else shown


def _cut(text: str) -> str:
    encoded = text.encode()
    if len(encoded) <= MOST_BYTES:
        return text
    return encoded[: MOST_BYTES - 3].decode(errors="ignore") + "…"


def room_folder(name: str | None, room_id: str | None) -> str:
    """The folder of a room."""
    return safe(name or "", room_id or "unknown room")


def session_folder(began: datetime | None, session_id: str, *, whole: bool = False) -> str:
    """The folder of a session in that of its room; `whole` where another one has the short name."""
    if began is None:
        return session_id
    short = f"{began:%Y-%m-%d %H%M}"
    return f"{short}{_DASH}{session_id[:_SHOWN_OF_ID]}" if whole else short


def file_name(who: str | None, kind: str, file_id: str, suffix: str) -> str:
    """The name of a file: whose it is, what it is, and the beginning of its id."""
    parts = [safe(who, "")] if who else []
    return f"{_DASH.join([*filter(None, parts), kind, file_id[:_SHOWN_OF_ID]])}.{suffix}"


def suffix(media_type: str, in_link: str, kind: str) -> str:
    """How a name ends: by the media type, else as in the link, else as usual."""
    usual = "mp4" if kind == "composition" else "webm"
    return _SUFFIXES.get(media_type) or (in_link if _SUFFIX.fullmatch(in_link) else usual)
