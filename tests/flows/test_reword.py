"""Generated questions in a model's wording, held to what prompted them."""

import json

import pytest

from extrabrain.advice.scripted import Scripted
from extrabrain.core.question import Question
from extrabrain.flows.reword import Reworder

ASKED = Question("q", "You wrote “cut latency by 43 percent”: how was that measured?", "technical", "explain")
PLACE = "I cut latency by 43 percent with caching."


def reworded(says: str) -> str:
    engine = Scripted(lambda _: json.dumps({"points": [{"text": says, "material": 1, "quote": PLACE}]}))
    return Reworder(engine)(ASKED, PLACE)


def test_the_models_question_is_taken() -> None:
    assert reworded("How did you measure that caching cut latency?") == (
        "How did you measure that caching cut latency?"
    )


@pytest.mark.parametrize("says", ["Good work.", "What did Google say about the 80 percent?", ""])
def test_what_is_no_question_or_names_what_nobody_did_is_not(says: str) -> None:
    assert reworded(says) == ASKED.text
