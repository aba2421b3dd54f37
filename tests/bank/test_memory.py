"""FSRS per question: what an answer's grade does to when it comes back."""

from datetime import UTC, datetime, timedelta

import pytest

from extrabrain.bank.memory import Grade, Review, after, grade_of, recall, remembered

DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(("overall", "grade"), [(0.0, 1), (1.49, 1), (1.5, 2), (2.5, 3), (3.25, 4), (4.0, 4)])
def test_grades_follow_the_rubric(overall: float, grade: Grade) -> None:
    assert grade_of(overall) == grade


def test_a_better_grade_comes_back_later() -> None:
    dues = [after(None, Review(DAY, grade)).due for grade in (1, 2, 3, 4)]
    assert dues == sorted(dues) and dues[0] < dues[3]


def test_recall_falls_and_a_spaced_repeat_slows_the_fall() -> None:
    once = after(None, Review(DAY, 3))
    week = (DAY + timedelta(days=7)).date()
    month = (DAY + timedelta(days=37)).date()
    assert 1 >= recall(once, DAY.date()) > recall(once, week) > recall(once, month) > 0
    again = after(once, Review(DAY + timedelta(days=7), 3))
    assert recall(again, month) > recall(once, month)
    assert again.stability_days > once.stability_days


def test_reviews_count_in_the_order_of_their_times() -> None:
    given: tuple[tuple[int, Grade], ...] = ((0, 1), (3, 3), (10, 4))
    reviews = [Review(DAY + timedelta(days=n), grade) for n, grade in given]
    assert remembered(reviews) == remembered(reversed(reviews))
    assert remembered([]) is None
