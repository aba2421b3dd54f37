"""The user's own questions and those of imported packs. Built-in packs lie with the program, not here."""

import json
from collections.abc import Sequence

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.core.codec import from_plain, to_plain
from extrabrain.core.errors import NotFound
from extrabrain.core.question import Question
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows
from extrabrain.record.texts import put_text, remove_text


def save(store: Store, questions: Sequence[Question], *, pack: str | None = None) -> None:
    """Keeps the questions, all or none, each in place of the one with its id.

    `pack` is what they came with; left out, what each question names as its source.
    """

    def upsert(connection: apsw.Connection) -> None:
        for question in questions:
            connection.execute(
                "INSERT INTO questions (question_id, pack, added_at, body) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (question_id) DO UPDATE SET pack = excluded.pack, body = excluded.body",
                (
                    question.question_id,
                    pack or question.source.document,
                    utc_now(),
                    json.dumps(to_plain(question), ensure_ascii=False),
                ),
            )
            put_text(connection, None, "question", question.question_id, question.text)

    store.write(upsert)


def get(store: Store, question_id: str) -> Question:
    """`NotFound` if the user has none of that id."""
    found = store.read(lambda c: one(c, "SELECT body FROM questions WHERE question_id = ?", question_id))
    if found is None:
        raise _missing(question_id)
    return from_plain(Question, json.loads(found[0]))


def list_questions(store: Store, *, pack: str | None = None) -> list[Question]:
    """In the order they were added; only those of a pack if it is given."""
    found = store.read(
        lambda c: rows(
            c, "SELECT body FROM questions WHERE pack = ?1 OR ?1 IS NULL ORDER BY added_at, rowid", pack
        )
    )
    return [from_plain(Question, json.loads(body)) for (body,) in found]


def remove(store: Store, question_id: str) -> None:
    """Forgets the question, scrubbed from the file; answers to it stay. `NotFound` if there is none."""

    def drop(connection: apsw.Connection) -> int:
        connection.execute("DELETE FROM questions WHERE question_id = ?", (question_id,))
        removed = connection.changes()
        remove_text(connection, None, "question", question_id)
        return removed

    if not store.write(drop):
        raise _missing(question_id)
    store.scrub()


def _missing(question_id: str) -> NotFound:
    return NotFound(
        f"There is no question {question_id!r} of yours.", next_step="See `extrabrain questions list`."
    )
