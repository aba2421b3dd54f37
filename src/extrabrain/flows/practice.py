"""One attempt at a question: begun, answered by text or recording, assessed, kept.

Speaking live is `flows.speak`; it begins and concludes an attempt through this file too.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from extrabrain.core.answer import Answer
from extrabrain.core.clock import utc_now
from extrabrain.core.errors import UsageProblem
from extrabrain.core.event import (
    CaptureEnded,
    FeedbackGiven,
    FilledPauseHeard,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
    VoiceHeard,
)
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question
from extrabrain.core.session import Confirmation, Session, Setting, session_with
from extrabrain.core.speech import Segment
from extrabrain.core.transcript import fold
from extrabrain.flows.permit import need
from extrabrain.record import answers, sessions
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog

if TYPE_CHECKING:  # the coach brings numpy, which a start can do without
    from extrabrain.coach.coach import Coach

MAX_TYPED_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """A session in which one question is answered; `number` counts the attempts at it from 1.

    In a live session (`flows.live`) there is no question, and nothing is assessed at its end.
    """

    session: Session
    question: Question | None
    number: int
    audio_key: bytes
    log: EventLog

    @property
    def session_id(self) -> str:
        return self.session.session_id


class Practice:
    """Begins and concludes attempts; everything it returns is already on disk."""

    def __init__(self, store: Store, spool_dir: Path, coach: "Callable[[], Coach]") -> None:
        self._store = store
        self._spool_dir = spool_dir
        self._coach = coach

    def begin(
        self, question: Question, *, setting: Setting = "practice", confirmation: Confirmation | None = None
    ) -> Attempt:
        """In any other setting than practice, what is not confirmed is off: see `flows.permit`."""
        session = session_with(
            new_id(),
            utc_now(),
            question.text,
            setting=setting,
            confirmation=confirmation,
            question_id=question.question_id,
        )
        key = secrets.token_bytes(32)
        number = 1 + len(answers.list_by_question(self._store, question.question_id))
        sessions.add(self._store, session, key, question=question.text)
        log = EventLog(self._store, session.session_id)
        log.append(0, SessionStarted(session, question))
        return Attempt(session, question, number, key, log)

    def spool_path(self, session_id: str) -> Path:
        return spool_path(self._spool_dir, session_id)

    def typed(self, question: Question, text: str) -> tuple[Attempt, Feedback]:
        """A typed answer. `UsageProblem`, and nothing saved, if it is empty or over 200,000 characters."""
        if not text.strip():
            raise UsageProblem("The answer is empty.", next_step="Write or speak an answer first.")
        if len(text) > MAX_TYPED_CHARS:
            raise UsageProblem("The answer is too long.", next_step="Give at most 200,000 characters.")
        attempt = self.begin(question)
        return attempt, self.conclude(attempt, _answer(attempt, question, text=text), at_ms=0)

    def heard(
        self,
        attempt: Attempt,
        segments: list[Segment],
        voiced: list[tuple[int, int]],
        duration_ms: int,
        filled_pauses: tuple[tuple[int, int], ...] = (),
    ) -> Feedback:
        """Feedback on a recording that was transcribed and has words; its segments become events."""
        for turn, (start_ms, end_ms) in enumerate(voiced):
            attempt.log.append(end_ms, VoiceHeard(turn, start_ms, end_ms))
        for start_ms, end_ms in filled_pauses:
            attempt.log.append(end_ms, FilledPauseHeard(start_ms, end_ms))
        for segment in segments:
            attempt.log.append(segment.end_ms, SegmentHeard(segment))
        attempt.log.append(duration_ms, CaptureEnded(duration_ms, "ended"))
        transcript = fold(segments)
        answer = replace(
            _answer(attempt, _question(attempt), text=transcript.text),
            words=transcript.words,
            duration_ms=duration_ms,
            voiced=tuple(voiced),
            filled_pauses=filled_pauses,
        )
        return self.conclude(attempt, answer, at_ms=duration_ms)

    def end(self, attempt: Attempt, duration_ms: int) -> None:
        """The end of a session in which nothing was asked."""
        attempt.log.append(duration_ms, SessionEnded("done"))
        sessions.end(self._store, attempt.session_id, "done", duration_ms=duration_ms)

    def conclude(self, attempt: Attempt, answer: Answer, *, at_ms: int) -> Feedback:
        """Assesses the answer, keeps it with its feedback, and ends the session.

        `NotPermitted` where assistance was not confirmed for it; nothing is assessed then.
        """
        need(attempt.session, "assistance")
        question = _question(attempt)
        feedback = self._coach().assess(answer, question, feedback_id=attempt.session_id)
        answers.save(self._store, attempt.session_id, attempt.number, answer, feedback)
        attempt.log.append(at_ms, FeedbackGiven(attempt.number, feedback))
        attempt.log.append(at_ms, SessionEnded("done"))
        sessions.end(self._store, attempt.session_id, "done", duration_ms=answer.duration_ms)
        return feedback


def _question(attempt: Attempt) -> Question:
    if attempt.question is None:
        raise ValueError("a session without a question has no answer to assess")
    return attempt.question


def _answer(attempt: Attempt, question: Question, *, text: str) -> Answer:
    return Answer(
        question_id=question.question_id,
        question=question.text,
        text=text,
        attempt=attempt.number,
    )


def spool_path(spool_dir: Path, session_id: str) -> Path:
    """Where the sound of a session lies."""
    return spool_dir / f"{session_id}.spool"


def new_id() -> str:
    """Sorts by time and stays unique: `20260131-090000-1a2b3c`."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
