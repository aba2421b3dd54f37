"""Answers: attempts kept for comparison, whole and in order."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from record_made import KEY, answered, begin, feedback

from extrabrain.core.errors import NotFound
from extrabrain.record import answers
from extrabrain.record.db import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        begin(opened)
        yield opened


def test_an_attempt_comes_back_whole(store: Store) -> None:
    answers.save(store, "s1", 1, answered(), feedback())
    (found,) = answers.list_by_session(store, "s1")
    assert (found.answer, found.feedback, found.attempt) == (answered(), feedback(), 1)
    assert answers.latest(store, "s1") == found


def test_saving_an_attempt_again_replaces_it(store: Store) -> None:
    answers.save(store, "s1", 1, answered(), feedback())
    answers.save(store, "s1", 1, answered("Another one."), feedback("Another one. And so on, at length."))
    (found,) = answers.list_by_session(store, "s1")
    assert found.answer.text == "Another one."


def test_attempts_at_a_question_over_sessions_oldest_first(store: Store) -> None:
    begin(store, "s2")
    answers.save(store, "s1", 1, answered(attempt=1), feedback())
    answers.save(store, "s1", 2, answered(attempt=2), feedback())
    answers.save(store, "s2", 3, answered(attempt=3), feedback(feedback_id="s2"))
    found = answers.list_by_question(store, "q-reward")
    assert [(a.session_id, a.attempt) for a in found] == [("s1", 1), ("s1", 2), ("s2", 3)]
    assert [a.attempt for a in answers.list_by_question(store, "q-reward", limit=2)] == [2, 3]
    assert answers.list_by_question(store, "another") == []
    latest = answers.latest(store, "s1")
    assert latest is not None and latest.attempt == 2


def test_scores_of_attempts_for_progress(store: Store) -> None:
    begin(store, "s2", "2026-01-02T09:00:00Z")
    answers.save(store, "s1", 1, answered(), feedback())
    answers.save(
        store, "s2", 2, answered(attempt=2), replace(feedback(feedback_id="s2"), rubric=(), findings=())
    )
    assert answers.scores(store, "q-reward") == [
        answers.AttemptScore("s1", 1, "2026-01-01T09:00:00Z", 1.5, 1),
        answers.AttemptScore("s2", 2, "2026-01-02T09:00:00Z", None, 0),
    ]


def test_none_yet(store: Store) -> None:
    assert answers.latest(store, "s1") is None


def test_no_session_no_answer(store: Store) -> None:
    with pytest.raises(NotFound):
        answers.save(store, "ghost", 1, answered(), feedback())
