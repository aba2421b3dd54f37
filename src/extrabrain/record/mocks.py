"""Mock interviews: which questions were asked in which order, and the sessions that answered them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import apsw

from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import NotFound
from extrabrain.core.question import Question
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows

TurnState = Literal["open", "answered", "skipped"]


@dataclass(frozen=True, slots=True)
class MockTurn:
    """One question of the interview; `follows` is the position of the question that it follows up."""

    position: int
    question: Question
    follows: int | None
    state: TurnState
    session_id: str | None


@dataclass(frozen=True, slots=True)
class StoredMock:
    """Times are UTC; `turns` are by position. `ended_at` is none while it runs."""

    mock_id: str
    started_at: str
    ended_at: str | None
    turns: tuple[MockTurn, ...]


def add(store: Store, mock_id: str, started_at: str, questions: Sequence[tuple[int, Question]]) -> None:
    """Keeps a new interview with its questions at their positions."""

    def insert(connection: apsw.Connection) -> None:
        connection.execute("INSERT INTO mocks (mock_id, started_at) VALUES (?, ?)", (mock_id, started_at))
        for position, question in questions:
            _insert_turn(connection, mock_id, position, question, None)

    store.write(insert)


def get(store: Store, mock_id: str) -> StoredMock:
    """`NotFound` if there is no such interview."""

    def read(connection: apsw.Connection) -> StoredMock | None:
        found = one(connection, "SELECT started_at, ended_at FROM mocks WHERE mock_id = ?", mock_id)
        return StoredMock(mock_id, found[0], found[1], _turns(connection, mock_id)) if found else None

    found = store.read(read)
    if found is None:
        raise _missing(mock_id)
    return found


def list_mocks(store: Store) -> list[StoredMock]:
    """Newest first."""

    def read(connection: apsw.Connection) -> list[StoredMock]:
        sql = "SELECT mock_id, started_at, ended_at FROM mocks ORDER BY started_at DESC, rowid DESC"
        return [
            StoredMock(mock_id, started_at, ended_at, _turns(connection, mock_id))
            for mock_id, started_at, ended_at in rows(connection, sql)
        ]

    return store.read(read)


def follow_up(store: Store, mock_id: str, follows: int, position: int, question: Question) -> None:
    """Puts a question after another one; a position that is taken stays as it is."""
    store.write(lambda c: _insert_turn(c, mock_id, position, question, follows))


def link(store: Store, mock_id: str, position: int, session_id: str) -> None:
    """The session in which the turn is being answered, in place of an earlier one."""
    _update(store, "session_id = ?1", mock_id, position, session_id)


def close(store: Store, mock_id: str, position: int, state: TurnState) -> None:
    _update(store, "state = ?1", mock_id, position, state)


def end(store: Store, mock_id: str, ended_at: str) -> None:
    """A second end changes nothing. `NotFound` if there is no such interview."""

    def update(connection: apsw.Connection) -> int:
        sql = "UPDATE mocks SET ended_at = coalesce(ended_at, ?) WHERE mock_id = ?"
        connection.execute(sql, (ended_at, mock_id))
        return connection.changes()

    if not store.write(update):
        raise _missing(mock_id)


def delete(store: Store, mock_id: str) -> None:
    """Forgets the interview; its answers stay in the history. `NotFound` if there is no such interview."""

    def remove(connection: apsw.Connection) -> int:
        connection.execute("DELETE FROM mocks WHERE mock_id = ?", (mock_id,))
        return connection.changes()

    if not store.write(remove):
        raise _missing(mock_id)


def _insert_turn(
    connection: apsw.Connection, mock_id: str, position: int, question: Question, follows: int | None
) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO mock_turns (mock_id, position, question, follows) VALUES (?, ?, ?, ?)",
        (mock_id, position, json.dumps(to_plain(question), ensure_ascii=False), follows),
    )


def _turns(connection: apsw.Connection, mock_id: str) -> tuple[MockTurn, ...]:
    sql = (
        "SELECT position, question, follows, state, session_id FROM mock_turns"
        " WHERE mock_id = ? ORDER BY position"
    )
    return tuple(_turn(row) for row in rows(connection, sql, mock_id))


def _turn(row: tuple[Any, ...]) -> MockTurn:
    position, question, follows, state, session_id = row
    return MockTurn(position, from_plain(Question, json.loads(question)), follows, state, session_id)


def _update(store: Store, change: str, mock_id: str, position: int, value: str) -> None:
    def update(connection: apsw.Connection) -> int:
        sql = f"UPDATE mock_turns SET {change} WHERE mock_id = ?2 AND position = ?3"
        connection.execute(sql, (value, mock_id, position))
        return connection.changes()

    if not store.write(update):
        raise _missing(mock_id)


def _missing(mock_id: str) -> NotFound:
    return NotFound(f"There is no mock interview {mock_id!r}.", next_step="Start a new one on the Mock page.")
