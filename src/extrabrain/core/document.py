"""What the user brings: documents, the passages they are cut into, and where each passage stands."""

from dataclasses import dataclass
from typing import Literal, get_args

DocumentKind = Literal["resume", "job", "publication", "project", "notes", "transcript", "screenshot", "text"]

DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)

Change = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `[start_char, end_char)` of a document's text, and the page or line where they stand.

    `page` counts from 1, where the document has pages; `line` counts from 1.
    """

    start_char: int
    end_char: int
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """A text as a reader gives it: nothing of it is stored yet.

    `external_id` names it in the place it came from (a path, an address, somebody's id): bringing the same
    one again updates it. `page_starts` lists the first character of each page; `headings` each `(character,
    heading)`. `series` and `number` say that it is a piece of something longer, in order.
    """

    external_id: str
    title: str
    text: str
    kind: DocumentKind = "text"
    group: str = ""
    page_starts: tuple[int, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    series: str | None = None
    number: int = 0
    written_at: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the workspace, without its text. Times are UTC; `chars` is the length of the text."""

    document_id: int
    external_id: str
    title: str
    kind: DocumentKind
    group: str
    enabled: bool
    chars: int
    passages: int
    added_at: str
    updated_at: str
    written_at: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is searched as one. `heading` is the title or section it stands under."""

    position: int
    heading: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers a query. `score` orders hits of one query and means nothing across queries."""

    document_id: int
    external_id: str
    title: str
    kind: DocumentKind
    heading: str
    score: float
    text: str
    span: Span
    marks: tuple[tuple[int, int], ...] = ()
    """Where in `text` words of the query stand."""
