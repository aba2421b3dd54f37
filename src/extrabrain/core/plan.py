"""A dated plan: what to do on which day until the interview, and why."""

from dataclasses import dataclass
from typing import Literal

from extrabrain.core.feedback import Axis

ItemKind = Literal["practise", "read", "habit", "mock", "story"]


@dataclass(frozen=True, slots=True)
class PlanWish:
    """What the user has to give: time on each day, and what the interview will be about. No `topics`: all."""

    hours_a_day: float = 1.0
    role: str = "mixed"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to do. `item_id` is unique within its day; `points` are key points that were missed
    before.
    """

    item_id: str
    kind: ItemKind
    title: str
    why: str
    minutes: int
    question_id: str | None = None
    points: tuple[str, ...] = ()
    done: bool = False


@dataclass(frozen=True, slots=True)
class Graded:
    """How well an answer showed that its question is known, 1 (forgotten) to 4 (easy): as the rubric says,
    and as the user says, which goes before it. `overall` is the rubric's mean, 0–4.
    """

    session_id: str
    attempt: int
    question: str
    at: str
    overall: float
    by_rubric: int
    grade: int | None


@dataclass(frozen=True, slots=True)
class PlanDay:
    on: str
    minutes: int
    """Of the items together."""
    items: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class WeakAxis:
    """The mean of an axis over the latest answer to each question, 0–4."""

    axis: Axis
    score: float


@dataclass(frozen=True, slots=True)
class Plan:
    """`days` begin with today and end with the interview, or after two weeks where there is no date.

    `expected_now` and `expected_then` are the mean rubric 0–4 that the planner reckons with on the day of
    the interview, without and with the plan; docs/study.md says how.
    """

    on: str
    interview_date: str | None
    days_left: int | None
    wish: PlanWish
    weak_axes: tuple[WeakAxis, ...]
    untested_topics: tuple[str, ...]
    expected_now: float
    expected_then: float
    days: tuple[PlanDay, ...]
