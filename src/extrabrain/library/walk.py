"""The files under a path that may be documents. Links are named, never followed out of what the user gave."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extrabrain.core.errors import NotFound
from extrabrain.library.readers.table import ending, is_known

MOST_FILES = 200_000
MOST_DEPTH = 60
_SKIPPED = frozenset(
    "node_modules __pycache__ venv env site-packages dist build target vendor trash $recycle.bin".split()
)

_DOCUMENTATION = frozenset(".md .markdown .mdx .rst .org .pdf .docx .pptx .tex .bib".split())
"""What is read of a repository beside its history: not its code, nor its data."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells that a file was changed, without opening it."""

    mtime_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Place:
    """One thing to bring: a file, or with `is_repository` a folder under version control.

    `is_asked` says that the user named it; `is_inside` that it lies in a repository.
    """

    path: Path
    stamp: Stamp
    is_repository: bool = False
    is_asked: bool = False
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something that is left out, and why."""

    path: Path
    why: str


def places_under(given: Path) -> Iterator[Place | PassedOver]:
    """In order of their names. `NotFound` where there is nothing at `given`.

    A file that is given by name is always a place, whatever its ending. In folders, hidden ones and those
    that programs fill by themselves are left out, and so are links, files of other kinds, pipes and devices.
    """
    try:
        here = given.stat()
    except OSError as error:
        raise NotFound(
            f"{given}: {(error.strerror or 'it cannot be opened').lower()}.", next_step="Check the path."
        ) from error
    if stat.S_ISDIR(here.st_mode):
        yield from _Walk().folder(given, 0, _is_inside(given))
    elif stat.S_ISREG(here.st_mode):
        yield Place(given, Stamp(here.st_mtime_ns, here.st_size), is_asked=True)
    else:
        yield PassedOver(given, "neither a file nor a folder")


def _is_inside(folder: Path) -> bool:
    """Whether a folder above is a repository."""
    return any((above / ".git").exists() for above in folder.parents)


class _Walk:
    """One pass; counts what it sees."""

    def __init__(self) -> None:
        self._seen = 0

    def folder(self, folder: Path, depth: int, is_inside: bool) -> Iterator[Place | PassedOver]:
        if depth > MOST_DEPTH:
            yield PassedOver(folder, f"more than {MOST_DEPTH} folders deep")
            return
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            yield PassedOver(folder, (error.strerror or "cannot be opened").lower())
            return
        if any(entry.name == ".git" for entry in entries):
            is_inside = True
            yield Place(folder, Stamp(folder.stat().st_mtime_ns, 0), is_repository=True)
        for entry in entries:
            self._seen += 1
            if self._seen > MOST_FILES:
                yield PassedOver(folder, f"more than {MOST_FILES:,} files; bring its folders one by one")
                return
            if not entry.name.startswith("."):
                yield from self._entry(entry, depth, is_inside)

    def _entry(self, entry: "os.DirEntry[str]", depth: int, is_inside: bool) -> Iterator[Place | PassedOver]:
        path = Path(entry.path)
        try:
            if entry.is_symlink():
                yield PassedOver(path, "a link; bring what it leads to by its own path")
            elif entry.is_dir(follow_symlinks=False):
                if entry.name.lower() not in _SKIPPED:
                    yield from self.folder(path, depth + 1, is_inside)
            elif not entry.is_file(follow_symlinks=False):
                yield PassedOver(path, "neither a file nor a folder")
            elif (ending(entry.name) in _DOCUMENTATION) if is_inside else is_known(entry.name):
                here = entry.stat(follow_symlinks=False)
                yield Place(path, Stamp(here.st_mtime_ns, here.st_size), is_inside=is_inside)
        except OSError as error:
            yield PassedOver(path, (error.strerror or "cannot be opened").lower())
