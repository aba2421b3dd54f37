"""What an import is asked for, how far it is, and what became of it."""

from dataclasses import dataclass, field
from typing import Literal

from extrabrain.core.document import DocumentKind


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said of all that is brought: `kind` instead of a guess, a `group`; `prune` forgets
    documents whose files are gone."""

    kind: DocumentKind | None = None
    group: str = ""
    prune: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be brought, or of which something could not be read."""

    path: str
    what: str
    next_step: str


@dataclass(slots=True)
class Report:
    """What became of an import. Numbers count documents, `unchanged_files` and lists files."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    unchanged_files: int = 0
    removed: int = 0
    twins: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    gone: list[str] = field(default_factory=list[str])
    failures: list[Failure] = field(default_factory=list[Failure])
    notices: list[Failure] = field(default_factory=list[Failure])
    passed_over: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total`: files while reading, passages while reading for meaning, seconds of a recording
    while it is heard (`total` 0 where it does not say how long it is). `path` is read now."""

    doing: Literal["looking", "reading", "hearing", "meaning"]
    done: int
    total: int
    seconds_left: float | None = None
    path: str = ""
