"""HTML to text: blocks as lines, cells of a table side by side. Nothing is fetched and nothing is run."""

import re
from html.parser import HTMLParser
from pathlib import PurePath

from extrabrain.library.decode import decoded
from extrabrain.library.reading import Page, Reading

_SAID = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SILENT = frozenset("script style template noscript svg math iframe object select".split())
_BLOCKS = frozenset(
    (
        "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form header"
        " hr html li main nav ol p pre section table tbody tfoot thead tr ul"
    ).split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def read(data: bytes, name: str) -> list[Reading]:
    said = _SAID.search(data[:4096])
    parser = _Text()
    parser.feed(decoded(data, name, said=said[1].decode("ascii", "ignore") if said else None))
    parser.close()
    parser.end()
    return [parser.page.reading(parser.title or parser.first or PurePath(name).stem)]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.title = ""
        self.first = ""
        self._line: list[str] = []
        self._silent = 0
        self._in_title = False
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "title":
            self._in_title = True
        elif tag in _HEADINGS:
            self.end()
            self._heading = True
        elif tag in _BLOCKS:
            self.end()
            if tag == "li":
                self._line.append("- ")
        elif tag in ("td", "th"):
            self._line.append("\t" if self._line else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "title":
            self._in_title = False
        elif tag in _HEADINGS or tag in _BLOCKS:
            self.end()

    def handle_data(self, data: str) -> None:
        if self._in_title and not self._silent:
            self.title = " ".join(f"{self.title} {data}".split())[:200]
        elif not self._silent:
            self._line.append(data.replace("\t", " "))

    def end(self) -> None:
        """The line is whole."""
        cells = [" ".join(cell.split()) for cell in "".join(self._line).split("\t")]
        text = " | ".join(cell for cell in cells if cell)
        heading, self._heading = self._heading, False
        self._line = []
        if not text or text == "-":
            return
        if heading:
            self.first = self.first or text[:200]
            self.page.heading(text)
        else:
            self.page.line(text)
