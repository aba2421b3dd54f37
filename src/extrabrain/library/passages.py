"""Cuts a document into passages: whole sentences, of like size, seldom across a heading.

A passage stays within what the embedder reads (256 tokens); headings stand beside it, not in it.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extrabrain.core.document import Brought, Passage, Span

MOST_WORDS = 250
"""The embedder reads the first 256 tokens of a passage, about 200 words."""

LEAST_WORDS = 30
"""A section shorter than this joins the one before it."""

_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-ÖØ-Þ])|\n+")
_TURN = re.compile(r"[^\W\d_][\w .'’-]{0,30}:\s+(?=\S[^\n]{0,400}\Z)")
"""`Ann: words` and nothing else, not too long to be one breath."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    words: int


def passages(brought: Brought) -> tuple[Passage, ...]:
    """In order, without overlap; every word of the text is in one. Empty for a text without words."""
    starts = [at for at, _ in brought.headings]
    lines = [m.end() for m in re.finditer("\n", brought.text)]
    found: list[Passage] = []
    for first, last in _sections(brought):
        for piece in _packed(_pieces(brought.text, first, last)):
            under = bisect_right(starts, piece.start) - 1
            heading = brought.headings[under][1] if under >= 0 else ""
            named = f"{brought.title} › {heading}" if heading and heading != brought.title else brought.title
            page = bisect_right(brought.page_starts, piece.start) or None
            span = Span(piece.start, piece.end, page, bisect_right(lines, piece.start) + 1)
            found.append(Passage(len(found), named, brought.text[piece.start : piece.end], span))
    return tuple(found)


def as_read(heading: str, text: str) -> str:
    """What is read for meaning: a passage below its heading, a single turn of a talk without its speaker.

    Who speaks and which talk it is says little of what a short turn means, and words find both.
    """
    turn = _TURN.match(text)
    if turn is not None:
        return text[turn.end() :]
    return f"{heading}\n{text}" if heading else text


def _sections(brought: Brought) -> Iterator[tuple[int, int]]:
    """Stretches from heading to heading, short ones joined to the one before."""
    size = len(brought.text)
    cuts = sorted({at for at, _ in brought.headings if 0 < at < size})
    first = 0
    for cut in cuts:
        if len(_WORD.findall(brought.text, first, cut)) >= LEAST_WORDS:
            yield first, cut
            first = cut
    yield first, size


def _pieces(text: str, first: int, last: int) -> list[_Piece]:
    """Sentences and lines; one that is too long on its own is cut between words."""
    found: list[_Piece] = []
    at = first
    for end in [*(m.end() for m in _END.finditer(text, first, last)), last]:
        words = list(_WORD.finditer(text, at, end))
        for some in range(0, len(words), MOST_WORDS):
            run = words[some : some + MOST_WORDS]
            found.append(_Piece(run[0].start(), run[-1].end(), len(run)))
        at = end
    return found


def _packed(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Joins neighbours into as few stretches as fit, each about as long as the others."""
    total = sum(piece.words for piece in pieces)
    aim = total / max(1, math.ceil(total / MOST_WORDS))
    run: list[_Piece] = []
    said = 0
    for piece in pieces:
        if run and (said + piece.words > MOST_WORDS or said + piece.words / 2 > aim):
            yield _Piece(run[0].start, run[-1].end, said)
            run, said = [], 0
        run.append(piece)
        said += piece.words
    if run:
        yield _Piece(run[0].start, run[-1].end, said)
