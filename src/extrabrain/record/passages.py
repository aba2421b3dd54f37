"""Passages by words (BM25 over the full-text index) and by id."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import apsw

from extrabrain.core.document import DocumentKind, Span
from extrabrain.record.db import Store
from extrabrain.record.rows import rows

AT_A_TIME = 500
"""Ids bound to one statement."""

CACHE_KIB = 32_768
"""Of pages that a thread which searches keeps: each page has to be deciphered when it is read again."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with the document it is from."""

    passage_id: int
    document_id: int
    external_id: str
    title: str
    kind: DocumentKind
    heading: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Within:
    """Which documents are searched, of those that are enabled. `since` is a UTC time."""

    kinds: tuple[DocumentKind, ...] = ()
    group: str | None = None
    since: str | None = None

    @property
    def is_all(self) -> bool:
        return not self.kinds and self.group is None and self.since is None

    def where(self) -> tuple[str, list[str]]:
        """A condition on `documents d`, and its values."""
        tests, values = ["d.enabled"], list[str]()
        if self.kinds:
            tests.append(f"d.kind IN ({','.join('?' * len(self.kinds))})")
            values += self.kinds
        if self.group is not None:
            tests.append("d.shelf = ?")
            values.append(self.group)
        if self.since is not None:
            tests.append("coalesce(d.written_at, d.added_at) >= ?")
            values.append(self.since)
        return " AND ".join(tests), values


def by_words(
    store: Store, words: Sequence[str], within: Within, most: int, *, all_enabled: bool = False
) -> list[tuple[int, float]]:
    """Up to `most` passages that hold any of `words`: id and BM25 score (k1 1.2, b 0.75), best first.

    `all_enabled` says that no document is turned off, which saves looking at each.
    """
    if not words:
        return []
    sql = "SELECT rowid, rank FROM passages_found WHERE passages_found MATCH ? ORDER BY rank LIMIT ?"
    values: list[str] = []
    if not (within.is_all and all_enabled):
        test, values = within.where()
        sql = (
            "SELECT f.rowid, f.rank FROM passages_found f JOIN passages p ON p.passage_id = f.rowid"
            f" JOIN documents d USING (document_id) WHERE passages_found MATCH ? AND {test}"
            " ORDER BY f.rank LIMIT ?"
        )

    def work(connection: apsw.Connection) -> list[tuple[Any, ...]]:
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        return rows(connection, sql, _any_of(words), *values, most)

    found = store.read(work)
    return [(int(i), -float(score)) for i, score in found]


def marks_in(
    store: Store, words: Sequence[str], ids: Sequence[int]
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Where `words` stand in the text of each passage, as the index sees them (stems, no accents)."""
    if not words or not ids:
        return {}
    sql = (
        "SELECT rowid, highlight(passages_found, 1, char(2), char(3)) FROM passages_found"
        f" WHERE passages_found MATCH ? AND rowid IN ({','.join('?' * len(ids))})"
    )
    found = store.read(lambda c: rows(c, sql, _any_of(words), *ids))
    return {int(i): _marks(str(marked)) for i, marked in found}


def _any_of(words: Sequence[str]) -> str:
    return " OR ".join('"' + word.replace('"', "") + '"' for word in words)


def _marks(marked: str) -> tuple[tuple[int, int], ...]:
    """Spans between the marks, in the text without them."""
    spans: list[tuple[int, int]] = []
    at = 0
    for number, piece in enumerate(re.split("[\x02\x03]", marked)):
        if number % 2:
            spans.append((at, at + len(piece)))
        at += len(piece)
    return tuple(spans)


def passages_of(store: Store, ids: Sequence[int]) -> dict[int, Found]:
    """By id; ids that are gone are left out."""
    found: dict[int, Found] = {}
    for at in range(0, len(ids), AT_A_TIME):
        some = ids[at : at + AT_A_TIME]
        sql = (
            "SELECT p.passage_id, d.document_id, d.external_id, d.title, d.kind, p.heading, p.body,"
            " p.start_char, p.end_char, p.page, p.line FROM passages p JOIN documents d USING (document_id)"
            f" WHERE p.passage_id IN ({','.join('?' * len(some))})"
        )
        for row in store.read(lambda c, sql=sql, some=some: rows(c, sql, *some)):
            found[int(row[0])] = Found(
                passage_id=int(row[0]),
                document_id=int(row[1]),
                external_id=str(row[2]),
                title=str(row[3]),
                kind=cast("DocumentKind", row[4]),
                heading=str(row[5]),
                text=str(row[6]),
                span=Span(int(row[7]), int(row[8]), row[9], row[10]),
            )
    return found


def documents_within(store: Store, within: Within) -> set[int]:
    test, values = within.where()
    return {
        int(i)
        for (i,) in store.read(
            lambda c: rows(c, f"SELECT document_id FROM documents d WHERE {test}", *values)
        )
    }
