"""What a reader gives: the text of one document, and where its pages and headings stand."""

from dataclasses import dataclass

from extrabrain.core.document import DocumentKind
from extrabrain.core.errors import Unsupported

MOST_CHARS = 20_000_000
"""Of one document's text: about 3 million words. What is longer is no document."""


class NoDocument(Unsupported):
    """The file is sound, and nothing that a workspace takes: no failure where it lies among others."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One document of a file; most files hold one.

    `part` names it within its file where there are several, the same on each reading. `kind` is none where
    only the content can tell. `notices` say what could not be read of it.
    """

    text: str
    title: str = ""
    part: str = ""
    kind: DocumentKind | None = None
    page_starts: tuple[int, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    written_at: str | None = None
    notices: tuple[str, ...] = ()
    bare_pages: tuple[int, ...] = ()
    """Pages, from 1, that are pictures without text."""


class Page:
    """Text as it grows: lines are added, pages and headings noted where they begin."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._pages: list[int] = []
        self._headings: list[tuple[int, str]] = []

    def add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def line(self, text: str = "") -> None:
        self.add(text + "\n")

    def heading(self, text: str) -> None:
        """A line of its own that stands over what follows."""
        named = " ".join(text.split())
        if named:
            self._headings.append((self._size, named[:200]))
            self.line(named)

    def turn(self) -> None:
        """A new page begins here."""
        self._pages.append(self._size)

    @property
    def size(self) -> int:
        return self._size

    def reading(
        self,
        title: str = "",
        *,
        part: str = "",
        kind: DocumentKind | None = None,
        written_at: str | None = None,
        notices: tuple[str, ...] = (),
    ) -> Reading:
        return Reading(
            "".join(self._parts),
            title,
            part,
            kind,
            tuple(self._pages),
            tuple(self._headings),
            written_at,
            notices,
        )
