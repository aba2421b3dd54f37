"""Signs of a whole answer that the findings are weighed from."""

import numpy as np
import pytest

from extrabrain.coach.coach import Coach
from extrabrain.coach.mistakes.signs import sign
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question

ASKED = Question("", "Can a filter make a chat model safe?", "technical", "explain")


@pytest.mark.parametrize("count", [0, 1, 4])
def test_clauses_are_counted_as_a_logarithm(count: int) -> None:
    text = " ".join(["We tested it with forty nurses."] * count)
    case = Coach(None).case(Answer(None, ASKED.text, text), ASKED)
    assert sign(case, "clauses") == pytest.approx(np.log(count + 1))
