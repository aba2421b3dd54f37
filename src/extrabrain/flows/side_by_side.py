"""Two or more attempts at one question beside each other, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extrabrain.coach.compare import Comparison, compare
from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.core.feedback import Feedback
from extrabrain.record import answers, sessions
from extrabrain.record.db import Store

MOST = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One attempt. `overall` is the mean of its rubric, 0–4."""

    session_id: str
    attempt: int
    started_at: str
    overall: float | None
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`changes[i]` is what happened from column i to column i + 1."""

    question_id: str
    question: str
    columns: tuple[Column, ...]
    changes: tuple[Comparison, ...]


def side_by_side(store: Store, session_ids: Sequence[str]) -> SideBySide:
    """The latest answers of these sessions, by attempt.

    `UsageProblem` for fewer than two, more than six, or answers to different questions; `NotFound` for a
    session that is not there or has no feedback.
    """
    wanted = list(dict.fromkeys(session_ids))
    if not 2 <= len(wanted) <= MOST:
        raise UsageProblem(
            f"Two to {MOST} attempts can be compared, not {len(wanted)}.",
            next_step="Choose them in the list of attempts of a session.",
        )
    columns = sorted((_column(store, wanted_id) for wanted_id in wanted), key=lambda pair: pair[1].attempt)
    question_id = columns[0][0]
    if any(other != question_id for other, _ in columns):
        raise UsageProblem(
            "These attempts answer different questions.",
            next_step="Choose attempts at one question: see the list of attempts of a session.",
        )
    found = tuple(column for _, column in columns)
    return SideBySide(
        question_id=question_id,
        question=found[-1].feedback.question,
        columns=found,
        changes=tuple(compare(a.feedback, b.feedback) for a, b in pairwise(found)),
    )


def _column(store: Store, session_id: str) -> tuple[str, Column]:
    """The question's id, and the attempt."""
    stored = sessions.get(store, session_id)
    latest = answers.latest(store, session_id)
    if latest is None:
        raise NotFound(
            f"Session {session_id} has no feedback to compare.", next_step="Choose another attempt."
        )
    return latest.answer.question_id or "", Column(
        session_id=session_id,
        attempt=latest.attempt,
        started_at=stored.session.started_at,
        overall=sessions.mean_score(latest.feedback.rubric),
        feedback=latest.feedback,
    )
