"""Attempts that a crash cut off: gone on with by their page if it comes back, else concluded.

Either way everything up to the end of their audio is recognised and assessed.
"""

import time
from collections.abc import Callable

from extrabrain.core.errors import Conflict
from extrabrain.core.event import Event, SegmentHeard, SessionEnded, SessionStarted, VoiceHeard
from extrabrain.core.transcript import fold
from extrabrain.flows.practice import Attempt, Practice
from extrabrain.flows.speak import Before, Speaking
from extrabrain.record import answers, sessions
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog

STILL_WANTED_S = 600
"""A page may go on with an attempt whose last sound came in this long ago."""


def cut_off(store: Store, before: str) -> list[Attempt]:
    """Attempts without an end that began before `before` (UTC, as in `Session`), oldest first."""
    return [
        attempt
        for found in reversed(sessions.unfinished(store))
        if found.session.started_at < before
        and (attempt := _attempt(store, found.session.session_id)) is not None
    ]


def is_cut_off(store: Store, session_id: str) -> bool:
    """Whether it has no end yet."""
    return any(found.session.session_id == session_id for found in sessions.unfinished(store))


def rest_of(
    attempt: Attempt, store: Store, practice: Practice, speaking: Callable[[Attempt, Before], Speaking]
) -> Speaking | None:
    """What goes on where the attempt broke off, stopped already where nobody can still want to go on.

    None where another process is still recording it, and where it has no sound: that one is ended here.
    """
    from extrabrain.sound.spool_read import SpoolReader

    path, events = practice.spool_path(attempt.session_id), attempt.log.read()
    if not path.exists():
        attempt.log.append(events[-1].at_ms, SessionEnded("lost"))
        sessions.end(store, attempt.session_id, "lost")
        return None
    with SpoolReader(path, attempt.audio_key) as reader:
        reader.scan()
        frames = page_frames(reader.frames, reader.gaps)
    try:
        rest = speaking(attempt, _before(events, frames))
    except Conflict:
        return None
    if time.time() - path.stat().st_mtime > STILL_WANTED_S:
        rest.stop("lost")
    return rest


def page_frames(frames: int, gaps: list[int]) -> int:
    """How many of a page's frames a spool holds: all but the silence that each pause left."""
    from extrabrain.flows.listen import PAUSE_SAMPLES

    return frames - sum(gap == PAUSE_SAMPLES for gap in gaps)


def _attempt(store: Store, session_id: str) -> Attempt | None:
    log = EventLog(store, session_id)
    started = next((e.body for e in log.read(limit=1) if isinstance(e.body, SessionStarted)), None)
    if started is None or started.question is None:
        return None
    number = 1 + len(answers.list_by_question(store, started.question.question_id))
    key = sessions.audio_key(store, session_id)
    return Attempt(started.session, started.question, number, key, log)


def _before(events: list[Event], frames: int) -> Before:
    return Before(
        fold(e.body.segment for e in events if isinstance(e.body, SegmentHeard)),
        {e.body.turn: (e.body.start_ms, e.body.end_ms) for e in events if isinstance(e.body, VoiceHeard)},
        frames,
    )
