"""How the setting `archive` is read: by its form only, nothing is opened."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from telnyx_video_mcp.settings import values

_SCHEMES = ("s3", "gs", "az")
_URL = re.compile(r"([a-z][a-z0-9+.-]*):/", re.IGNORECASE)
_DRIVE = re.compile(r"[a-z]:[\\/]", re.IGNORECASE)
_EXAMPLES = "a folder, s3://bucket/prefix, gs://bucket/prefix or az://container/prefix"


def archive(value: Any) -> Path | str:
    """A folder, or the URL of a place in a bucket."""
    text = values.plain(value).strip()
    if not text.isprintable():
        raise ValueError(f"it must be {_EXAMPLES}, without unprintable characters.")
    scheme = _URL.match(text)
    if scheme is None or _DRIVE.match(text):
        return values.file(text)
    if scheme[1].lower() not in _SCHEMES:
        raise ValueError(f"it must be {_EXAMPLES}; {scheme[1]}:// is none of them.")
    try:
        parts = urlsplit(text)
        user = "@" in parts.netloc
    except ValueError:
        raise ValueError(f"it must be {_EXAMPLES}.") from None
    if user or parts.query or parts.fragment:
        raise ValueError(
            f"it must be {_EXAMPLES}, and nothing more: credentials are read from the environment "
            "variables of the store, such as AWS_ACCESS_KEY_ID."
        )
    if not parts.netloc or not text.lower().startswith(f"{scheme[1].lower()}://"):
        raise ValueError(f"it names no bucket; it must be {_EXAMPLES}.")
    prefix = parts.path.strip("/")
    if any(each in {"", ".", ".."} for each in prefix.split("/")) and prefix:
        raise ValueError("its prefix has an empty part, or one of dots only.")
    return f"{scheme[1].lower()}://{parts.netloc}{f'/{prefix}' if prefix else ''}"
