"""What comes of settings: what they are read as, or the lines that say what is wrong."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from telnyx_video_mcp.settings.loading import SettingsError, load

KEY = "KEY0199AF3C_S3cr3tS3cr3tS3cr3t"


def loaded(environ: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> Any:
    """The settings, or the lines of the problems."""
    try:
        return load(environ, flags)
    except SettingsError as error:
        return str(error).splitlines() if str(error) == "\n".join(error.problems) else error


def refusal(variable: str, text: str) -> str:
    """The only problem that this text for this variable is."""
    (line,) = loaded({variable: text})
    assert line.startswith(f"{variable}: ")
    assert line.isprintable()
    assert isinstance(line, str)
    return line


def read(file: Path, **document: Any) -> Any:
    file.write_text(json.dumps(document), encoding="utf-8")
    return loaded({}, {"config": str(file)})


def problems(environ: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        load(environ, flags)
    assert str(raised.value).splitlines() == raised.value.problems
    return raised.value.problems


def problem(environ: Mapping[str, str], flags: Mapping[str, Any] | None = None) -> str:
    (only,) = problems(environ, flags)
    return only
