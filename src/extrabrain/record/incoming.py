"""Files that were handed over and wait to be read: in pieces, inside the encrypted store, nowhere else."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import apsw

from extrabrain.core.document import DocumentKind
from extrabrain.core.errors import UsageProblem
from extrabrain.record.db import Store
from extrabrain.record.rows import rows


@dataclass(frozen=True, slots=True)
class Incoming:
    incoming_id: int
    name: str
    kind: DocumentKind | None
    group: str
    size: int


def begin(store: Store, name: str, kind: DocumentKind | None, group: str) -> int:
    """Its id: the moment in nanoseconds, or the next that is free, so that no later file gets the id of one
    that was given up."""
    sql = (
        "INSERT INTO incoming (incoming_id, name, kind, shelf, size)"
        " SELECT max(?, coalesce(max(incoming_id) + 1, 0)), ?, ?, ?, 0 FROM incoming"
    )

    def work(connection: apsw.Connection) -> int:
        connection.execute(sql, (time.time_ns(), name, kind, group))
        return connection.last_insert_rowid()

    return store.write(work)


def append(store: Store, incoming_id: int, position: int, body: bytes) -> None:
    """`UsageProblem` where the file is not waited for any more: everything that waits was given up."""

    def work(connection: apsw.Connection) -> None:
        connection.execute(
            "UPDATE incoming SET size = size + ? WHERE incoming_id = ?", (len(body), incoming_id)
        )
        if connection.changes() == 0:
            raise UsageProblem(
                "The import was stopped before the file was here.", next_step="Bring it again."
            )
        connection.execute("INSERT INTO incoming_pieces VALUES (?, ?, ?)", (incoming_id, position, body))

    store.write(work)


def complete(store: Store, incoming_id: int) -> None:
    """It is whole, and may be read."""
    _run(store, "UPDATE incoming SET whole = 1 WHERE incoming_id = ?", incoming_id)


def remove(store: Store, incoming_id: int) -> None:
    _run(store, "DELETE FROM incoming WHERE incoming_id = ?", incoming_id)


def clear(store: Store, *, only_broken: bool = False) -> None:
    """Forgets all that waits; with `only_broken`, what did not come whole before a crash."""
    store.write(lambda c: _clear(c, only_broken))


def waiting(store: Store) -> list[Incoming]:
    """Those that are whole, in the order in which they came."""
    sql = "SELECT incoming_id, name, kind, shelf, size FROM incoming WHERE whole ORDER BY incoming_id"
    return [
        Incoming(int(i), str(name), cast("DocumentKind | None", kind), str(group), int(size))
        for i, name, kind, group, size in store.read(lambda c: rows(c, sql))
    ]


def data(store: Store, incoming_id: int) -> bytes:
    sql = "SELECT body FROM incoming_pieces WHERE incoming_id = ? ORDER BY position"
    return b"".join(bytes(body) for (body,) in store.read(lambda c: rows(c, sql, incoming_id)))


def _clear(connection: apsw.Connection, only_broken: bool) -> None:
    connection.execute("DELETE FROM incoming WHERE NOT whole" if only_broken else "DELETE FROM incoming")


def _run(store: Store, sql: str, incoming_id: int) -> None:
    work: Callable[[apsw.Connection], object] = lambda c: c.execute(sql, (incoming_id,))  # noqa: E731
    store.write(work)
