"""A question over the workspace: the sentences that answer it, each cited, or that it is not there.

Without a language model the answer is made of sentences of the documents, word for word. Whether there is an
answer at all is judged from how near its best sentence comes in meaning and in words; who says it is none
of these words, or `Industrial Designer: Okay.` would answer every question about the industrial designer. The
line was drawn on questions about meetings, asked of those meetings and of others (`benchmarks/ask.py`). A
question that names what the workspace never speaks of has no answer there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from extrabrain.core.document import Hit, Span
from extrabrain.flows.find import Embedder, Finder
from extrabrain.flows.told import Citation, Told
from extrabrain.library.fuse import STOP, content_words
from extrabrain.record import passages, terms
from extrabrain.record.db import Store
from extrabrain.record.passages import Within

PASSAGES = 6
"""Read for an answer."""

SENTENCES = 3
"""In an answer, at most."""

MOST_COMPARED = 40
"""Sentences compared by meaning; those with most words of the question first."""

WORDS_WEIGHT = 0.5
"""Of a word in common beside a cosine."""

ENOUGH = 0.6
ENOUGH_WORDS = 0.6
"""Evidence from which on something counts as an answer; the second where there are no embeddings."""

LEAST_TURNS = 3
"""Lines with a label that make a passage a talk, whatever its document is called."""

FEWEST_SAID = 3
"""Words worth something in a turn of a talk that answers anything."""

NEAR_BEST = 0.8
"""A further sentence is worth saying if it comes so near the best one."""

_END = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\\[]?[A-Z0-9À-ÖØ-Þ])|\n{2,}|\n(?=\s*(?:[-*•#|]|[^\n]{1,40}:\s))"
)

_SHORT_LINE = re.compile(r"^[^\n]{1,62}\n(?=[\"'“(]?[A-Z0-9À-ÖØ-Þ])", re.MULTILINE)
"""A line that ends long before the edge of a page and is not gone on with stands for itself."""

_LABEL = re.compile(r"(?P<who>[^\W\d_][\w .'’-]{0,40}):\s+")


@dataclass(frozen=True, slots=True)
class Place:
    """`[start, end)` of the text of a passage."""

    hit: Hit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Worded:
    """A sentence of an answer, and what it rests on."""

    text: str
    places: tuple[Place, ...]


class Answerer(Protocol):
    """A language model that words an answer from passages; empty if they do not say."""

    @property
    def name(self) -> str: ...

    def answer(self, question: str, passages: Sequence[Hit]) -> Sequence[Worded]: ...


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a passage, and how well it answers: by shared words and, with embeddings, by cosine.

    `said` is the share of the question's words in what is said, with half of those that only the heading has;
    `words` counts the speaker too. The first decides whether it is an answer, the second which of several
    comes first.
    """

    hit: Hit
    start: int
    end: int
    said: float
    words: float
    cosine: float | None = None

    @property
    def text(self) -> str:
        return self.hit.text[self.start : self.end]

    @property
    def weight(self) -> float:
        return self._with(self.words)

    @property
    def sure(self) -> float:
        return self._with(self.said)

    def _with(self, words: float) -> float:
        return words if self.cosine is None else self.cosine + WORDS_WEIGHT * words


@dataclass(frozen=True, slots=True)
class _Sentence:
    hit: Hit
    start: int
    end: int
    speaker: str
    said: str


@dataclass(slots=True)
class Asker:
    store: Store
    finder: Finder
    answerer: Answerer | None = None
    _most: int = field(default=PASSAGES, repr=False)

    def ask(self, question: str, within: Within | None = None) -> Told:
        """An empty question finds nothing."""
        hits = self.finder.search(question, most=self._most, within=within, by_document=False)
        stranger = next((name for name in names(question) if not self._speaks_of(name, within)), None)
        if stranger is not None:
            return _unknown(question, hits, 0.0, f", which does not speak of {stranger}")
        found = self.evidence(question, hits)
        best = max((one.sure for one in found), default=0.0)
        enough = ENOUGH if self._embedder else ENOUGH_WORDS
        if best < enough:
            return _unknown(question, hits, best)
        if self.answerer is not None:
            return _told(question, hits, best, self.answerer)
        chosen = _chosen(found)
        cited = tuple(_citation(n, e.hit, e.start, e.end) for n, e in enumerate(chosen, start=1))
        text = "\n".join(f"{' '.join(c.text.split())} [{c.number}]" for c in cited)
        return Told(question, True, text, cited, tuple(hits), round(best, 3), "extracts")

    def _speaks_of(self, name: str, within: Within | None) -> bool:
        return passages.speaks_of(self.store, name, within or Within())

    def evidence(self, question: str, hits: Sequence[Hit]) -> list[Evidence]:
        """The sentences of the passages, best first."""
        places = [one for hit in hits for one in _told_in(hit)]
        texts = [text for one in places for text in (one.said, one.speaker, one.hit.heading)]
        asked, *stems = self._stems([question, *texts])
        if not asked:
            return []
        found = [
            _evidence(asked, one, stems[3 * n : 3 * n + 3])
            for n, one in enumerate(places)
            if not one.speaker or len(stems[3 * n]) >= FEWEST_SAID
        ]
        found.sort(key=lambda e: -e.words)
        embedder = self._embedder
        if embedder is None or not found:
            return found
        found = found[:MOST_COMPARED]
        vectors = embedder.embed([question, *(e.text for e in found)])
        cosines = np.einsum("ij,j->i", vectors[1:], vectors[0]).tolist()
        compared = [replace(e, cosine=cosine) for e, cosine in zip(found, cosines, strict=True)]
        return sorted(compared, key=lambda e: -e.weight)

    @property
    def _embedder(self) -> Embedder | None:
        return self.finder.embedder

    def _stems(self, texts: Sequence[str]) -> list[set[str]]:
        """The words of each text that are worth something, as the index sees them."""
        words = [content_words(text) for text in texts]
        stems = iter(terms.stems(self.store, [word for some in words for word in some]))
        return [{next(stems) for _ in some} for some in words]


def names(question: str) -> list[str]:
    """Words written large that do not begin a sentence; none where all are, which says nothing."""
    words = list(re.finditer(r"[^\W\d_]{2,}", question))
    small = [w for w in words if w[0].islower() and w[0] not in STOP]
    starts = re.compile(r"(?:\A|[.!?:]\s+|\n)[\W_]*\Z")
    large = [w[0] for w in words if w[0][0].isupper() and not starts.search(question[: w.start()])]
    return [name for name in large if name.lower() not in STOP] if small else []


def _evidence(asked: set[str], one: _Sentence, stems: Sequence[set[str]]) -> Evidence:
    """The share of the question's words that a sentence has; those of its heading count half."""
    here, speaker, above = stems
    own, spoken = asked & here, asked & (here | speaker)
    said = len(own) + 0.5 * len(asked & (above - own))
    words = len(spoken) + 0.5 * len(asked & (above - spoken))
    return Evidence(one.hit, one.start, one.end, said / len(asked), words / len(asked))


def _told_in(hit: Hit) -> list[_Sentence]:
    """The sentences of a passage, each with who says it: the label that the turn begins with."""
    told = sentences(hit.text)
    labels = [_LABEL.match(hit.text, start, end) for start, end in told]
    if hit.kind != "transcript" and sum(map(bool, labels)) < LEAST_TURNS:
        return [_Sentence(hit, start, end, "", hit.text[start:end]) for start, end in told]
    found: list[_Sentence] = []
    speaker = ""
    for (start, end), label in zip(told, labels, strict=True):
        speaker = label["who"] if label else speaker
        found.append(_Sentence(hit, start, end, speaker, hit.text[label.end() if label else start : end]))
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences and of lines that stand for themselves, without the white space around them."""
    found: list[tuple[int, int]] = []
    at = 0
    cuts = {m.end() for m in _END.finditer(text)} | {m.end() for m in _SHORT_LINE.finditer(text)}
    for end in [*sorted(cuts), len(text)]:
        piece = text[at:end]
        start = at + len(piece) - len(piece.lstrip())
        stop = at + len(piece.rstrip())
        if any(c.isalnum() for c in text[start:stop]):
            found.append((start, stop))
        at = end
    return found


def _chosen(found: Sequence[Evidence]) -> list[Evidence]:
    """The best sentences that say different things."""
    chosen: list[Evidence] = []
    best = found[0].weight
    for one in found:
        if len(chosen) == SENTENCES or one.weight < NEAR_BEST * best:
            break
        if all(one.text != other.text for other in chosen):
            chosen.append(one)
    return chosen


def _told(question: str, hits: Sequence[Hit], best: float, answerer: Answerer) -> Told:
    """What a model says; a sentence that rests on nothing is left out."""
    said = [one for one in answerer.answer(question, hits) if one.places]
    if not said:
        return replace(_unknown(question, hits, best), engine=answerer.name)
    cited = tuple(
        _citation(number, place.hit, place.start, place.end)
        for number, place in enumerate((place for one in said for place in one.places), start=1)
    )
    numbers = iter(cited)
    text = "\n".join(" ".join([one.text, *(f"[{next(numbers).number}]" for _ in one.places)]) for one in said)
    return Told(question, True, text, cited, tuple(hits), round(best, 3), answerer.name)


def _citation(number: int, hit: Hit, start: int, end: int) -> Citation:
    at = hit.span.start_char
    line = None if hit.span.line is None else hit.span.line + hit.text.count("\n", 0, start)
    span = Span(at + start, at + end, hit.span.page, line)
    return Citation(number, hit.document_id, hit.external_id, hit.title, hit.kind, hit.text[start:end], span)


def _unknown(question: str, hits: Sequence[Hit], best: float, why: str = "") -> Told:
    text = f"That is not in your workspace{why}."
    return Told(question, False, text, (), tuple(hits[:3]), round(best, 3), "extracts")
