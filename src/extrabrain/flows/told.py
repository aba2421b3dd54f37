"""What the workspace says to a question, each sentence with the place where it stands."""

from dataclasses import dataclass

from extrabrain.core.document import DocumentKind, Hit, Span


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of the answer stands. `text` is exactly `span` of the document."""

    number: int
    document_id: int
    external_id: str
    title: str
    kind: DocumentKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Told:
    """`found` is false where the workspace does not say; `text` then says so, and `passages` come nearest.

    `evidence` is 0 to about 1.5. In `text`, `[1]` names the first of `citations`.
    """

    question: str
    found: bool
    text: str
    citations: tuple[Citation, ...]
    passages: tuple[Hit, ...]
    evidence: float
    engine: str
