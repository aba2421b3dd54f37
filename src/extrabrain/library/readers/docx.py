"""Word documents: paragraphs as lines, rows of a table side by side, headings by their style.

Macros, pictures and embedded objects are never opened.
"""

from pathlib import PurePath
from xml.etree.ElementTree import Element

from extrabrain.library.headings import headings_of
from extrabrain.library.packed import Packed, attribute, local
from extrabrain.library.reading import Page, Reading

_BODY = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def read(data: bytes, name: str) -> list[Reading]:
    packed = Packed(data, name)
    body = _Body()
    for entry in (_BODY, *(note for note in _NOTES if note in packed)):
        for event, element, _ in packed.elements(entry):
            body.push(event, element)
    title, written = core_of(packed)
    reading = body.page.reading(title or body.title or PurePath(name).stem, written_at=written)
    if not reading.headings:
        return [Reading(reading.text, reading.title, headings=headings_of(reading.text), written_at=written)]
    return [reading]


class _Body:
    """Gathers the text of paragraphs; those in a table wait until their row ends."""

    def __init__(self) -> None:
        self.page = Page()
        self.title = ""
        self._text: list[str] = []
        self._style = ""
        self._cells: list[list[str]] = []
        self._tables = 0
        self._deleted = 0

    def push(self, event: str, element: Element) -> None:
        tag = local(element)
        if event == "start":
            self._start(tag)
            return
        match tag:
            case "t" if not self._deleted:
                self._text.append(element.text or "")
            case "tab":
                self._text.append("\t")
            case "br" | "cr":
                self._text.append("\n")
            case "pStyle":
                self._style = attribute(element, "val") or ""
            case "numPr":
                self._text.insert(0, "- ")
            case "p":
                self._paragraph()
            case "tr" if self._tables == 1:
                self._row()
            case "tbl":
                self._tables -= 1
            case "delText" | "del":
                self._deleted -= tag == "del"
            case _:
                return
        if tag in ("p", "tr", "tbl"):
            element.clear()  # what was read need not lie in memory

    def _start(self, tag: str) -> None:
        if tag == "tbl":
            self._tables += 1
        elif tag == "tr" and self._tables == 1:
            self._cells = []
        elif tag == "tc" and self._tables == 1:
            self._cells.append([])
        elif tag == "del":
            self._deleted += 1

    def _paragraph(self) -> None:
        text, style = "".join(self._text).strip(), self._style.lower()
        self._text, self._style = [], ""
        if not text or text == "-":
            return
        if self._tables:
            if self._cells:
                self._cells[-1].append(" ".join(text.split()))
        elif style.startswith(("heading", "title", "berschrift", "titre", "titel")):
            if style.startswith("tit"):
                self.title = self.title or " ".join(text.split())
            self.page.heading(text)
        else:
            self.page.line(text)

    def _row(self) -> None:
        cells = [" ".join(cell) for cell in self._cells]
        if any(cells):
            self.page.line(" | ".join(cells))
        self._cells = []


def core_of(packed: Packed) -> tuple[str, str | None]:
    """Title and day of an Office file, as far as it says."""
    title, written = "", None
    if "docProps/core.xml" in packed:
        for event, element, _ in packed.elements("docProps/core.xml"):
            if event == "end" and local(element) == "title":
                title = " ".join((element.text or "").split())[:200]
            elif event == "end" and local(element) == "modified":
                written = (element.text or "").strip() or None
    return title, written
