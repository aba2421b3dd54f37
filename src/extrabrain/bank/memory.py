"""How long an answer stays with the user: FSRS 6 over the attempts at one question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # 0.1 s that commands without a plan need not pay
    from fsrs import Card, Scheduler

Grade = Literal[1, 2, 3, 4]
"""As FSRS counts: again, hard, good, easy."""

GRADE_FROM: tuple[tuple[float, Grade], ...] = ((3.25, 4), (2.5, 3), (1.5, 2))
"""The least overall rubric (0–4) for each grade; below all of them it is 1."""

WANTED = 0.9
"""The chance of recall at which a question is due again."""


@dataclass(frozen=True, slots=True)
class Review:
    at: datetime
    grade: Grade


@dataclass(frozen=True, slots=True)
class Memory:
    """`stability_days` is the time after which recall has fallen to 0.9; `difficulty` is 1–10."""

    stability_days: float
    difficulty: float
    last: datetime
    due: date


def grade_of(overall: float) -> Grade:
    for least, grade in GRADE_FROM:
        if overall >= least:
            return grade
    return 1


def after(memory: Memory | None, review: Review) -> Memory:
    """What is remembered once the question was answered again."""
    from fsrs import Card, Rating

    card = Card(card_id=1) if memory is None else _card(memory)
    moved, _ = _scheduler().review_card(card, Rating(review.grade), review.at)
    return Memory(
        stability_days=float(moved.stability or 0.0),
        difficulty=float(moved.difficulty or 0.0),
        last=review.at,
        due=moved.due.date(),
    )


def remembered(reviews: Iterable[Review]) -> Memory | None:
    """After all of them, in the order of their times; none without any."""
    memory = None
    for review in sorted(reviews, key=lambda r: r.at):
        memory = after(memory, review)
    return memory


def recall(memory: Memory, on: date) -> float:
    """The chance, 0–1, that it is still there at noon of that day."""
    at = max(noon(on), memory.last)
    return float(_scheduler().get_card_retrievability(_card(memory), at))


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), UTC)


def _card(memory: Memory) -> "Card":
    from fsrs import Card, State

    return Card(
        card_id=1,
        state=State.Review,
        step=None,
        stability=memory.stability_days,
        difficulty=memory.difficulty,
        due=memory.last + timedelta(days=1),
        last_review=memory.last,
    )


@cache
def _scheduler() -> "Scheduler":
    from fsrs import Scheduler

    return Scheduler(desired_retention=WANTED, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
