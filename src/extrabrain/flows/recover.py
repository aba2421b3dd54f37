"""Attempts that a crash cut off: recognised to the end of their audio, assessed, and concluded."""

from collections.abc import Callable

from extrabrain.core.errors import Conflict
from extrabrain.core.event import (
    Event,
    FilledPauseHeard,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
    VoiceHeard,
)
from extrabrain.core.question import Question
from extrabrain.core.transcript import fold
from extrabrain.flows.practice import Attempt, Practice
from extrabrain.flows.speak import Before, Speaking
from extrabrain.record import answers, sessions
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog


def cut_off(store: Store, before: str) -> list[Attempt]:
    """Attempts without an end that began before `before` (UTC, as in `Session`), oldest first."""
    return [
        attempt
        for found in reversed(sessions.unfinished(store))
        if found.session.started_at < before
        and (attempt := _attempt(store, found.session.session_id)) is not None
    ]


async def recover(
    attempt: Attempt,
    store: Store,
    practice: Practice,
    speaking: Callable[[Attempt, Before], Speaking],
) -> bool:
    """Concludes one such attempt; false where it is still being recorded."""
    if sessions.get(store, attempt.session_id).ended_at is not None:
        return True
    events = attempt.log.read()
    if not practice.spool_path(attempt.session_id).exists():
        attempt.log.append(events[-1].at_ms, SessionEnded("lost"))
        sessions.end(store, attempt.session_id, "lost")
        return True
    try:
        rest = speaking(attempt, _before(events))
    except Conflict:
        return False
    rest.stop("lost")
    await rest.run()
    return True


def unfinished(store: Store, practice: Practice, session_id: str) -> tuple[Attempt, Before, int] | None:
    """An attempt that was cut off and has a recording to go on with: what it had heard, and how many frames
    are on disk; none for any other session."""
    from extrabrain.sound.spool_read import SpoolReader

    if sessions.get(store, session_id).ended_at is not None:
        return None
    attempt = _attempt(store, session_id)
    path = practice.spool_path(session_id)
    if attempt is None or not path.exists():
        return None
    with SpoolReader(path, attempt.audio_key) as reader:
        reader.scan()
    return attempt, _before(attempt.log.read()), reader.frames - reader.pauses


def _attempt(store: Store, session_id: str) -> Attempt | None:
    log = EventLog(store, session_id)
    started = next((e.body for e in log.read(limit=1) if isinstance(e.body, SessionStarted)), None)
    if started is None:
        return None
    key = sessions.audio_key(store, session_id)
    return Attempt(started.session, started.question, _number(store, session_id, started.question), key, log)


def _number(store: Store, session_id: str, asked: Question | None) -> int:
    """Its own, where it was cut off between the answer and the end: it is concluded anew, not once more."""
    if asked is None:
        return 1
    kept = answers.latest(store, session_id)
    return kept.attempt if kept else 1 + len(answers.list_by_question(store, asked.question_id))


def _before(events: list[Event]) -> Before:
    transcript = fold(e.body.segment for e in events if isinstance(e.body, SegmentHeard))
    heard_until_ms = max((s.end_ms for s in transcript.segments if s.is_final), default=0)
    filled = [(e.body.start_ms, e.body.end_ms) for e in events if isinstance(e.body, FilledPauseHeard)]
    return Before(
        transcript,
        {e.body.turn: (e.body.start_ms, e.body.end_ms) for e in events if isinstance(e.body, VoiceHeard)},
        tuple(span for span in filled if span[1] <= heard_until_ms),
    )
