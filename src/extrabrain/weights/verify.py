"""Whether the files of a model are the right ones: by hash once, by size and stamp from then on."""

import hashlib
import json
from pathlib import Path
from typing import Any

from extrabrain.weights.catalogue import Entry, File

STAMP = ".verified.json"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_right(path: Path, file: File) -> bool:
    """Reads the whole file."""
    return has_size(path, file) and sha256_of(path) == file.sha256


def has_size(path: Path, file: File) -> bool:
    try:
        return path.stat().st_size == file.size_bytes
    except OSError:
        return False


def stamp(folder: Path, entry: Entry) -> None:
    """Notes that every file of `entry` in `folder` was hashed and found right."""
    scratch = folder / f"{STAMP}.tmp"
    scratch.write_text(json.dumps({file.name: file.sha256 for file in entry.files}, indent=1) + "\n")
    scratch.replace(folder / STAMP)


def is_stamped(folder: Path, entry: Entry) -> bool:
    """Whether all files were found right before, and still have their sizes. Cheap: reads no model file."""
    try:
        noted: Any = json.loads((folder / STAMP).read_text())
    except (OSError, ValueError):
        return False
    wanted = {file.name: file.sha256 for file in entry.files}
    return noted == wanted and all(has_size(folder / file.name, file) for file in entry.files)
