"""The event log of a session: append, commit, then publish; read or follow it from any place in it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.core.codec import event_from_plain, to_plain
from extrabrain.core.errors import NotFound
from extrabrain.core.event import (
    CaptureEnded,
    Event,
    EventBody,
    SegmentHeard,
    SessionEnded,
    SessionStarted,
)
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows
from extrabrain.record.subscription import Subscription
from extrabrain.record.texts import put_text


class EventLog:
    """One session's events. Any number of these may stand for the same session in one process."""

    def __init__(self, store: Store, session_id: str) -> None:
        self.session_id = session_id
        self._store = store

    def append(self, at_ms: int, body: EventBody) -> Event:
        """Commits the event under the next `seq`, then publishes it. `NotFound` without such a session."""
        return self._store.write(self._insert(at_ms, body), then=self._store.bulletin.publish)

    async def aappend(self, at_ms: int, body: EventBody) -> Event:
        """`append` without blocking the event loop; events land in the order of the calls."""
        return await self._store.awrite(self._insert(at_ms, body), then=self._store.bulletin.publish)

    def read(self, from_seq: int = 0, limit: int | None = None) -> list[Event]:
        """Events from `from_seq` on, in order, at most `limit`; empty for a session without any."""
        found = self._store.read(
            lambda c: rows(
                c,
                "SELECT seq, at_ms, body FROM events WHERE session_id = ? AND seq >= ? ORDER BY seq LIMIT ?",
                self.session_id,
                from_seq,
                -1 if limit is None else limit,
            )
        )
        return [self._event(row) for row in found]

    async def aread(self, from_seq: int = 0, limit: int | None = None) -> list[Event]:
        return await asyncio.to_thread(self.read, from_seq, limit)

    def subscribe(self, from_seq: int | None = None) -> Subscription:
        """Follows the log: from the next event on, or from `from_seq` with no gap to what is on disk.

        Call it in the loop that will iterate. It does not end by itself, not even after `SessionEnded`:
        leave the loop, or `aclose` it.
        """
        start = self.next_seq() if from_seq is None else from_seq
        return Subscription(self._store.bulletin, self.session_id, start, self.aread)

    def next_seq(self) -> int:
        return self._store.read(self._next)

    def _next(self, connection: apsw.Connection) -> int:
        found = one(connection, "SELECT max(seq) FROM events WHERE session_id = ?", self.session_id)
        return 0 if found is None or found[0] is None else int(found[0]) + 1

    def _event(self, row: tuple[Any, ...]) -> Event:
        seq, at_ms, body = row
        plain = {"session_id": self.session_id, "seq": seq, "at_ms": at_ms, "body": json.loads(body)}
        return event_from_plain(plain)

    def _insert(self, at_ms: int, body: EventBody) -> Callable[[apsw.Connection], Event]:
        plain = to_plain(body)

        def insert(connection: apsw.Connection) -> Event:
            seq = self._next(connection)
            try:
                connection.execute(
                    "INSERT INTO events (session_id, seq, at_ms, kind, body) VALUES (?, ?, ?, ?, ?)",
                    (self.session_id, seq, at_ms, plain["kind"], json.dumps(plain, ensure_ascii=False)),
                )
            except apsw.ConstraintError as error:
                raise NotFound(
                    f"There is no session {self.session_id!r}.", next_step="Add it before its events."
                ) from error
            _project(connection, self.session_id, body)
            return Event(self.session_id, seq, at_ms, body)

        return insert


def _project(connection: apsw.Connection, session_id: str, body: EventBody) -> None:
    """What lists and search need of an event, kept in the same transaction as the event."""
    match body:
        case SegmentHeard(segment) if segment.is_final:
            put_text(connection, session_id, "segment", f"{segment.channel}/{segment.turn}", segment.text)
        case SessionStarted(_, question) if question is not None:
            connection.execute(
                "UPDATE sessions SET question = ? WHERE session_id = ?", (question.text, session_id)
            )
        case CaptureEnded(duration_ms, _):
            connection.execute(
                "UPDATE sessions SET duration_ms = ? WHERE session_id = ?", (duration_ms, session_id)
            )
        case SessionEnded(reason) if reason != "unheard":
            connection.execute(
                "UPDATE sessions SET ended_at = coalesce(ended_at, ?), end_reason = coalesce(end_reason, ?)"
                " WHERE session_id = ?",
                (utc_now(), reason, session_id),
            )
        case _:
            pass
