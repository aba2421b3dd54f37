"""Every answer as one point in time: what the charts of progress are drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass

from extrabrain.core.question import Question, QuestionKind
from extrabrain.flows.follow_up import is_follow_up
from extrabrain.record import answers
from extrabrain.record.db import Store


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """One answer in numbers, with the kind and topics of its question where the bank still has it.

    Scores are 0–4; `duration_ms` and `words_per_minute` are none for a typed answer.
    """

    session_id: str
    attempt: int
    question_id: str | None
    question: str
    kind: QuestionKind | None
    topics: tuple[str, ...]
    started_at: str
    words: int
    target_words: tuple[int, int]
    duration_ms: int | None
    words_per_minute: float | None
    findings: int
    technical: float | None
    tradeoffs: float | None
    judgement: float | None
    communication: float | None


def progress(store: Store, questions: Mapping[str, Question]) -> list[AnswerFigures]:
    """Oldest first, without the follow-ups of mock interviews."""
    return [
        _point(found, questions.get(found.question_id or ""))
        for found in answers.figures(store)
        if not is_follow_up(found.question_id)
    ]


def _point(found: answers.Figures, question: Question | None) -> AnswerFigures:
    return AnswerFigures(
        session_id=found.session_id,
        attempt=found.attempt,
        question_id=found.question_id,
        question=found.question,
        kind=question.kind if question else None,
        topics=question.topics if question else (),
        started_at=found.started_at,
        words=found.words,
        target_words=found.target_words,
        duration_ms=found.duration_ms,
        words_per_minute=found.words_per_minute,
        findings=found.findings,
        technical=found.technical,
        tradeoffs=found.tradeoffs,
        judgement=found.judgement,
        communication=found.communication,
    )
