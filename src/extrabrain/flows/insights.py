"""What one answer says about the user: its numbers, beside the attempt before it and all earlier ones."""

from collections import Counter
from dataclasses import dataclass

from extrabrain.coach.compare import Comparison, compare
from extrabrain.core.errors import NotFound
from extrabrain.core.feedback import AxisScore, LengthVerdict, NextStep
from extrabrain.core.finding import FindingKind
from extrabrain.record import answers, sessions
from extrabrain.record.answers import AttemptScore
from extrabrain.record.db import Store


@dataclass(frozen=True, slots=True)
class FindingShare:
    """`here`: findings of this kind in the answer; `answers`: the answers of all sessions that have one."""

    kind: FindingKind
    here: int
    answers: int


@dataclass(frozen=True, slots=True)
class Insights:
    """Scores are 0–4. `change` is from the attempt before at the same question; none for a first one.

    `parts_missing` are parts of the answer's pattern, `findings` those of the answer, most frequent first.
    """

    session_id: str
    question_id: str | None
    question: str
    attempt: int
    overall: float | None
    rubric: tuple[AxisScore, ...]
    words: int
    length: LengthVerdict
    duration_ms: int | None
    words_per_minute: float | None
    fillers: int
    hedges: int
    parts_missing: tuple[str, ...]
    coverage: float | None
    specificity: float
    findings: tuple[FindingShare, ...]
    next_steps: tuple[NextStep, ...]
    attempts: tuple[AttemptScore, ...]
    change: Comparison | None
    answers: int


def insights(store: Store, session_id: str) -> Insights:
    """`NotFound` without such a session, or without feedback in it."""
    stored = sessions.get(store, session_id)
    latest = answers.latest(store, session_id)
    if latest is None:
        raise NotFound(
            f"Session {session_id} has no feedback.", next_step="Choose one that was answered to its end."
        )
    said, question_id = latest.feedback, stored.session.question_id
    tries = answers.list_by_question(store, question_id) if question_id else []
    before = next((one for one in reversed(tries) if one.attempt < latest.attempt), None)
    everywhere = answers.finding_kinds(store)
    spread = Counter(kind for kinds in everywhere for kind in set(kinds))
    here: Counter[FindingKind] = Counter(finding.kind for finding in said.findings)
    return Insights(
        session_id=session_id,
        question_id=question_id,
        question=said.question,
        attempt=latest.attempt,
        overall=sessions.mean_score(said.rubric),
        rubric=said.rubric,
        words=said.words,
        length=said.delivery.length.verdict,
        duration_ms=said.delivery.duration_ms,
        words_per_minute=said.delivery.words_per_minute,
        fillers=len(said.delivery.fillers),
        hedges=len(said.delivery.hedges),
        parts_missing=tuple(part.part for part in said.structure.parts if part.status == "missing"),
        coverage=said.coverage.overall,
        specificity=said.specificity.overall,
        findings=tuple(FindingShare(kind, count, spread[kind]) for kind, count in here.most_common()),
        next_steps=said.next_steps,
        attempts=tuple(answers.scores(store, question_id)) if question_id else (),
        change=compare(before.feedback, said) if before else None,
        answers=len(everywhere),
    )
