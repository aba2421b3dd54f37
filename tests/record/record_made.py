"""Values for the tests of this room, made in one place."""

import secrets

from extrabrain.core.answer import Answer
from extrabrain.core.feedback import (
    AxisScore,
    Coverage,
    Delivery,
    Feedback,
    Length,
    NextStep,
    PartFound,
    Pause,
    PointFound,
    SentenceScore,
    Specificity,
    Structure,
)
from extrabrain.core.finding import Finding
from extrabrain.core.question import Question, Study
from extrabrain.core.quote import quote
from extrabrain.core.session import practice_session
from extrabrain.core.speech import Segment, Word
from extrabrain.record import sessions
from extrabrain.record.db import Store

KEY = bytes(range(32))
TEXT = "We made it safer. I was not sure how much."
QUESTION = Question(
    "q-reward",
    "How would you notice reward hacking?",
    "technical",
    "explain",
    key_points=("a held-out check",),
    study=(Study("A paper", "A. Body", 2022, "shows it"),),
)


def begin(store: Store, session_id: str = "s1", started_at: str = "2026-01-01T09:00:00Z") -> str:
    session = practice_session(session_id, started_at, QUESTION.text, QUESTION.question_id)
    sessions.add(store, session, secrets.token_bytes(32))
    return session_id


def spoken(text: str, start_ms: int = 0) -> tuple[Word, ...]:
    return tuple(
        Word(word, start_ms + 400 * n, start_ms + 400 * n + 300, interpolated=False)
        for n, word in enumerate(text.split())
    )


def heard(turn: int, text: str, *, revision: int = 0, is_final: bool = True, start_ms: int = 0) -> Segment:
    words = spoken(text, start_ms)
    end_ms = words[-1].end_ms if words else start_ms
    return Segment(turn, revision, "mic", None, text, words, start_ms, end_ms, is_final)


def answered(text: str = TEXT, attempt: int = 1) -> Answer:
    words = spoken(text)
    return Answer("q-reward", QUESTION.text, text, words, words[-1].end_ms, ((0, words[-1].end_ms),), attempt)


def feedback(text: str = TEXT, feedback_id: str = "s1") -> Feedback:
    words = spoken(text)
    said = quote(text, 0, 17, words)
    return Feedback(
        id=feedback_id,
        question=QUESTION.text,
        pattern="explain",
        text=text,
        words=len(words),
        findings=(Finding("vague", 2, said, "Nobody can tell what changed.", "Name the measure."),),
        structure=Structure(
            "explain", (PartFound("claim", "weak", said), PartFound("limits", "missing", None))
        ),
        coverage=Coverage(0.0, (PointFound("a held-out check", "missing", 0.0, None),)),
        specificity=Specificity(0.2, (SentenceScore(0, 17, 0.2, ("metric", "who")),)),
        delivery=Delivery(
            3900,
            150.0,
            (),
            (quote(text, 18, len(text), words),),
            (Pause(300, 400),),
            Length("short", (120, 220)),
        ),
        rubric=(AxisScore("technical", 1.0, (said,)), AxisScore("judgement", 2.0, ())),
        next_steps=(NextStep("Say what changed.", said, "We cut [which rate?] from [x] to [y]."),),
        follow_ups=("How did you measure it?",),
        engine="built-in",
    )
