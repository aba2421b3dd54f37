"""Postings as numbers, and BM25 of them, are what the full-text index says itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from extrabrain.core.document import Brought, Passage, Span
from extrabrain.library.bm25 import Bm25, Standing, counted
from extrabrain.record import documents, postings, terms
from extrabrain.record.db import Store
from extrabrain.record.rows import rows

WORDS = ("model", "models", "gap", "reward", "naïve", "проверка", "measured", "threshold", "owner")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    chance = np.random.default_rng(5)
    with Store.open(tmp_path / "store.db", bytes(32)) as opened:
        for n in range(120):
            text = " ".join(chance.choice(WORDS, int(chance.integers(1, 400))))
            documents.keep(
                opened, [(Brought(f"d{n}", "", text), [Passage(0, "gap", text, Span(0, len(text)))])]
            )
        documents.keep(opened, [(Brought("empty", "", ""), [])])
        for n in range(0, 120, 7):
            documents.remove(opened, n + 1)
        yield opened


def ranked(store: Store, asked: str) -> dict[int, float]:
    sql = "SELECT rowid, -rank FROM passages_found WHERE passages_found MATCH ?"
    found: list[tuple[Any, ...]] = store.read(lambda c: rows(c, sql, asked))
    return dict(found)


@pytest.mark.parametrize(
    "words", [["gap"], ["models"], ["reward", "naive"], ["проверка", "owner", "measuring"]]
)
def test_bm25_is_that_of_the_index(store: Store, words: list[str]) -> None:
    ids, lengths = postings.lengths(store)
    bm25 = Bm25(lengths, len(ids), float(lengths.mean()))
    stems = terms.stems(store, words)
    held = [counted(found) for found in postings.postings(store, stems)]
    found, scores = bm25.best([Standing(np.searchsorted(ids, i), times) for i, times in held], 200)
    expected = ranked(store, " OR ".join(words))
    assert set(ids[found].tolist()) == set(expected)
    assert np.allclose(scores, [expected[i] for i in ids[found].tolist()], rtol=1e-5)


def test_lengths_follow_what_is_kept(store: Store) -> None:
    ids, lengths = postings.lengths(store)
    texts = dict(store.read(lambda c: rows(c, "SELECT passage_id, body FROM passages")))
    assert ids.tolist() == sorted(texts)
    assert lengths.tolist() == [1 + len(texts[i].split()) for i in ids.tolist()]


def test_an_empty_store_and_words_that_stand_nowhere(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.db", bytes(32)) as store:
        assert [found.tolist() for found in postings.postings(store, ["gap", "gap"])] == [[], []]
        assert [part.tolist() for part in postings.lengths(store)] == [[], []]
