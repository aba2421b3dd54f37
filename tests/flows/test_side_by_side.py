"""Attempts at one question beside each other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.coach.coach import Coach
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.core.question import Question
from extrabrain.flows.practice import Practice
from extrabrain.flows.side_by_side import side_by_side
from extrabrain.record.db import Store

WHY = Question("why", "Why does reward hacking happen?", "technical", "explain")
HOW = Question("how", "How would you test a filter?", "technical", "explain")
WEAK = "We basically looked at various things and tried to improve it in many ways. It got better somehow."
STRONG = (
    "Reward hacking means that the policy raises a proxy while the goal falls. In our 2023 run I measured a "
    "gap of 12 points on 400 held-out prompts. The limit is that raters share blind spots. I would stop the "
    "launch above five."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home" / "store.db", bytes(range(32))) as opened:
        yield opened


def answer(store: Store, question: Question, text: str) -> str:
    attempt, _ = Practice(store, store.path.parent / "audio", lambda: Coach(None)).typed(question, text)
    return attempt.session_id


def test_columns_stand_by_attempt_with_the_change_between(store: Store) -> None:
    first, second = answer(store, WHY, WEAK), answer(store, WHY, STRONG)
    third = answer(store, WHY, WEAK)
    found = side_by_side(store, [third, first, second, first])
    assert [(c.session_id, c.attempt) for c in found.columns] == [(first, 1), (second, 2), (third, 3)]
    assert found.question_id == "why" and found.question == WHY.text
    up, down = found.changes
    assert up.words_change == -down.words_change > 0
    assert {f.kind for f in up.fixed} == {f.kind for f in down.new} and up.fixed
    assert found.columns[1].overall is not None and found.columns[0].overall is not None
    assert found.columns[1].overall > found.columns[0].overall


def test_what_cannot_be_compared_is_said(store: Store) -> None:
    first, other = answer(store, WHY, WEAK), answer(store, HOW, WEAK)
    for wanted, error, words in (
        ([first, first], UsageProblem, "not 1"),
        ([f"s{n}" for n in range(7)], UsageProblem, "not 7"),
        ([first, other], UsageProblem, "different questions"),
        ([first, "ghost"], NotFound, "no session"),
    ):
        with pytest.raises(error, match=words):
            side_by_side(store, wanted)
    empty = Practice(store, store.path.parent / "audio", lambda: Coach(None)).begin(WHY)
    with pytest.raises(NotFound, match="no feedback"):
        side_by_side(store, [first, empty.session_id])
