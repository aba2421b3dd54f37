"""Searching the workspace: words and meaning, fused; by words alone while there are no vectors."""

from collections.abc import Sequence
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from extrabrain.core.document import Hit
from extrabrain.flows.shelf import Shelf, shelf_of
from extrabrain.library.bm25 import distinct
from extrabrain.library.embed import Vectors
from extrabrain.library.fuse import content_words, fused, with_neighbours
from extrabrain.record import documents, passages, terms
from extrabrain.record.db import Store
from extrabrain.record.passages import Within

CANDIDATES = 400
"""Passages taken from each of the two lists."""

MOST_LOOKED_UP = 10_000
"""Passages with common words that one query goes through: about 2 ms."""

_Mask = npt.NDArray[np.bool_]
_Ranked = tuple[Any, Any]
"""Rows of the shelf and their scores."""


class Embedder(Protocol):
    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class Finder:
    """Keeps the vectors in memory and follows changes of the store. Thread-safe."""

    def __init__(self, store: Store, embedder: Embedder | None) -> None:
        self._store = store
        self.embedder = embedder
        self._lock = Lock()
        self._held: Shelf | None = None

    def search(
        self, query: str, *, most: int = 10, within: Within | None = None, by_document: bool = True
    ) -> list[Hit]:
        """Best first; `by_document` gives the best passage of each document only. No words, no hits."""
        words = content_words(query)
        if not words:
            return []
        shelf, wanted = self.shelf(), within or Within()
        among = self._among(shelf, wanted)
        rows, scores = self._scored(shelf, query, self._by_words(shelf, words, among), among)
        order = np.lexsort((rows, -scores))
        return self._hits(shelf, (rows[order], scores[order]), words, most, by_document)

    def _among(self, shelf: Shelf, wanted: Within) -> _Mask | None:
        """Which rows are searched; none where all are."""
        if wanted.is_all:
            return None
        return np.isin(shelf.document_ids, list(passages.documents_within(self._store, wanted)))

    def _by_words(self, shelf: Shelf, words: Sequence[str], among: _Mask | None) -> _Ranked:
        stems = terms.stems(self._store, words)
        found = shelf.standings(self._store, self._worth(shelf, stems))
        return shelf.bm25.best(found, CANDIDATES, among)

    def _worth(self, shelf: Shelf, stems: Sequence[str]) -> list[str]:
        """The rarest words, as many as can be looked up in good time; all of them in a small workspace."""
        counts = shelf.common.counts
        chosen, cost = list[str](), 0
        for stem in sorted(stems, key=lambda s: counts.get(s, 0)):
            cost += counts.get(stem, 0)
            if chosen and cost > MOST_LOOKED_UP:
                break
            chosen.append(stem)
        return chosen

    def _scored(self, shelf: Shelf, query: str, lexical: _Ranked, among: _Mask | None) -> _Ranked:
        """Those with words and those that are near in meaning, scored by both."""
        rows, cosines, mean, spread = np.sort(lexical[0]), np.nan, 0.0, 1.0
        if self.embedder is not None and len(shelf.nearest):
            vector = self.embedder.embed([query])[0]
            searched = None if among is None else among[shelf.row_of_vector]
            near = shelf.nearest.near(vector, most=CANDIDATES, among=searched)
            rows = distinct(np.concatenate((rows, shelf.row_of_vector[near.rows])))
            places = shelf.vector_of_row[rows]
            cosines = np.where(places >= 0, shelf.nearest.cosines(places, vector), np.nan)
            mean, spread = near.mean, near.spread
        words = np.zeros(len(rows))
        words[np.searchsorted(rows, lexical[0])] = lexical[1]
        scores = fused(words, cosines, mean=mean, spread=spread)
        return rows, with_neighbours(scores, shelf.pieces[rows], shelf.talks, shelf.lengths)

    def _hits(
        self,
        shelf: Shelf,
        ranked: _Ranked,
        words: Sequence[str],
        most: int,
        by_document: bool,
    ) -> list[Hit]:
        chosen: list[tuple[int, float]] = []
        seen: set[int] = set()
        documents = shelf.document_ids[ranked[0]].tolist()
        ids = shelf.passage_ids[ranked[0]].tolist()
        for document, passage_id, score in zip(documents, ids, ranked[1].tolist(), strict=True):
            if by_document and document in seen:
                continue
            seen.add(document)
            chosen.append((passage_id, score))
            if len(chosen) == most:
                break
        texts = passages.passages_of(self._store, [i for i, _ in chosen])
        marks = terms.marks(self._store, words, {i: p.text for i, p in texts.items()})
        return [
            Hit(
                p.document_id,
                p.external_id,
                p.title,
                p.kind,
                p.heading,
                round(score, 4),
                p.text,
                p.span,
                marks.get(i, ()),
            )
            for i, score in chosen
            if (p := texts.get(i)) is not None
        ]

    def shelf(self) -> Shelf:
        """The workspace in memory, as it is now."""
        with self._lock:
            revision = documents.revision(self._store)
            if self._held is None or self._held.revision != revision:
                name = "" if self.embedder is None else self.embedder.name
                self._held = None  # two of them may be more than there is room for
                self._held = shelf_of(self._store, revision, name)
            return self._held
