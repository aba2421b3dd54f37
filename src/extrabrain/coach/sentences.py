"""Sentences and clauses of written and of spoken text, as exact spans.

Where there is punctuation it is trusted. A long stretch without it (raw speech recognition) is cut by
`boundaries`, helped by pauses between words where their times are known.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extrabrain.coach.boundaries import LONG_PAUSE_MS, PAUSE_BONUS, boundary_model, cut
from extrabrain.coach.tokens import Token, tokens
from extrabrain.core.quote import word_spans
from extrabrain.core.speech import Word

UNPUNCTUATED_WORDS = 36
"""A stretch longer than this, with less than one comma to 14 words, is taken for unpunctuated speech."""

PUNCTUATED_WORDS = 70
"""The same where the text has a full stop to every 40 words: its writer means a long sentence."""

LONGEST_WORDS = 100
"""No sentence is longer, however many commas it has: a comma stands for a full stop there."""

COMMA_BONUS = 3.0
"""What a comma adds to the score of a cut in such a stretch."""

CLAUSE_WORDS = 20
"""Sentences longer than this are cut into clauses where a conjunction follows a comma, at `;` and at `:`."""

LEAST_CLAUSE_WORDS = 5

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n\s*\n|。|！|？")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|vs|e\.g|i\.e|etc|no|fig|approx|inc|ltd|u\.s))\.$", re.I
)
_CLAUSE = re.compile(
    r"[;:]\s+|\s[–—-]\s|—|,\s+(?=(?:and|but|so|because|since|which|where|while|when|if|then|otherwise|or|whereas|though"
    r"|although|unless|until|i|we|he|she|they|it|there|that's|it's)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause: the smallest piece that is judged. `sentence` is the number of the sentence it belongs to."""

    start: int
    end: int
    sentence: int
    words: int


@dataclass(frozen=True, slots=True)
class Sentences:
    """`spans` of sentences in order, and the `units` they are made of, both trimmed of white space."""

    spans: tuple[tuple[int, int], ...]
    units: tuple[Unit, ...]


def segment(text: str, words: Sequence[Word] = (), row: Sequence[Token] | None = None) -> Sentences:
    """Cuts `text`; every word lies in exactly one unit. Empty text gives nothing. `row`: its tokens, where
    they are known already."""
    line = _Line(tokens(text) if row is None else row)
    pauses = _pauses(text, words)
    spans: list[tuple[int, int]] = []
    units: list[Unit] = []
    stretches = _stretches(text)
    most = PUNCTUATED_WORDS if len(stretches) * 40 >= line.count(0, len(text)) else UNPUNCTUATED_WORDS
    for start, end in stretches:
        if not line.count(start, end):
            continue
        for s_start, s_end in _sentences(text, (start, end), line, pauses, most):
            units += [Unit(a, b, len(spans), n) for a, b, n in _clauses(text, s_start, s_end, line)]
            spans.append((s_start, s_end))
    return Sentences(tuple(spans), tuple(units))


class _Line:
    """The words of a text, found by place."""

    def __init__(self, row: Sequence[Token]) -> None:
        self._tokens = row
        self._starts = [token.start for token in self._tokens]

    def between(self, start: int, end: int) -> Sequence[Token]:
        return self._tokens[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def count(self, start: int, end: int) -> int:
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)


def _stretches(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for end in _END.finditer(text):
        if _ABBREVIATION.search(text, max(0, end.end() - 8), end.end()):
            continue
        found.append(_trim(text, at, end.end()))
        at = end.end()
    found.append(_trim(text, at, len(text)))
    return [(start, end) for start, end in found if start < end]


def _sentences(
    text: str, stretch: tuple[int, int], line: _Line, pauses: dict[int, int], most: int
) -> list[tuple[int, int]]:
    start, end = stretch
    inside = line.between(start, end)
    commas = text.count(",", start, end) + text.count(";", start, end)
    spliced = commas * 14 >= len(inside)
    if len(inside) <= (LONGEST_WORDS if spliced else most):
        return [(start, end)]
    scores = boundary_model().scores([t.low for t in inside])
    for at, token in enumerate(inside[:-1]):
        if spliced and text[token.end : inside[at + 1].start].lstrip()[:1] in (",", ";"):
            scores[at] += COMMA_BONUS
        if pauses.get(token.end, 0) >= LONG_PAUSE_MS:
            scores[at] += PAUSE_BONUS
    edges = [start, *(inside[at + 1].start for at in cut(scores)), end]
    return [_trim(text, a, b) for a, b in pairwise(edges)]


def _clauses(text: str, start: int, end: int, line: _Line) -> list[tuple[int, int, int]]:
    if line.count(start, end) <= CLAUSE_WORDS:
        return [(start, end, line.count(start, end))]
    pieces: list[tuple[int, int, int]] = []
    at = start
    for mark in _CLAUSE.finditer(text, start, end):
        here, rest = line.count(at, mark.start()), line.count(mark.end(), end)
        if here >= LEAST_CLAUSE_WORDS and rest >= LEAST_CLAUSE_WORDS:
            stop = mark.start() + 1 if text[mark.start()] in ",;:" else mark.start()
            pieces.append((*_trim(text, at, stop), here))
            at = mark.end()
    pieces.append((*_trim(text, at, end), line.count(at, end)))
    return [(a, b, n) for a, b, n in pieces if a < b]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _pauses(text: str, words: Sequence[Word]) -> dict[int, int]:
    """End position of a word → silence after it in ms, where the model gave times of its own."""
    spans = word_spans(text, words)
    found: dict[int, int] = {}
    for (_, end), (word, after) in zip(spans, pairwise(words), strict=False):
        if not word.interpolated and not after.interpolated:
            found[end] = after.start_ms - word.end_ms
    return found
