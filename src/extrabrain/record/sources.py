"""Where documents were read from, so that what has not changed need not be opened again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from extrabrain.core.clock import utc_now
from extrabrain.record.db import Store
from extrabrain.record.rows import rows


@dataclass(frozen=True, slots=True)
class Source:
    """A file or repository. `stamp` tells whether it was changed since, `document_ids` what it gave.

    `twin_ids` are documents of other sources that have the same text.
    """

    path: str
    stamp: str
    document_ids: tuple[int, ...]
    twin_ids: tuple[int, ...] = ()


def stamps(store: Store) -> dict[str, str]:
    """The stamp of every source by its path. A source is forgotten with any document that it gave."""
    return {str(p): str(s) for p, s in store.read(lambda c: rows(c, "SELECT path, stamp FROM sources"))}


def keep(store: Store, sources: Sequence[Source]) -> None:
    """Remembers each; a document that its source gave before and does not give any more is removed."""

    def work(connection: apsw.Connection) -> None:
        for source in sources:
            _keep(connection, source)

    if sources:
        store.write(work)


def _keep(connection: apsw.Connection, source: Source) -> None:
    old = rows(
        connection,
        "SELECT document_id FROM source_documents JOIN sources USING (source_id)"
        " WHERE path = ? AND NOT is_twin",
        source.path,
    )
    gone = {int(i) for (i,) in old} - set(source.document_ids)
    connection.execute("DELETE FROM sources WHERE path = ?", (source.path,))
    for document_id in gone:
        connection.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
    if gone:
        connection.execute("UPDATE shelf_state SET revision = revision + 1")
    connection.execute(
        "INSERT INTO sources (path, stamp, read_at) VALUES (?, ?, ?)", (source.path, source.stamp, utc_now())
    )
    source_id = connection.last_insert_rowid()
    given = dict.fromkeys(source.document_ids, 0) | dict.fromkeys(source.twin_ids, 1)
    connection.executemany(
        "INSERT INTO source_documents (source_id, document_id, is_twin) VALUES (?, ?, ?)",
        [(source_id, document_id, is_twin) for document_id, is_twin in given.items()],
    )


def forget(store: Store, paths: Iterable[str]) -> int:
    """Removes the sources with the documents that only they gave; returns how many documents."""

    def work(connection: apsw.Connection) -> int:
        removed = 0
        for path in paths:
            given = rows(
                connection,
                "SELECT document_id FROM source_documents JOIN sources USING (source_id)"
                " WHERE path = ? AND NOT is_twin",
                path,
            )
            for (document_id,) in given:
                connection.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
            connection.execute("DELETE FROM sources WHERE path = ?", (path,))
            removed += len(given)
        if removed:
            connection.execute("UPDATE shelf_state SET revision = revision + 1")
        return removed

    return store.write(work)
