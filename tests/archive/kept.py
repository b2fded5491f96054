"""What an archive in a folder holds."""

import hashlib
import json
from pathlib import Path
from typing import Any


def found(archive: Path, pattern: str) -> list[Path]:
    """The files and folders whose names fit a pattern."""
    return sorted(archive.rglob(pattern))


def kept(archive: Path) -> dict[str, bytes]:
    """The files of an archive by their paths in it."""
    files = [each for each in archive.rglob("*") if each.is_file()]
    return {str(each.relative_to(archive)): each.read_bytes() for each in files}


def manifest(archive: Path) -> dict[str, Any]:
    """The only manifest there is."""
    (path,) = archive.rglob("manifest.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def sound(archive: Path) -> int:
    """How many files the manifests name, each of which must be there as they say, and no other."""
    files = kept(archive)
    known = {path for path in files if path.endswith("manifest.json")}
    count = 0
    for path in sorted(known):
        for entry in json.loads(files[path])["files"]:
            name = f"{path.removesuffix('manifest.json')}{entry['name']}"
            assert hashlib.sha256(files[name]).hexdigest() == entry["sha256"]
            assert len(files[name]) == entry["bytes"]
            known.add(name)
            count += 1
    assert known == set(files), "nothing else is there"
    return count
