"""Passages by id, and which documents are searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from extrabrain.core.document import DocumentKind, Span
from extrabrain.record.db import Store
from extrabrain.record.rows import rows

AT_A_TIME = 500
"""Ids bound to one statement."""


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


def speaks_of(store: Store, word: str, within: Within) -> bool:
    """Whether a passage that is searched holds `word`, in any of its forms."""
    test, values = within.where()
    sql = (
        "SELECT 1 FROM passages_found f JOIN passages p ON p.passage_id = f.rowid"
        f" JOIN documents d USING (document_id) WHERE passages_found MATCH ? AND {test} LIMIT 1"
    )
    asked = '"' + word.replace('"', "") + '"'
    return bool(store.read(lambda c: rows(c, sql, asked, *values)))


def documents_within(store: Store, within: Within) -> set[int]:
    test, values = within.where()
    return {
        int(i)
        for (i,) in store.read(
            lambda c: rows(c, f"SELECT document_id FROM documents d WHERE {test}", *values)
        )
    }
