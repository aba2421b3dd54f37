"""Every answer as a point, with what the bank knows of its question."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extrabrain.coach.coach import Coach
from extrabrain.core.question import Question
from extrabrain.flows.practice import Practice
from extrabrain.flows.progress import progress
from extrabrain.record.db import Store

WHY = Question("why", "Why does reward hacking happen?", "technical", "explain", topics=("rlhf", "reward"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "home" / "store.db", bytes(range(32))) as opened:
        yield opened


def test_points_are_in_order_and_agree_with_the_feedback(store: Store) -> None:
    assert progress(store, {"why": WHY}) == []
    practice = Practice(store, store.path.parent / "audio", lambda: Coach(None))
    made = [practice.typed(WHY, f"We tested it {'well ' * n}and it always works.") for n in (1, 5)]
    practice.begin(WHY)
    points = progress(store, {"why": WHY})
    assert [p.session_id for p in points] == [attempt.session_id for attempt, _ in made]
    assert [p.attempt for p in points] == [1, 2]
    for point, (_, feedback) in zip(points, made, strict=True):
        assert (point.kind, point.topics) == ("technical", ("rlhf", "reward"))
        assert (point.words, point.findings) == (feedback.words, len(feedback.findings))
        assert point.target_words == feedback.delivery.length.target_words
        assert (point.duration_ms, point.words_per_minute) == (None, None)
        scores = {axis.axis: axis.score for axis in feedback.rubric}
        assert point.technical == pytest.approx(scores["technical"])
        assert point.communication == pytest.approx(scores["communication"])


def test_a_question_that_is_gone_leaves_its_point(store: Store) -> None:
    Practice(store, store.path.parent / "audio", lambda: Coach(None)).typed(WHY, "We tested it.")
    (point,) = progress(store, {})
    assert (point.question, point.kind, point.topics) == (WHY.text, None, ())
