"""The workspace as search holds it in memory: a row for each passage, in reading order."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from extrabrain.library.bm25 import Bm25, Standing, counted
from extrabrain.library.nearest import Gathering, Nearest
from extrabrain.library.recent import Recent
from extrabrain.record import postings, shelf, terms
from extrabrain.record.db import Store
from extrabrain.record.terms import Common

Rows = npt.NDArray[np.int64]

MOST_HELD = 4_000_000
"""Places of words kept at hand: 32 MB."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """As of a `revision` of the store. `row_of_vector` and `vector_of_row` (−1 for none) map to `nearest`.

    `pieces` numbers what may be neighbours: documents of one series, passages of one transcript. `talks` is
    the talk of each piece, −1 where there is none; `lengths` how many characters a piece of its talk has.
    """

    revision: int
    passage_ids: Any
    document_ids: Any
    pieces: Any
    talks: Any
    lengths: Any
    nearest: Nearest
    row_of_vector: Any
    vector_of_row: Any
    common: Common
    bm25: Bm25
    _held: Recent[Standing]
    _row_of_id: Any
    """One more than there are ids: the last is of those that came later."""

    def rows_of(self, passage_ids: Rows) -> Rows:
        """The row of each; −1 where it is not on the shelf."""
        return self._row_of_id[np.minimum(passage_ids, len(self._row_of_id) - 1)]

    def standings(self, store: Store, stems: Sequence[str]) -> list[Standing]:
        """Where each word stands; those that were asked for before are at hand."""
        found = self._held.of(stems)
        absent = [stem for stem in dict.fromkeys(stems) if stem not in found]
        made: dict[str, Standing] = {}
        for stem, ids in zip(absent, postings.postings(store, absent) if absent else (), strict=True):
            passage_ids, times = counted(ids)
            made[stem] = Standing(self.rows_of(passage_ids), times.astype(np.int32))
        self._held.keep(made)
        found |= made
        return [found[stem] for stem in stems]


class _Filling:
    """Takes volumes in reading order."""

    def __init__(self, expected: int) -> None:
        self._documents, self._firsts, self._counts = array("q"), array("q"), array("q")
        self._series, self._talk, self._seen = array("q"), array("b"), array("b")
        self._chars = array("q")
        self._numbers: dict[str, int] = {}
        self._members: Counter[int] = Counter()
        self._gathering = Gathering(expected)

    def take(self, volume: shelf.Volume) -> None:
        number = -1
        if volume.series is not None:
            number = self._numbers.setdefault(volume.series, len(self._numbers))
            self._members[number] += 1
        self._documents.append(volume.document_id)
        self._firsts.append(volume.first_passage)
        self._counts.append(volume.passages)
        self._chars.append(volume.first_chars)
        self._series.append(number)
        self._talk.append(volume.is_transcript)
        self._seen.append(volume.vectors is not None)
        if volume.vectors is not None:
            self._gathering.add(volume.vectors)

    def shelf(self, revision: int, common: Common, lengths: tuple[Rows, Rows]) -> Shelf:
        counts, series = _of(self._counts), _of(self._series)
        alone = np.array([number < 0 or self._members[number] < 2 for number in self._series], bool)
        within = _count_up(counts)
        pieces_each = np.where(alone, counts, 1)
        piece_starts = np.cumsum(pieces_each) - pieces_each
        pieces = np.repeat(piece_starts, counts) + np.where(np.repeat(alone, counts), within, 0)
        talk_numbers = len(self._numbers) + np.arange(len(counts))
        own_talk = np.where(_of(self._talk, "b") > 0, talk_numbers, -1)
        talks = np.repeat(np.where(alone, own_talk, series), pieces_each)
        ids: Any = np.repeat(_of(self._firsts), counts) + within
        seen = np.repeat(_of(self._seen, "b") > 0, counts)
        row_of_id = np.full(int(ids.max(initial=0)) + 2, -1, np.int32)
        row_of_id[ids] = np.arange(len(ids))
        known, words = lengths
        own = words[np.searchsorted(known, ids)] if len(ids) else words[:0]
        return Shelf(
            revision=revision,
            passage_ids=ids,
            document_ids=np.repeat(_of(self._documents), counts),
            pieces=pieces.astype(np.int32),
            talks=talks.astype(np.int32),
            lengths=_mean_of(talks, np.repeat(_of(self._chars), pieces_each)),
            nearest=self._gathering.done(),
            row_of_vector=np.flatnonzero(seen).astype(np.int32),
            vector_of_row=np.where(seen, np.cumsum(seen) - 1, -1).astype(np.int32),
            common=common,
            bm25=Bm25(own, len(words), float(words.mean()) if len(words) else 0.0),
            _held=Recent(MOST_HELD, lambda standing: len(standing.rows)),
            _row_of_id=row_of_id,
        )


def shelf_of(store: Store, revision: int, model: str) -> Shelf:
    """`model` names whose vectors are wanted."""
    common = terms.common(store)

    def work(_: object) -> Shelf:
        filling = _Filling(common.passages)
        shelf.walk(store, model, filling.take)
        return filling.shelf(revision, common, postings.lengths(store))

    return store.read(work)  # one view of all of it


def _mean_of(talks: Any, chars: Any) -> Any:
    """For each piece the mean length over its talk; its own where it is in none."""
    inside = talks >= 0
    total = np.bincount(talks[inside], chars[inside], minlength=1)
    count = np.bincount(talks[inside], minlength=1)
    mean = total / np.maximum(count, 1)
    return np.where(inside, mean[np.where(inside, talks, 0)], chars).astype(np.float32)


def _count_up(counts: Any) -> Any:
    """0, 1, 2 … for each count, one after the other."""
    starts: Any = np.repeat(np.cumsum(counts) - counts, counts)
    return np.arange(len(starts)) - starts


def _of(values: "array[int]", kind: str = "q") -> Any:
    dtype = np.int64 if kind == "q" else np.int8
    return np.frombuffer(values, dtype) if len(values) else np.zeros(0, dtype)
