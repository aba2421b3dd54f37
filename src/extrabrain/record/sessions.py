"""Sessions on disk: what each was, what may be done in it, the key of its audio, how it ended."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import Conflict, NotFound
from extrabrain.core.feedback import AxisScore
from extrabrain.core.session import Session
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows

AUDIO_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class StoredSession:
    """One session as a list shows it.

    `question` is its text, if known; `duration_ms` that of the audio, none for typed answers. `attempt` (its
    number), `rubric` and the count of `findings` are those of its latest answer: 0, empty and 0 without one.
    `ended_at` is none while it runs, or where it was cut off.
    """

    session: Session
    question: str | None
    duration_ms: int | None
    ended_at: str | None
    end_reason: str | None
    attempt: int
    rubric: tuple[AxisScore, ...]
    findings: int

    @property
    def overall(self) -> float | None:
        """Mean of the rubric, 0–4; none without feedback."""
        return mean_score(self.rubric)


def mean_score(rubric: tuple[AxisScore, ...]) -> float | None:
    return sum(axis.score for axis in rubric) / len(rubric) if rubric else None


def add(store: Store, session: Session, audio_key: bytes, *, question: str | None = None) -> None:
    """Keeps a new session with the key of its audio; `Conflict` if its id is taken.

    `audio_key` is 32 random bytes. It lies only here: once the session is deleted, nothing opens its audio.
    """
    if len(audio_key) != AUDIO_KEY_BYTES:
        raise ValueError(f"an audio key has {AUDIO_KEY_BYTES} bytes, found {len(audio_key)}")

    def insert(connection: apsw.Connection) -> None:
        connection.execute(
            "INSERT INTO sessions (session_id, started_at, body, title, question_id, question, audio_key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                session.session_id,
                session.started_at,
                json.dumps(to_plain(session), ensure_ascii=False),
                session.title,
                session.question_id,
                question,
                audio_key,
            ),
        )

    try:
        store.write(insert)
    except apsw.ConstraintError as error:
        raise Conflict(
            f"A session {session.session_id} is already there.", next_step="Start a new one."
        ) from error


def get(store: Store, session_id: str) -> StoredSession:
    """`NotFound` if there is none of that id."""
    found = store.read(lambda c: one(c, f"{_LISTED} WHERE s.session_id = ?", session_id))
    if found is None:
        raise _missing(session_id)
    return _stored(found)


def resolve(store: Store, prefix: str) -> str:
    """The one id that is `prefix` or starts with it; `NotFound` for none, `Conflict` for several."""

    def look(connection: apsw.Connection) -> list[str]:
        if one(connection, "SELECT 1 FROM sessions WHERE session_id = ?", prefix):
            return [prefix]
        found = rows(
            connection,
            "SELECT session_id FROM sessions WHERE substr(session_id, 1, ?) = ? ORDER BY started_at DESC",
            len(prefix),
            prefix,
        )
        return [session_id for (session_id,) in found]

    found = store.read(look) if prefix else []
    if not found:
        raise _missing(prefix)
    if len(found) > 1:
        raise Conflict(
            f"{len(found)} sessions start with {prefix!r}.",
            next_step=f"Give more of the id, for example {found[0]}.",
        )
    return found[0]


def list_sessions(
    store: Store, *, question_id: str | None = None, limit: int | None = None
) -> list[StoredSession]:
    """Newest first; only those of a question if it is given."""
    where = "WHERE s.question_id = ?1 OR ?1 IS NULL"
    order = "ORDER BY s.started_at DESC, s.rowid DESC LIMIT ?2"
    count = -1 if limit is None else limit
    return [
        _stored(row)
        for row in store.read(lambda c: rows(c, f"{_LISTED} {where} {order}", question_id, count))
    ]


def unfinished(store: Store) -> list[StoredSession]:
    """Sessions with no end: cut off by a crash, or still running in another process; newest first."""
    where = "WHERE s.ended_at IS NULL ORDER BY s.started_at DESC, s.rowid DESC"
    return [_stored(row) for row in store.read(lambda c: rows(c, f"{_LISTED} {where}"))]


def audio_key(store: Store, session_id: str) -> bytes:
    """The 32 bytes that open this session's audio; `NotFound` if there is no such session."""
    found = store.read(lambda c: one(c, "SELECT audio_key FROM sessions WHERE session_id = ?", session_id))
    if found is None:
        raise _missing(session_id)
    return bytes(found[0])


def rename(store: Store, session_id: str, title: str) -> None:
    def update(connection: apsw.Connection) -> int:
        connection.execute("UPDATE sessions SET title = ? WHERE session_id = ?", (title, session_id))
        return connection.changes()

    if not store.write(update):
        raise _missing(session_id)


def end(store: Store, session_id: str, reason: str = "done", *, duration_ms: int | None = None) -> None:
    """Marks the session as over, now; a second end changes nothing but a duration that was not known."""

    def update(connection: apsw.Connection) -> int:
        connection.execute(
            "UPDATE sessions SET ended_at = coalesce(ended_at, ?), end_reason = coalesce(end_reason, ?),"
            " duration_ms = coalesce(duration_ms, ?) WHERE session_id = ?",
            (utc_now(), reason, duration_ms, session_id),
        )
        return connection.changes()

    if not store.write(update):
        raise _missing(session_id)


def delete(store: Store, session_id: str) -> None:
    """Removes the session with its events, answers, search terms and audio key, and scrubs the file.

    The audio itself is a file of its own and is not removed here; without its key nothing opens it.
    """
    if not delete_all(store, [session_id]):
        raise _missing(session_id)


def delete_all(store: Store, session_ids: Sequence[str]) -> int:
    """`delete` for several, all or none, with one scrub; says how many there were."""

    def remove(connection: apsw.Connection) -> int:
        removed = 0
        for session_id in session_ids:
            connection.execute("DELETE FROM texts WHERE session_id = ?", (session_id,))
            connection.execute("DELETE FROM sessions WHERE session_id = ?", (session_id,))
            removed += connection.changes()
        return removed

    removed = store.write(remove)
    if removed:
        store.scrub()
    return removed


def destroy_audio_keys(store: Store, session_ids: Sequence[str]) -> None:
    """Puts new keys in place of those that open the audio of these sessions, and scrubs the file."""

    def overwrite(connection: apsw.Connection) -> None:
        for session_id in session_ids:
            connection.execute(
                "UPDATE sessions SET audio_key = ? WHERE session_id = ?",
                (secrets.token_bytes(AUDIO_KEY_BYTES), session_id),
            )

    store.write(overwrite)
    store.scrub()


_LISTED = """
    SELECT s.body, s.title, s.question, s.duration_ms, s.ended_at, s.end_reason,
           (SELECT json_object('question', a.answer ->> 'question', 'attempt', a.attempt,
                               'rubric', a.feedback -> 'rubric',
                               'findings', json_array_length(a.feedback, '$.findings'))
              FROM answers a WHERE a.session_id = s.session_id ORDER BY a.attempt DESC LIMIT 1)
      FROM sessions s
"""

_UNANSWERED: dict[str, Any] = {"question": None, "attempt": 0, "rubric": [], "findings": 0}


def _stored(row: tuple[Any, ...]) -> StoredSession:
    body, title, question, duration_ms, ended_at, end_reason, latest = row
    answered: dict[str, Any] = json.loads(latest) if latest else _UNANSWERED
    return StoredSession(
        session=from_plain(Session, json.loads(body) | {"title": title}),
        question=question or answered["question"],
        duration_ms=duration_ms,
        ended_at=ended_at,
        end_reason=end_reason,
        attempt=answered["attempt"],
        rubric=tuple(from_plain(AxisScore, axis) for axis in answered["rubric"]),
        findings=answered["findings"],
    )


def _missing(session_id: str) -> NotFound:
    return NotFound(f"There is no session {session_id!r}.", next_step="See `extrabrain sessions list`.")
