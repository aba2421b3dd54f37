"""Shapes of the library's part of the wire."""

from dataclasses import dataclass

from extrabrain.core.document import Document
from extrabrain.flows.bring_report import Progress, Report


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with all of its text."""

    document: Document
    text: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is not enabled is found by no search."""

    enabled: bool


@dataclass(frozen=True, slots=True)
class Asking:
    question: str


@dataclass(frozen=True, slots=True)
class RepositoryAt:
    """The whole path of its folder on this machine."""

    path: str


@dataclass(frozen=True, slots=True)
class Bringing:
    """How the files that were handed over fare. `by_meaning`: the embedder's model is here."""

    busy: bool
    waiting: int
    progress: Progress | None
    report: Report
    by_meaning: bool
