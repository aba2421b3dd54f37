"""Whether an answer keeps to the usual order of its pattern."""

from typing import get_args

import numpy as np
import pytest

from extrabrain.coach.order import keeps_order, usual_places
from extrabrain.core.question import PATTERN_PARTS, Pattern

CLAUSES = 20


@pytest.mark.parametrize("pattern", get_args(Pattern))
def test_parts_at_their_usual_places_keep_the_order_and_reversed_ones_do_not(pattern: Pattern) -> None:
    places = usual_places(pattern, CLAUSES)
    clear = np.zeros_like(places)
    clear[np.arange(len(places)), places.argmax(axis=1)] = 6.0
    assert keeps_order(clear, places) > 0.9
    assert keeps_order(clear[:, ::-1], places) < 0.1


@pytest.mark.parametrize("count", [1, 2, 7, 200])
def test_there_is_a_place_for_every_clause(count: int) -> None:
    places = usual_places("star", count)
    assert places.shape == (len(PATTERN_PARTS["star"]), count)
    assert np.isfinite(places).all()


def test_an_answer_that_sounds_like_nothing_is_not_taken_for_ordered() -> None:
    places = usual_places("scaling", CLAUSES)
    assert keeps_order(np.zeros_like(places), places) < 0.5
