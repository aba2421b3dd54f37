"""Searching the workspace: words and meaning, fused; by words alone while there are no vectors."""

from collections.abc import Sequence
from threading import Lock
from typing import Protocol

import numpy as np

from extrabrain.core.document import Hit
from extrabrain.flows.shelf import Shelf, shelf_of
from extrabrain.library.embed import Vectors
from extrabrain.library.fuse import content_words, fused, with_neighbours
from extrabrain.library.nearest import Near
from extrabrain.record import documents, passages, terms
from extrabrain.record.db import Store
from extrabrain.record.passages import Within

CANDIDATES = 400
"""Passages taken from each of the two lists."""

MOST_LOOKED_UP = 10_000
"""Passages with common words that one query goes through: about 5 ms."""


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
        found = passages.by_words(
            self._store, self._worth(shelf, words), wanted, CANDIDATES, all_enabled=shelf.is_whole
        )
        rows = shelf.rows_of(np.array([i for i, _ in found], np.int64)).tolist()
        lexical = {row: score for row, (_, score) in zip(rows, found, strict=True) if row >= 0}
        scores = self._scored(shelf, query, lexical, wanted)
        ranked = sorted(scores.items(), key=lambda s: (-s[1], s[0]))
        return self._hits(shelf, ranked, words, most, by_document)

    def _worth(self, shelf: Shelf, words: Sequence[str]) -> list[str]:
        """The rarest words, as many as can be looked up in good time; all of them in a small workspace."""
        if not shelf.common.counts:
            return list(words)
        stems = terms.stems(self._store, words)
        counts = {w: shelf.common.counts.get(stem, 0) for w, stem in zip(words, stems, strict=True)}
        chosen, cost = list[str](), 0
        for word in sorted(words, key=lambda w: counts[w]):
            cost += counts[word]
            if chosen and cost > MOST_LOOKED_UP:
                break
            chosen.append(word)
        return chosen

    def _scored(
        self, shelf: Shelf, query: str, lexical: dict[int, float], within: Within
    ) -> dict[int, float]:
        if self.embedder is None or not len(shelf.nearest):
            scores = fused(lexical, {}, mean=0.0, spread=1.0)
        else:
            vector = self.embedder.embed([query])[0]
            near = shelf.nearest.near(vector)
            known = self._known(shelf, near, within)
            others = np.array(
                [r for r in lexical if r not in known and shelf.vector_of_row[r] >= 0], np.int64
            )
            cosines = shelf.nearest.cosines(shelf.vector_of_row[others], vector)
            known |= dict(zip(others.tolist(), cosines.tolist(), strict=True))
            scores = fused(lexical, known, mean=near.mean, spread=near.spread)
        pieces = {row: int(shelf.pieces[row]) for row in scores}
        return with_neighbours(scores, pieces, shelf.talk_of, shelf.lent_of)

    def _known(self, shelf: Shelf, near: Near, within: Within) -> dict[int, float]:
        """The cosines of the nearest rows that are searched."""
        rows, cosines = shelf.row_of_vector[near.rows], near.cosines
        if not within.is_all:
            allowed = np.fromiter(passages.documents_within(self._store, within), np.int64)
            inside = np.isin(shelf.document_ids[rows], allowed)
            rows, cosines = rows[inside], cosines[inside]
        return dict(zip(rows[:CANDIDATES].tolist(), cosines[:CANDIDATES].tolist(), strict=True))

    def _hits(
        self,
        shelf: Shelf,
        ranked: Sequence[tuple[int, float]],
        words: Sequence[str],
        most: int,
        by_document: bool,
    ) -> list[Hit]:
        chosen: list[tuple[int, float]] = []
        seen: set[int] = set()
        for row, score in ranked:
            document = int(shelf.document_ids[row])
            if by_document and document in seen:
                continue
            seen.add(document)
            chosen.append((int(shelf.passage_ids[row]), score))
            if len(chosen) == most:
                break
        ids = [i for i, _ in chosen]
        texts, marks = passages.passages_of(self._store, ids), passages.marks_in(self._store, words, ids)
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
