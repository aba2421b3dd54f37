"""What an end of the app cut off, at whatever place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.coach.coach import Coach
from extrabrain.core.answer import Answer
from extrabrain.core.question import Question
from extrabrain.flows.practice import Practice
from extrabrain.flows.recover import cut_off
from extrabrain.record import answers
from extrabrain.record.db import Store

QUESTION = Question("q1", "How do you measure it?", "technical", "star")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", bytes(32)) as opened:
        yield opened


def test_one_that_was_cut_off_between_its_answer_and_its_end_is_no_second_attempt(
    store: Store, tmp_path: Path
) -> None:
    practice, coach = Practice(store, tmp_path / "audio", lambda: Coach(None)), Coach(None)
    attempt = practice.begin(QUESTION)
    answer = Answer("q1", QUESTION.text, "I compare it to the last release, on the same probes.")
    feedback = coach.assess(answer, QUESTION, feedback_id=attempt.session_id)
    answers.save(store, attempt.session_id, 1, answer, feedback)
    (left,) = cut_off(store, "9999")
    assert (left.session_id, left.number) == (attempt.session_id, 1)
    practice.conclude(left, answer, at_ms=0)
    assert [kept.attempt for kept in answers.list_by_question(store, "q1")] == [1]
