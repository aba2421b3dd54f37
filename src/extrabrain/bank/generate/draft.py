"""What goes into a generator and what comes out."""

from dataclasses import dataclass

from extrabrain.core.document import DocumentKind
from extrabrain.core.question import Pattern, QuestionKind


@dataclass(frozen=True, slots=True)
class Material:
    """A document of the workspace with its text."""

    document_id: int
    kind: DocumentKind
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before it has an id; `[start_char, end_char)` of the document's text prompted it."""

    text: str
    kind: QuestionKind
    pattern: Pattern
    start_char: int
    end_char: int
    key_points: tuple[str, ...] = ()
    difficulty: int = 2
    tests: str = ""
    angle: str = ""
    """From which side the words are asked about; the same words may prompt two questions."""
