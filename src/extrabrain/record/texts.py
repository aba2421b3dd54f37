"""Full-text search over what was said, answered and asked."""

import re
from dataclasses import dataclass
from typing import Literal

import apsw

from extrabrain.record.db import Store
from extrabrain.record.rows import Value, rows

TextKind = Literal["segment", "answer", "question", "note", "story"]

MARK_START, MARK_END = "[", "]"
_SNIPPET_TOKENS = 16


@dataclass(frozen=True, slots=True)
class Hit:
    """One text that holds all the words. `ref` is `channel/turn`, the attempt, the question's id, or `note`.

    `snippet` is a piece of the text with the words in `[…]`; `session_id` is none for a question.
    """

    session_id: str | None
    kind: TextKind
    ref: str
    snippet: str


def put_text(
    connection: apsw.Connection, session_id: str | None, kind: TextKind, ref: str, body: str
) -> None:
    """Makes `body` findable, in place of what stood under the same reference."""
    connection.execute(
        "INSERT INTO texts (session_id, kind, ref, body) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (coalesce(session_id, ''), kind, ref) DO UPDATE SET body = excluded.body",
        (session_id, kind, ref, body),
    )


def remove_text(connection: apsw.Connection, session_id: str | None, kind: TextKind, ref: str) -> None:
    connection.execute(
        "DELETE FROM texts WHERE coalesce(session_id, '') = coalesce(?, '') AND kind = ? AND ref = ?",
        (session_id, kind, ref),
    )


def search(store: Store, words: str, *, limit: int = 50) -> list[Hit]:
    """Texts that hold every one of `words` (the last one may be only begun), best first.

    Everything but letters and digits separates words, so no input is a syntax error.
    """
    match = _match(words)
    if match is None:
        return []
    sql = (
        "SELECT t.session_id, t.kind, t.ref, snippet(texts_found, 0, ?, ?, '…', ?)"
        " FROM texts_found JOIN texts t ON t.text_id = texts_found.rowid"
        " WHERE texts_found MATCH ? ORDER BY texts_found.rank, t.text_id DESC LIMIT ?"
    )
    values: tuple[Value, ...] = (MARK_START, MARK_END, _SNIPPET_TOKENS, match, limit)
    return [Hit(*row) for row in store.read(lambda c: rows(c, sql, *values))]


def is_sound(store: Store) -> bool:
    """Whether the search index agrees with the texts, and the file with itself."""

    def check(connection: apsw.Connection) -> bool:
        try:
            connection.execute("INSERT INTO texts_found (texts_found, rank) VALUES ('integrity-check', 1)")
        except apsw.CorruptError:
            return False
        return rows(connection, "PRAGMA integrity_check") == [("ok",)]

    return store.write(check)


def _match(words: str) -> str | None:
    """Each word quoted, so that `NOT`, `*` or `(` are only words; none where there is no word."""
    found = re.findall(r"[^\W_]+", words)
    if not found:
        return None
    return " ".join(f'"{word}"' for word in found) + "*"
