"""Documents of the workspace and the passages they are cut into; each change is whole or not at all."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.core.document import Brought, Change, Document, DocumentKind, Passage
from extrabrain.core.errors import NotFound
from extrabrain.record.db import Store
from extrabrain.record.rows import one, rows

_COLUMNS = (
    "document_id, external_id, title, kind, shelf, enabled, length(body), passages, added_at, updated_at,"
    " written_at"
)


_ADD = (
    "INSERT INTO documents (title, kind, shelf, digest, text_digest, body, passages, series, number,"
    " updated_at, written_at, external_id, added_at, document_id)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHANGE = (
    "UPDATE documents SET title = ?, kind = ?, shelf = ?, digest = ?, text_digest = ?, body = ?,"
    " passages = ?, series = ?, number = ?, updated_at = ?, written_at = ? WHERE document_id = ?"
)
_ADD_PASSAGE = (
    "INSERT INTO passages (document_id, position, heading, body, start_char, end_char, page, line)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one that was brought. `twin` is the id of another document with the same text."""

    document_id: int
    change: Change
    passages: int
    twin: str | None = None


def digest_of(brought: Brought) -> bytes:
    """What makes a document what it is; where it came from is no part of it."""
    parts = (
        brought.title,
        brought.kind,
        brought.group,
        brought.series or "",
        str(brought.number),
        brought.text,
    )
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def text_digest(text: str) -> bytes:
    """What two documents with the same text have in common, whatever their titles and line ends."""
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def twins(store: Store, digests: Sequence[bytes]) -> dict[bytes, tuple[int, str]]:
    """For each text that a document has: the oldest such document's id and external id."""
    sql = "SELECT document_id, external_id FROM documents WHERE text_digest = ? ORDER BY document_id LIMIT 1"
    found = {digest: store.read(lambda c, d=digest: one(c, sql, d)) for digest in digests}
    return {digest: (int(row[0]), str(row[1])) for digest, row in found.items() if row is not None}


def is_unchanged(store: Store, brought: Brought) -> Kept | None:
    """The document as it is kept, where bringing this again would change nothing."""
    sql = "SELECT document_id, passages FROM documents WHERE external_id = ? AND digest = ?"
    found = store.read(lambda c: one(c, sql, brought.external_id, digest_of(brought)))
    return Kept(int(found[0]), "unchanged", int(found[1])) if found else None


def keep(store: Store, batch: Sequence[tuple[Brought, Sequence[Passage]]]) -> list[Kept]:
    """Adds or replaces each, all of the batch or none; one `Kept` for each, in order."""
    if not batch:
        return []

    def work(connection: apsw.Connection) -> list[Kept]:
        now = utc_now()
        kept = [_keep(connection, brought, passages, now) for brought, passages in batch]
        connection.execute("UPDATE shelf_state SET revision = revision + 1")
        return kept

    return store.write(work)


def _keep(connection: apsw.Connection, brought: Brought, passages: Sequence[Passage], now: str) -> Kept:
    digest = digest_of(brought)
    old = one(
        connection, "SELECT document_id, digest FROM documents WHERE external_id = ?", brought.external_id
    )
    if old is not None and bytes(old[1]) == digest:
        return Kept(int(old[0]), "unchanged", len(passages))
    same = text_digest(brought.text)
    values = (brought.title, brought.kind, brought.group, digest, same, brought.text, len(passages),
              brought.series, brought.number, now, brought.written_at)  # fmt: skip
    twin = None
    if old is None:
        twin = one(connection, "SELECT external_id FROM documents WHERE text_digest = ? LIMIT 1", same)
        document_id = _number(connection)
        connection.execute(_ADD, (*values, brought.external_id, now, document_id))
    else:
        document_id = int(old[0])
        connection.execute(_CHANGE, (*values, document_id))
        connection.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
        connection.execute("DELETE FROM vectors WHERE document_id = ?", (document_id,))
    connection.executemany(_ADD_PASSAGE, (_row(document_id, passage) for passage in passages))
    change: Change = "added" if old is None else "updated"
    return Kept(document_id, change, len(passages), str(twin[0]) if twin else None)


def _number(connection: apsw.Connection) -> int:
    """One that no document ever had: stories, proposals and links name documents by it."""
    sql = "UPDATE shelf_state SET last_document = last_document + 1 RETURNING last_document"
    ((number,),) = rows(connection, sql)
    return int(number)


def _row(document_id: int, p: Passage) -> tuple[object, ...]:
    at = p.span
    return (document_id, p.position, p.heading, p.text, at.start_char, at.end_char, at.page, at.line)


def list_documents(
    store: Store, *, kind: DocumentKind | None = None, group: str | None = None
) -> list[Document]:
    """Newest first; only those of a kind or group where given."""
    sql = (
        f"SELECT {_COLUMNS} FROM documents WHERE (kind = ?1 OR ?1 IS NULL) AND (shelf = ?2 OR ?2 IS NULL)"
        " ORDER BY updated_at DESC, document_id DESC"
    )
    return [_document(row) for row in store.read(lambda c: rows(c, sql, kind, group))]


def get(store: Store, document_id: int) -> tuple[Document, str]:
    """The document and its text; `NotFound` if there is none of that id."""
    sql = f"SELECT {_COLUMNS}, body FROM documents WHERE document_id = ?"
    found = store.read(lambda c: one(c, sql, document_id))
    if found is None:
        raise _missing(document_id)
    return _document(found[:-1]), str(found[-1])


def set_enabled(store: Store, document_id: int, enabled: bool) -> None:
    """A document that is not enabled is kept, and found by no search. `NotFound` if there is none."""
    _change(store, document_id, "UPDATE documents SET enabled = ? WHERE document_id = ?", int(enabled))


def remove(store: Store, document_id: int) -> None:
    """Forgets the document with its passages and vectors; `NotFound` if there is none of that id."""
    _change(store, document_id, "DELETE FROM documents WHERE document_id = ?")


def revision(store: Store) -> int:
    """Grows with each change of the documents or their vectors."""
    found = store.read(lambda c: one(c, "SELECT revision FROM shelf_state"))
    return int(found[0]) if found else 0


def _change(store: Store, document_id: int, sql: str, *values: int) -> None:
    def work(connection: apsw.Connection) -> int:
        connection.execute(sql, (*values, document_id))
        changed = connection.changes()
        connection.execute("UPDATE shelf_state SET revision = revision + 1")
        return changed

    if not store.write(work):
        raise _missing(document_id)


def _document(row: tuple[object, ...]) -> Document:
    number, external, title, kind, group, enabled, chars, passages, added, updated, written = row
    return Document(
        document_id=cast(int, number),
        external_id=str(external),
        title=str(title),
        kind=cast("DocumentKind", kind),
        group=str(group),
        enabled=bool(enabled),
        chars=cast(int, chars),
        passages=cast(int, passages),
        added_at=str(added),
        updated_at=str(updated),
        written_at=None if written is None else str(written),
    )


def _missing(document_id: int) -> NotFound:
    return NotFound(f"There is no document {document_id}.", next_step="See `extrabrain documents list`.")
