"""Searching the workspace: words and meaning, fused; by words alone while there are no vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Protocol, cast

import numpy as np

from extrabrain.core.document import DOCUMENT_KINDS, DocumentKind, Hit
from extrabrain.core.errors import UsageProblem
from extrabrain.library.embed import Vectors
from extrabrain.library.fuse import content_words, fused, with_neighbours
from extrabrain.library.nearest import Nearest
from extrabrain.record import documents, passages, vectors
from extrabrain.record.db import Store
from extrabrain.record.passages import Within

CANDIDATES = 400
"""Passages taken from each of the two lists."""


class Embedder(Protocol):
    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The library in memory, as of a revision. Rows follow reading order; `at` finds a passage's row.

    `pieces` numbers what may be neighbours: documents of one series, passages of one transcript. `talks` is
    the talk of each piece, -1 where there is none.
    """

    revision: int
    passage_ids: Any
    document_ids: Any
    pieces: Any
    talks: Any
    at: dict[int, int]
    nearest: Nearest
    row_of_vector: Any
    vector_of_row: Any

    def talk_of(self, piece: int) -> int:
        return int(self.talks[piece]) if 0 <= piece < len(self.talks) else -1


class Finder:
    """Keeps the vectors in memory and follows changes of the store. Thread-safe."""

    def __init__(self, store: Store, embedder: Embedder | None) -> None:
        self._store = store
        self.embedder = embedder
        self._lock = Lock()
        self._held: _Shelf | None = None

    def search(
        self, query: str, *, most: int = 10, within: Within | None = None, by_document: bool = True
    ) -> list[Hit]:
        """Best first; `by_document` gives the best passage of each document only. No words, no hits."""
        words = content_words(query)
        if not words:
            return []
        shelf, wanted = self._shelf(), within or Within()
        found = passages.by_words(self._store, words, wanted, CANDIDATES)
        lexical = {shelf.at[i]: score for i, score in found if i in shelf.at}
        scores = self._scored(shelf, query, lexical, wanted)
        return self._hits(
            shelf, sorted(scores.items(), key=lambda s: (-s[1], s[0])), words, most, by_document
        )

    def _scored(
        self, shelf: _Shelf, query: str, lexical: dict[int, float], within: Within
    ) -> dict[int, float]:
        if self.embedder is None or not len(shelf.nearest):
            scores = fused(lexical, {}, mean=0.0, spread=1.0)
        else:
            vector = self.embedder.embed([query])[0]
            near = shelf.nearest.near(vector)
            rows, cosines = shelf.row_of_vector[near.rows], near.cosines
            if not within.is_all:
                allowed = np.fromiter(passages.documents_within(self._store, within), np.int64)
                inside = np.isin(shelf.document_ids[rows], allowed)
                rows, cosines = rows[inside], cosines[inside]
            known = dict(zip(rows[:CANDIDATES].tolist(), cosines[:CANDIDATES].tolist(), strict=True))
            others = np.array(
                [r for r in lexical if r not in known and shelf.vector_of_row[r] >= 0], np.int64
            )
            known |= dict(
                zip(
                    others.tolist(),
                    shelf.nearest.cosines(shelf.vector_of_row[others], vector).tolist(),
                    strict=True,
                )
            )
            scores = fused(lexical, known, mean=near.mean, spread=near.spread)
        pieces = {row: int(shelf.pieces[row]) for row in scores}
        return with_neighbours(scores, pieces, shelf.talk_of)

    def _hits(
        self,
        shelf: _Shelf,
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

    def _shelf(self) -> _Shelf:
        with self._lock:
            revision = documents.revision(self._store)
            if self._held is None or self._held.revision != revision:
                self._held = self._load(revision)
            return self._held

    def _load(self, revision: int) -> _Shelf:
        order = passages.in_order(self._store)
        at = {passage: row for row, passage in enumerate(order.passage_ids)}
        blobs: list[bytes] = []
        rows: list[int] = []
        if self.embedder is not None:
            for blob, ids in vectors.blobs(self._store, self.embedder.name):
                if ids[0] in at:
                    blobs.append(blob)
                    rows += [at[i] for i in ids]
        of_row = np.full(len(at), -1, np.int64)
        of_row[rows] = np.arange(len(rows))
        return _Shelf(
            revision=revision,
            passage_ids=np.array(order.passage_ids, np.int64),
            document_ids=np.array(order.document_ids, np.int64),
            pieces=np.array(order.pieces, np.int64),
            talks=np.array(order.talks, np.int64),
            at=at,
            nearest=Nearest(blobs),
            row_of_vector=np.array(rows, np.int64),
            vector_of_row=of_row,
        )


def within(kinds: Sequence[str], group: str | None, since: str | None) -> Within:
    """What the user asked for; `UsageProblem` for a kind or day that is none."""
    for kind in kinds:
        if kind not in DOCUMENT_KINDS:
            raise UsageProblem(
                f"There is no kind {kind!r}.", next_step=f"Use one of {', '.join(DOCUMENT_KINDS)}."
            )
    if since is not None:
        try:
            date.fromisoformat(since)
        except ValueError as error:
            raise UsageProblem(f"{since!r} is no day.", next_step="Write it like 2026-03-01.") from error
    return Within(tuple(cast("Sequence[DocumentKind]", kinds)), group, since)
