"""An answer as the scorers read it: its words, sentences, clauses, cues and meanings, worked out once."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extrabrain.coach.cues import Cue, cue_book
from extrabrain.coach.embedder import DIMS, Embedder, Meaning, Spans, Vectors
from extrabrain.coach.sentences import Sentences, Unit, segment
from extrabrain.coach.surface import EXTRA, surface
from extrabrain.coach.tokens import Token, tokens, word_count
from extrabrain.core.quote import Quote, quote
from extrabrain.core.speech import Word

Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """`features[i]`, `vectors[i]`, `peaks[i]` and `meant[i]` belong to `units[i]`; the last three are none
    without an embedder. A clause means what it means in its sentence. `meant` are the places of its words and
    a vector for each, `peaks` the highest and then the lowest of each number over them.

    `first[i]` is the number of the first word of unit i, so its words are `row[first[i]:first[i + 1]]`.
    """

    text: str
    words: tuple[Word, ...]
    row: tuple[Token, ...]
    sentences: Sentences
    first: tuple[int, ...]
    cues: tuple[Cue, ...]
    features: Matrix
    vectors: Vectors | None
    peaks: Vectors | None
    meant: tuple[tuple[Spans, Vectors], ...] | None
    word_count: int

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.sentences.units

    def unit_text(self, number: int) -> str:
        unit = self.units[number]
        return self.text[unit.start : unit.end]

    def unit_row(self, number: int) -> tuple[Token, ...]:
        return self.row[self.first[number] : self.first[number + 1]]

    def unit_at(self, word: int) -> int:
        """The unit that holds word number `word` of the row."""
        return max(0, bisect_left(self.first, word + 1) - 1)

    def count(self, number: int, cue: str) -> int:
        """How often a cue was found in unit `number`."""
        return int(self.features[number, FEATURE_AT[cue]])

    def quote(self, first: int, last: int | None = None) -> Quote:
        """The words of unit `first`, or of units `first` to `last`."""
        end = self.units[first if last is None else last].end
        return quote(self.text, self.units[first].start, end, self.words)

    def sentence_of(self, first: int, last: int) -> tuple[int, int]:
        """First and last unit of the whole sentences that units `first` to `last` lie in."""
        units = self.units
        while first > 0 and units[first - 1].sentence == units[first].sentence:
            first -= 1
        while last + 1 < len(units) and units[last + 1].sentence == units[last].sentence:
            last += 1
        return first, last

    def slice(self, start: int, end: int) -> Quote:
        return quote(self.text, start, end, self.words)


FEATURES: tuple[str, ...] = (*cue_book().names, *EXTRA)
FEATURE_AT: dict[str, int] = {name: at for at, name in enumerate(FEATURES)}


def read(
    text: str, words: Sequence[Word] = (), embedder: Embedder | None = None, *, about: bool = False
) -> Reading:
    """Reads an answer; the embedder is asked once, for all sentences together. `about`: its `subjects` will
    be wanted too, and are cheaper in the same run."""
    row = tuple(tokens(text))
    sentences = segment(text, words, row)
    pieces = _pieces(text, sentences)
    if about and embedder is not None:
        embedder.subjects(pieces)
    starts = [token.start for token in row]
    first = (*(bisect_left(starts, unit.start) for unit in sentences.units), len(row))
    cues = tuple(cue_book().find(row, frozenset(first)))
    meanings = None if embedder is None else embedder.meanings(pieces)
    meant = None if meanings is None else _words(sentences, meanings)
    return Reading(
        text=text,
        words=tuple(words),
        row=row,
        sentences=sentences,
        first=first,
        cues=cues,
        features=_features(text, sentences.units, row, first, cues),
        vectors=None if meanings is None else _vectors(sentences, meanings),
        peaks=None if meant is None else peaks_of([rows for _, rows in meant]),
        meant=meant,
        word_count=word_count(text),
    )


def subjects(reading: Reading, embedder: Embedder) -> Vectors:
    """A row for each clause: what it is about."""
    return _vectors(reading.sentences, embedder.subjects(_pieces(reading.text, reading.sentences)))


def _pieces(text: str, sentences: Sentences) -> list[str]:
    return [text[start:end] for start, end in sentences.spans]


def _vectors(sentences: Sentences, meanings: Sequence[Meaning]) -> Vectors:
    """A row for each clause; `meanings` of the sentences."""
    vectors = np.zeros((len(sentences.units), DIMS), np.float32)
    for number, unit in enumerate(sentences.units):
        meaning, span = meanings[unit.sentence], sentences.spans[unit.sentence]
        alone = (unit.start, unit.end) == span
        vectors[number] = meaning.whole() if alone else meaning.part(unit.start - span[0], unit.end - span[0])
    return vectors


def _words(sentences: Sentences, meanings: Sequence[Meaning]) -> tuple[tuple[Spans, Vectors], ...]:
    """For each clause the places of its words, and what each means there."""
    found: list[tuple[Spans, Vectors]] = []
    sentence, rows, placed, starts = -1, np.zeros((0, DIMS), np.float32), [(0, 0)], [0]
    for unit in sentences.units:
        if unit.sentence != sentence:
            sentence = unit.sentence
            at = sentences.spans[sentence][0]
            rows = meanings[sentence].words()
            placed = [(start + at, end + at) for start, end in meanings[sentence].spans]
            starts = [start for start, _ in placed]
        first, end = bisect_left(starts, unit.start), bisect_left(starts, unit.end)
        found.append((tuple(placed[first:end]), rows[first:end]))
    return tuple(found)


def peaks_of(words: Sequence[Vectors]) -> Vectors:
    """The words of each clause as rows → one row of `2 * DIMS`; zeros for a clause without a word."""
    found = np.zeros((len(words), 2 * DIMS), np.float32)
    for number, rows in enumerate(words):
        if len(rows):
            found[number] = np.concatenate([rows.max(axis=0), rows.min(axis=0)])
    return found


def _features(
    text: str, units: Sequence[Unit], row: Sequence[Token], first: Sequence[int], cues: Sequence[Cue]
) -> Matrix:
    found = np.zeros((len(units), len(FEATURES)), np.float32)
    for cue in cues:
        unit = bisect_left(first, cue.first + 1) - 1
        found[unit, FEATURE_AT[cue.name]] += 1
    for number, unit in enumerate(units):
        extra = surface(text, unit, row[first[number] : first[number + 1]])
        found[number, -len(EXTRA) :] = extra
    return found
