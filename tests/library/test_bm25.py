"""BM25 from postings: rarer words and shorter passages count for more."""

import numpy as np

from extrabrain.library.bm25 import Bm25, Standing, counted


def standing(*ids: int) -> Standing:
    return Standing(*counted(np.array(ids, np.int64)))


def test_postings_are_counted() -> None:
    ids, times = counted(np.array([3, 3, 5, 9, 9, 9]))
    assert (ids.tolist(), times.tolist()) == ([3, 5, 9], [2, 1, 3])
    assert counted(np.zeros(0, np.int64))[0].tolist() == []


def test_rare_words_and_short_passages_come_first() -> None:
    bm25 = Bm25(np.array([10, 10, 40, 10]), 100, 12.0)
    rows, scores = bm25.best([standing(0, 1, 2), standing(1)], 10)
    assert rows.tolist() == [1, 0, 2]
    assert (np.diff(scores) < 0).all()
    assert bm25.best([standing(0, 1, 2)], 1)[0].tolist() == [0], "equal ones in their order"


def test_a_word_that_is_everywhere_still_counts() -> None:
    rows, scores = Bm25(np.full(3, 5), 3, 5.0).best([standing(0, 1, 1, 2)], 10)
    assert rows.tolist() == [1, 0, 2]
    assert (scores > 0).all()


def test_only_some_rows_are_searched() -> None:
    among = np.array([True, False, True])
    rows, _ = Bm25(np.full(3, 5), 30, 5.0).best([Standing(np.array([-1, 1, 2]), np.ones(3))], 10, among)
    assert rows.tolist() == [2]
    assert Bm25(np.full(3, 5), 30, 5.0).best([], 10)[0].tolist() == []
