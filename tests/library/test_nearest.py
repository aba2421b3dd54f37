"""The nearest rows are those that exact cosines name."""

import sys

import numpy as np

from extrabrain.library.nearest import Nearest, packed


def rows(count: int, seed: int = 3) -> np.ndarray:
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(200, 384))
    made = centres[chance.integers(0, 200, count)] + 0.9 * chance.normal(size=(count, 384))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def test_recall_beside_exact_cosines() -> None:
    held = rows(12_000)
    nearest = Nearest.of([packed(held[at : at + 7]) for at in range(0, len(held), 7)])
    chance = np.random.default_rng(4)
    asked = held[::300] + 0.5 / 384**0.5 * chance.normal(size=(40, 384))
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    hits = 0
    for query in asked:
        exact = set(np.argsort(-(held @ query))[:10].tolist())
        hits += len(exact & set(nearest.near(query.astype(np.float32), most=10).rows.tolist()))
    assert len(nearest) == 12_000
    assert hits >= 0.98 * 400


def test_cosines_and_their_spread() -> None:
    held = rows(500)
    nearest = Nearest.of([packed(held)])
    near = nearest.near(held[7])
    assert near.rows[0] == 7
    assert abs(near.cosines[0] - 1) < 0.01
    exact = held @ held[7]
    assert abs(near.mean - exact.mean()) < 0.01
    assert abs(near.spread - exact.std()) < 0.01


def test_an_empty_library() -> None:
    assert Nearest.of([]).near(rows(1)[0]).rows.tolist() == []


def test_only_some_rows_are_searched() -> None:
    held = rows(12_000)
    nearest = Nearest.of([packed(held)])
    few, many = np.zeros(12_000, bool), np.ones(12_000, bool)
    few[[5, 70, 900]] = True
    many[:6_000] = False
    assert set(nearest.near(held[7], among=few).rows.tolist()) == {5, 70, 900}
    found = nearest.near(held[7], most=10, among=many).rows
    exact = 6_000 + np.argsort(-(held[6_000:] @ held[7]))[:10]
    assert len({*found.tolist()} & {*exact.tolist()}) >= 9


def test_a_search_takes_nothing_from_the_interpreter() -> None:
    held = rows(50)
    nearest = Nearest.of([packed(held)])
    before = sys.getrefcount(None)
    for _ in range(500):
        nearest.near(held[3])
    assert sys.getrefcount(None) > before - 250, "a compiled part gives away references that are not its own"
