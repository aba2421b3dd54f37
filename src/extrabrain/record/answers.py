"""Answers with their feedback: what is compared between attempts, and what progress is drawn from."""

import json
from dataclasses import dataclass
from typing import Any

import apsw

from extrabrain.core.answer import Answer
from extrabrain.core.clock import utc_now
from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import NotFound
from extrabrain.core.feedback import AXES, Feedback
from extrabrain.core.finding import FindingKind
from extrabrain.record.db import Store
from extrabrain.record.rows import Value, rows
from extrabrain.record.texts import put_text


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One attempt as it was saved; `saved_at` is UTC."""

    session_id: str
    attempt: int
    saved_at: str
    answer: Answer
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class AttemptScore:
    """How one attempt went: `overall` is the mean of the rubric, 0–4; `findings` their count."""

    session_id: str
    attempt: int
    started_at: str
    overall: float | None
    findings: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of one answer. Scores are 0–4; time and pace are none for a typed answer."""

    session_id: str
    attempt: int
    question_id: str | None
    question: str
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


def save(store: Store, session_id: str, attempt: int, answer: Answer, feedback: Feedback) -> None:
    """Keeps an attempt (counted from 1), in place of an earlier save of the same one.

    `NotFound` if there is no such session.
    """

    def upsert(connection: apsw.Connection) -> None:
        try:
            connection.execute(
                "INSERT INTO answers (session_id, attempt, question_id, saved_at, answer, feedback)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (session_id, attempt) DO UPDATE SET"
                " question_id = excluded.question_id, answer = excluded.answer, feedback = excluded.feedback",
                (session_id, attempt, answer.question_id, utc_now(), _json(answer), _json(feedback)),
            )
        except apsw.ConstraintError as error:
            raise NotFound(
                f"There is no session {session_id!r}.", next_step="Add it before its answers."
            ) from error
        put_text(connection, session_id, "answer", str(attempt), f"{answer.question}\n{answer.text}")

    store.write(upsert)


def list_by_session(store: Store, session_id: str) -> list[StoredAnswer]:
    """Its attempts in order."""
    return _select(store, "WHERE session_id = ? ORDER BY attempt", session_id)


def list_by_question(store: Store, question_id: str, *, limit: int | None = None) -> list[StoredAnswer]:
    """All attempts at a question, of any session, oldest first; with `limit`, the newest that many."""
    count = -1 if limit is None else limit
    newest = _select(store, "WHERE question_id = ? ORDER BY answer_id DESC LIMIT ?", question_id, count)
    return newest[::-1]


def scores(store: Store, question_id: str) -> list[AttemptScore]:
    """How each attempt at a question went, oldest first; what progress is drawn from."""
    sql = (
        "SELECT a.session_id, a.attempt, s.started_at,"
        " (SELECT avg(axis.value ->> 'score') FROM json_each(a.feedback, '$.rubric') axis),"
        " json_array_length(a.feedback, '$.findings')"
        " FROM answers a JOIN sessions s USING (session_id) WHERE a.question_id = ? ORDER BY a.answer_id"
    )
    return [AttemptScore(*row) for row in store.read(lambda c: rows(c, sql, question_id))]


def figures(store: Store) -> list[Figures]:
    """Every answer's numbers, oldest first; what charts are drawn from."""
    axes = ", ".join(
        "(SELECT axis.value ->> 'score' FROM json_each(a.feedback, '$.rubric') axis"
        f" WHERE axis.value ->> 'axis' = '{axis}')"
        for axis in AXES
    )
    sql = (
        "SELECT a.session_id, a.attempt, a.question_id, a.feedback ->> 'question', s.started_at,"
        " a.feedback ->> 'words', a.feedback ->> '$.delivery.length.target_words[0]',"
        " a.feedback ->> '$.delivery.length.target_words[1]', a.feedback ->> '$.delivery.duration_ms',"
        " a.feedback ->> '$.delivery.words_per_minute', json_array_length(a.feedback, '$.findings'),"
        f" {axes} FROM answers a JOIN sessions s USING (session_id) ORDER BY s.started_at, a.answer_id"
    )
    return [_figures(row) for row in store.read(lambda c: rows(c, sql))]


def finding_kinds(store: Store) -> list[tuple[FindingKind, ...]]:
    """For each answer, oldest first, the kinds of its findings."""
    sql = (
        "SELECT (SELECT json_group_array(f.value ->> 'kind') FROM json_each(a.feedback, '$.findings') f)"
        " FROM answers a ORDER BY a.answer_id"
    )
    return [tuple(json.loads(kinds)) for (kinds,) in store.read(lambda c: rows(c, sql))]


def latest(store: Store, session_id: str) -> StoredAnswer | None:
    """The last attempt of a session, none if it has none."""
    found = _select(store, "WHERE session_id = ? ORDER BY attempt DESC LIMIT 1", session_id)
    return found[0] if found else None


def _select(store: Store, where: str, *values: Value) -> list[StoredAnswer]:
    sql = f"SELECT session_id, attempt, saved_at, answer, feedback FROM answers {where}"
    return [_stored(row) for row in store.read(lambda c: rows(c, sql, *values))]


def _figures(row: tuple[Any, ...]) -> Figures:
    session_id, attempt, question_id, question, started_at, words, low, high, *rest = row
    return Figures(session_id, attempt, question_id, question, started_at, words, (low, high), *rest)


def _stored(row: tuple[Any, ...]) -> StoredAnswer:
    session_id, attempt, saved_at, answer, feedback = row
    return StoredAnswer(
        session_id,
        attempt,
        saved_at,
        from_plain(Answer, json.loads(answer)),
        from_plain(Feedback, json.loads(feedback)),
    )


def _json(value: Answer | Feedback) -> str:
    return json.dumps(to_plain(value), ensure_ascii=False)
