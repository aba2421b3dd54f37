"""What to do today: one clear next action, and what lies around it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from extrabrain.core.question import QUESTION_KINDS, Question, QuestionKind
from extrabrain.flows.history import SessionLine

GOOD_ENOUGH = 2.5
"""Overall score (0–4) from which a question is left for another one."""
IN_A_ROW = 3
"""So many attempts at one question after each other; then something else is better practice."""
FEW = 4

ActionKind = Literal["first", "retry", "new", "weakest"]


@dataclass(frozen=True, slots=True)
class Tried:
    """A question with what was made of it; `best` and `latest` are overall scores 0–4."""

    question_id: str
    text: str
    kind: QuestionKind
    topics: tuple[str, ...]
    attempts: int
    best: float | None
    latest: float | None


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do next. `session_id` is the attempt that it goes back to."""

    kind: ActionKind
    question: Tried
    why: str
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """`days_left` counts to the interview: 0 is today, below 0 is past; none without a date."""

    on: str
    interview_date: str | None
    days_left: int | None
    next: Action | None
    recent: tuple[SessionLine, ...]
    weakest: tuple[Tried, ...]
    untried: tuple[Tried, ...]
    answers_this_week: int
    questions_tried: int
    questions: int


def today(
    questions: Mapping[str, Question],
    lines: Sequence[SessionLine],
    advice: Callable[[str], str | None],
    *,
    interview: date | None,
    on: date,
) -> Today:
    """`lines` are all sessions, newest first; `advice` gives the first next step of a session's feedback."""
    answered = [line for line in lines if line.overall is not None]
    all_tried = tried(questions, answered)
    weakest = sorted(
        (t for t in all_tried if t.latest is not None and t.latest < GOOD_ENOUGH),
        key=lambda t: t.latest or 0.0,
    )
    untried = _in_turn([t for t in all_tried if t.attempts == 0], all_tried)
    week = datetime.combine(on, datetime.min.time(), UTC) - timedelta(days=6)
    return Today(
        on=on.isoformat(),
        interview_date=interview.isoformat() if interview else None,
        days_left=(interview - on).days if interview else None,
        next=_next({t.question_id: t for t in all_tried}, answered, weakest, untried, advice),
        recent=tuple(lines[:FEW]),
        weakest=tuple(weakest[:FEW]),
        untried=tuple(untried[:FEW]),
        answers_this_week=sum(datetime.fromisoformat(a.started_at) >= week for a in answered),
        questions_tried=sum(t.attempts > 0 for t in all_tried),
        questions=len(all_tried),
    )


def _next(
    known: Mapping[str, Tried],
    answered: Sequence[SessionLine],
    weakest: Sequence[Tried],
    untried: Sequence[Tried],
    advice: Callable[[str], str | None],
) -> Action | None:
    if not answered:
        why = "Two minutes, aloud or typed. Your first answer shows you how the feedback works."
        return Action("first", next(iter(known.values())), why) if known else None
    last = answered[0]
    again = known.get(last.question_id or "")
    in_a_row = [line.question_id == last.question_id for line in answered[:IN_A_ROW]]
    unfinished = last.overall is not None and last.overall < GOOD_ENOUGH
    if again is not None and unfinished and not (len(in_a_row) == IN_A_ROW and all(in_a_row)):
        why = advice(last.session_id) or "Your last answer left room. Say it once more while it is fresh."
        return Action("retry", again, why, last.session_id)
    if untried:
        kind = untried[0].kind
        count = sum(t.attempts for t in known.values() if t.kind == kind)
        why = f"A {kind} question you have not tried: so far you answered {_times(count)} of that kind."
        return Action("new", untried[0], why)
    if weakest:
        return Action("weakest", weakest[0], "Every question is tried; this one still has the most to gain.")
    return Action("weakest", min(known.values(), key=lambda t: t.latest or 0.0), "Keep it fresh.")


def _in_turn(untried: Sequence[Tried], known: Sequence[Tried]) -> list[Tried]:
    """Untried questions, the kind with the fewest answers first, then kind by kind, each as in the bank."""
    counts = Counter({kind: sum(t.attempts for t in known if t.kind == kind) for kind in QUESTION_KINDS})
    kinds = sorted(QUESTION_KINDS, key=lambda kind: counts[kind])
    lanes = [[t for t in untried if t.kind == kind] for kind in kinds]
    longest = max((len(lane) for lane in lanes), default=0)
    return [lane[place] for place in range(longest) for lane in lanes if place < len(lane)]


def tried(questions: Mapping[str, Question], answered: Sequence[SessionLine]) -> list[Tried]:
    """Every question in the bank's order, with what was made of it; `answered` is newest first."""
    by_question: dict[str | None, list[SessionLine]] = {}
    for line in answered:
        by_question.setdefault(line.question_id, []).append(line)
    return [_tried(question, by_question.get(question.question_id, [])) for question in questions.values()]


def _tried(question: Question, attempts: Sequence[SessionLine]) -> Tried:
    scores = [line.overall for line in attempts if line.overall is not None]
    return Tried(
        question_id=question.question_id,
        text=question.text,
        kind=question.kind,
        topics=question.topics,
        attempts=len(attempts),
        best=max(scores, default=None),
        latest=scores[0] if scores else None,
    )


def _times(count: int) -> str:
    return {0: "none", 1: "one"}.get(count, str(count))
