"""Making a deletion real: until then indexes, free pages and the write-ahead log keep what was deleted."""

import time

import apsw

from extrabrain.record.rows import rows

_INDEXES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%USING fts5 (%'"
)

PATIENCE_S = 5.0
"""How long a reader elsewhere may keep the log from being emptied."""


def scrub(connection: apsw.Connection) -> None:
    """Builds every full-text index anew, rewrites the file without free pages, and empties the log.

    FTS5 keeps terms of deleted rows in its segments, even with its `secure-delete`; only `rebuild` drops them
    all. Where somebody reads for longer than `PATIENCE_S`, the log is emptied when the store is next closed
    or scrubbed; what is in it is encrypted like the rest.
    """
    for (name,) in rows(connection, _INDEXES):
        connection.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')')
    connection.execute("VACUUM")
    give_up = time.monotonic() + PATIENCE_S
    while not _emptied(connection) and time.monotonic() < give_up:
        time.sleep(0.02)


def _emptied(connection: apsw.Connection) -> bool:
    ((busy, _, _),) = rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    return busy == 0
