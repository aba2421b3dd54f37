"""The workspace as search holds it in memory: a row for each passage, in reading order."""

from array import array
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from extrabrain.library.fuse import Lent, lent_by
from extrabrain.library.nearest import Gathering, Nearest
from extrabrain.record import shelf, terms
from extrabrain.record.db import Store
from extrabrain.record.terms import Common

Rows = npt.NDArray[np.int64]


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
    _sorted_ids: Any
    _order: Any

    @property
    def is_whole(self) -> bool:
        """Whether no document is turned off."""
        return len(self.passage_ids) == self.common.passages

    def talk_of(self, piece: int) -> int:
        return int(self.talks[piece]) if 0 <= piece < len(self.talks) else -1

    def lent_of(self, piece: int) -> Lent:
        """What neighbours lend to a piece."""
        return lent_by(float(self.lengths[piece]))

    def rows_of(self, passage_ids: Rows) -> Rows:
        """The row of each; −1 where it is not on the shelf."""
        if not len(self._sorted_ids):
            return np.full(len(passage_ids), -1, np.int64)
        at = np.searchsorted(self._sorted_ids, passage_ids).clip(0, len(self._sorted_ids) - 1)
        return np.where(self._sorted_ids[at] == passage_ids, self._order[at], -1)


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

    def shelf(self, revision: int, common: Common) -> Shelf:
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
        order = np.argsort(ids, kind="stable")
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
            _sorted_ids=ids[order],
            _order=order.astype(np.int32),
        )


def shelf_of(store: Store, revision: int, model: str) -> Shelf:
    """`model` names whose vectors are wanted."""
    common = terms.common(store)
    filling = _Filling(common.passages)
    shelf.walk(store, model, filling.take)
    return filling.shelf(revision, common)


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
