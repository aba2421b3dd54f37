"""The items of a document: bullets and lines as a writer meant them, with wrapped lines put together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BULLET = re.compile(r"\s*(?:[-–—•◦▪‣·*+]|\(?\d{1,2}[.)])\s+")
_SENTENCE_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bet al)[.!?][\"'”’)]*(?=\s+[\"'“(]?[A-Z0-9]|\s*$)"
)
FULL_CHARS = 60
"""A line shorter than this was not cut by the edge of the page."""

OPEN = re.compile(
    r"(?:,|\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|which|that|than|into|as|is|was|were|has|had))\Z"
)
"""How a line ends that goes on, whatever the next begins with."""

_YEARS = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is `document[start_char:end_char]` with its line breaks as spaces; `head` is what it
    stands under.
    """

    text: str
    start_char: int
    end_char: int
    is_bullet: bool
    head: str = ""
    head_span: tuple[int, int] = (0, 0)
    """Where in the document the head stands."""


def lines(document: str) -> list[Line]:
    """In order; a line that goes on where the one before was cut is part of it."""
    found: list[Line] = []
    head, head_span, at = "", (0, 0), 0
    for raw in document.splitlines(keepends=True):
        start, at = at, at + len(raw)
        if not raw.strip():
            if found and found[-1].text:
                found.append(Line("", start, start, is_bullet=False))
            continue
        mark = BULLET.match(raw)
        begin = start + (mark.end() if mark else len(raw) - len(raw.lstrip()))
        end = start + len(raw.rstrip())
        last = found[-1] if found else None
        if mark is None and last is not None and _goes_on(last, document[begin:end]):
            joined = " ".join(document[last.start_char : end].split())
            found[-1] = Line(joined, last.start_char, end, last.is_bullet, last.head, last.head_span)
            continue
        text = document[begin:end]
        if mark is None and is_head(text):
            head = " ".join(re.sub(r"[#*_]+", "", text).split()).rstrip(":")
            head_span = (begin, end)
        found.append(
            Line(
                " ".join(text.split()), begin, end, is_bullet=mark is not None, head=head, head_span=head_span
            )
        )
    return [line for line in found if line.text]


def _goes_on(last: Line, text: str) -> bool:
    if not last.text or last.text[-1] in ".!?:;" or is_head(last.text):
        return False
    if text[:1].islower() or (OPEN.search(last.text) and not is_head(text)):
        return True
    long = len(last.text) > FULL_CHARS
    return long and not is_head(text) and (last.is_bullet or not text[:1].isupper())


def is_head(text: str) -> bool:
    """A heading or a line with a place and years: short, no full stop."""
    plain = text.strip(" \t*_")
    if plain.startswith("#"):
        return True
    short = len(plain.split()) <= 12 and plain[-1:] not in ".!?,;" and plain[:1].isupper()
    return short and (bool(_YEARS.search(plain)) or plain.endswith(":") or plain.isupper())


def sentences(text: str, start_char: int = 0) -> Iterator[tuple[str, int, int]]:
    """Each with its place in the document that `text` begins at `start_char` of."""
    at = 0
    for stop in [*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)]:
        piece = text[at:stop]
        plain = piece.strip()
        if plain:
            begin = start_char + at + (len(piece) - len(piece.lstrip()))
            yield plain, begin, begin + len(plain)
        at = stop
