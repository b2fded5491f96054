"""The settings file, read strictly: a line that is overlooked is a limit that is missing."""

import json
import stat
from collections import Counter
from pathlib import Path
from typing import Any


def read(path: Path) -> tuple[dict[str, Any], list[str]]:
    """What the file says, and what is wrong with it, each a line."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(name for name, n in Counter(name for name, _ in pairs).items() if n > 1)
        return dict(pairs)

    try:
        # Reading a pipe or a device might never end.
        if not stat.S_ISREG(path.stat().st_mode):
            return {}, [f"{path}: the settings file must be a regular file."]
        document = json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=once)
    except OSError as error:
        return {}, [f"{path}: the settings file cannot be read ({error.strerror})."]
    except UnicodeDecodeError:
        return {}, [f"{path}: the settings file is not UTF-8 text."]
    except (ValueError, RecursionError) as error:
        return {}, [f"{path}: the settings file is not JSON ({error})."]
    if not isinstance(document, dict):
        example = '{"sandbox": true}'
        return {}, [f"{path}: the settings file must be a JSON object, such as {example}."]
    repeated = [f"{on_one_line(name)} in {path}: it is there twice; keep one." for name in twice]
    return document, repeated


def on_one_line(key: str) -> str:
    """A key of the file as it may be shown."""
    return key if key.isprintable() else ascii(key)
