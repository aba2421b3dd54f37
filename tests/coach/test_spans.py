"""Which clauses a finding is shown by, with weights that say something plain."""

import numpy as np
import pytest

from extrabrain.coach.case import Case
from extrabrain.coach.coach import Coach
from extrabrain.coach.extent import Extent, shipped_extents
from extrabrain.coach.mistakes.fitted import FAULTS
from extrabrain.coach.mistakes.spans import anchor_signs, quoted, reach_signs
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question

ASKED = Question("", "How do you make sure that a model is safe to release?", "technical", "explain")
TEXT = (
    "We test the model on held-out prompts. Our filter stops everything that anyone could ever think of "
    "asking, and it has never let one bad answer through, so nothing at all can go wrong from now on. "
    "Then the team looks at the logs once a week."
)
SCORES = np.array([-3.0, 2.0, 1.0, 0.5, -4.0])
OWN, LAST_CLAUSE = 0, 9
SAME_SENTENCE = 5


@pytest.fixture
def case() -> Case:
    found = Coach(None).case(Answer(None, ASKED.text, TEXT), ASKED)
    assert [unit.sentence for unit in found.reading.units] == [0, 1, 1, 1, 2]
    return found


def extent(case: Case, *, anchor: dict[int, float], reach: dict[int, float], bias: float) -> Extent:
    """Weights by column, 0 for all others."""
    signs = anchor_signs(case, "absolute", SCORES)
    first = np.zeros(signs.shape[1] + 1)
    second = np.zeros(reach_signs(case, SCORES, SCORES, 1).shape[1] + 1)
    for row, given in ((first, anchor), (second, reach)):
        row[list(given)] = list(given.values())
    second[-1] = bias
    return Extent(first, second)


def test_where_nothing_else_belongs_the_best_clause_stands_alone(case: Case) -> None:
    alone = extent(case, anchor={OWN: 1.0}, reach={}, bias=-20.0)
    assert quoted(case, "absolute", SCORES, alone) == (1, 1)


def test_a_quote_takes_in_the_sentence_where_its_clauses_belong_together(case: Case) -> None:
    whole = extent(case, anchor={OWN: 1.0}, reach={SAME_SENTENCE: 40.0}, bias=-20.0)
    assert quoted(case, "absolute", SCORES, whole) == (1, 3)


def test_the_anchor_is_weighed_and_not_just_the_highest_score(case: Case) -> None:
    last = extent(case, anchor={OWN: 1.0, LAST_CLAUSE: 10.0}, reach={}, bias=-20.0)
    assert quoted(case, "absolute", SCORES, last) == (4, 4)


def test_every_finding_that_is_shown_by_weights_has_them(case: Case) -> None:
    kinds = {fault.kind for fault in FAULTS} - {"off-topic"}
    signs = len(anchor_signs(case, "vague", SCORES).T), len(reach_signs(case, SCORES, SCORES, 0).T)
    for table in (shipped_extents().full, shipped_extents().cues):
        assert set(table) == kinds
        assert {(len(one.anchor) - 1, len(one.reach) - 1) for one in table.values()} == {signs}
