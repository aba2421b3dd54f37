"""What was practised: the list, one session in full, its exports, and its removal."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extrabrain.core.codec import to_plain
from extrabrain.core.errors import Conflict, NotFound, Unsupported, UsageProblem
from extrabrain.core.event import Event, SegmentHeard, SessionStarted
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question
from extrabrain.core.session import Session
from extrabrain.core.speech import Segment, Word
from extrabrain.core.transcript import fold
from extrabrain.flows.permit import need
from extrabrain.flows.practice import spool_path
from extrabrain.flows.session_page import markdown, notes_section, plain_text
from extrabrain.record import answers, notes, sessions, texts
from extrabrain.record.answers import AttemptScore
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog
from extrabrain.record.sessions import StoredSession
from extrabrain.sound.spool_read import SpoolReader, read_spool
from extrabrain.words import captions

MAX_NOTES_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list.

    `overall` is the mean of the rubric of its latest answer, 0–4, none without feedback; `findings` their
    count; `attempt` is 0 while nothing is answered. `duration_ms` is none for a typed answer. `ended` is
    false for a session that runs, or was cut off by a crash. `snippet` is what a search found in it.
    """

    session_id: str
    title: str
    question_id: str | None
    question: str
    started_at: str
    duration_ms: int | None
    attempt: int
    overall: float | None
    findings: int
    ended: bool
    snippet: str | None = None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session in full. `text` and `words` are those of the latest answer, else of the transcript.

    `attempts` are all attempts at the same question, of any session, oldest first; `notes` the user's own.
    """

    session: Session
    question: Question | None
    segments: tuple[Segment, ...]
    text: str
    words: tuple[Word, ...]
    feedback: Feedback | None
    attempts: tuple[AttemptScore, ...]
    duration_ms: int | None
    ended_at: str | None
    notes: str = ""


def practised(
    store: Store, *, question_id: str | None = None, search: str | None = None, limit: int | None = None
) -> list[SessionLine]:
    """Newest first. With `search`, only sessions in which all the words were said, answered or asked."""
    if search is None:
        found = sessions.list_sessions(store, question_id=question_id, limit=limit)
        return [_line(stored) for stored in found]
    snippets: dict[str, str] = {}
    for hit in texts.search(store, search, limit=10_000):
        if hit.session_id is not None:
            snippets.setdefault(hit.session_id, hit.snippet)
    found = sessions.list_sessions(store, question_id=question_id) if snippets else []
    lines = [
        _line(stored, snippets[stored.session.session_id])
        for stored in found
        if stored.session.session_id in snippets
    ]
    return lines[:limit]


def look_back(store: Store, session_id: str) -> SessionRecord:
    """`NotFound` if there is no such session."""
    stored = sessions.get(store, session_id)
    events = EventLog(store, session_id).read()
    transcript = fold(e.body.segment for e in events if isinstance(e.body, SegmentHeard))
    latest = answers.latest(store, session_id)
    question_id = stored.session.question_id
    return SessionRecord(
        session=stored.session,
        question=_question(events),
        segments=transcript.segments,
        text=latest.answer.text if latest else transcript.text,
        words=latest.answer.words if latest else transcript.words,
        feedback=latest.feedback if latest else None,
        attempts=tuple(answers.scores(store, question_id)) if question_id else (),
        duration_ms=stored.duration_ms,
        ended_at=stored.ended_at,
        notes=notes.read(store, session_id),
    )


def write_notes(store: Store, session_id: str, text: str) -> None:
    """Replaces the notes. `NotFound` without such a session, `UsageProblem` above the limit."""
    if len(text) > MAX_NOTES_CHARS:
        raise UsageProblem(
            f"The notes are longer than {MAX_NOTES_CHARS:,} characters.", next_step="Shorten them."
        )
    need(sessions.get(store, session_id).session, "notes")
    notes.write(store, session_id, text)


def last_asked(store: Store, question_id: str) -> Question | None:
    """The question with that id as the latest session asked it."""
    found = sessions.list_sessions(store, question_id=question_id, limit=1)
    return _question(EventLog(store, found[0].session.session_id).read()) if found else None


def delete_session(store: Store, spool_dir: Path, session_id: str) -> None:
    """Removes the session and its audio. `NotFound` if there is no such session.

    The audio goes first: after a crash in between, the session is still listed and can be deleted again.
    """
    sessions.audio_key(store, session_id)
    try:
        spool_path(spool_dir, session_id).unlink(missing_ok=True)
    except OSError as error:
        raise Conflict(
            f"The recording of session {session_id} cannot be removed: {error.strerror}.",
            next_step="Stop what plays or records it, then delete the session again.",
        ) from error
    sessions.delete(store, session_id)


def export_text(store: Store, session_id: str, kind: str) -> str:
    """The session as `md`, `json`, `txt`, `srt` or `vtt`.

    `Unsupported` for another format, or for subtitles of a typed answer, which has no times.
    """
    write = TEXT_FORMATS.get(kind)
    if write is None:
        raise Unsupported(
            f"There is no format {kind!r}.", next_step=f"Choose one of {', '.join(TEXT_FORMATS)}."
        )
    return write(look_back(store, session_id))


def export_wav(store: Store, spool_dir: Path, session_id: str) -> Iterator[bytes]:
    """The recording as the bytes of a WAV file. `NotFound` where there is none; raised before any byte."""
    from extrabrain.sound.encode import spool_wav  # PyAV costs 0.1 s, and lists need none of it

    path, key = _recording(store, spool_dir, session_id)
    return spool_wav(path, key)


def export_flac(store: Store, spool_dir: Path, session_id: str, out: Path) -> None:
    """Writes the recording as a FLAC file. `NotFound` where there is none."""
    from extrabrain.sound.encode import write_flac

    path, key = _recording(store, spool_dir, session_id)
    write_flac(read_spool(path, key), out)


def _recording(store: Store, spool_dir: Path, session_id: str) -> tuple[Path, bytes]:
    key = sessions.audio_key(store, session_id)
    path = spool_path(spool_dir, session_id)
    if not path.exists() and sessions.get(store, session_id).duration_ms is None:
        raise NotFound(
            f"Session {session_id} has no recording: its answer was typed.",
            next_step="Export its text instead, for example with --format md.",
        )
    SpoolReader(path, key).close()
    return path, key


def _line(stored: StoredSession, snippet: str | None = None) -> SessionLine:
    session = stored.session
    return SessionLine(
        session_id=session.session_id,
        title=session.title,
        question_id=session.question_id,
        question=stored.question or session.title,
        started_at=session.started_at,
        duration_ms=stored.duration_ms,
        attempt=stored.attempt,
        overall=stored.overall,
        findings=stored.findings,
        ended=stored.ended_at is not None,
        snippet=snippet,
    )


def _question(events: list[Event]) -> Question | None:
    return next((e.body.question for e in events if isinstance(e.body, SessionStarted)), None)


def _as_markdown(record: SessionRecord) -> str:
    page = markdown(
        record.session, record.question, record.segments, record.text, record.feedback, record.duration_ms
    )
    return page + notes_section(record.notes)


def _as_json(record: SessionRecord) -> str:
    return json.dumps(to_plain(record), ensure_ascii=False, indent=2) + "\n"


def _as_text(record: SessionRecord) -> str:
    return plain_text(record.segments, record.text)


def _timed(write: Callable[[tuple[Segment, ...]], str]) -> Callable[[SessionRecord], str]:
    def made(record: SessionRecord) -> str:
        if not record.segments:
            raise Unsupported(
                f"Session {record.session.session_id} has no times: nothing was spoken in it.",
                next_step="Export it as md, txt or json.",
            )
        return write(record.segments)

    return made


TEXT_FORMATS: dict[str, Callable[[SessionRecord], str]] = {
    "md": _as_markdown,
    "json": _as_json,
    "txt": _as_text,
    "srt": _timed(captions.srt),
    "vtt": _timed(captions.vtt),
}
