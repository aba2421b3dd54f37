"""A copy of the whole store under another key, as it was at one moment, while others go on writing."""

from collections.abc import Callable
from pathlib import Path

import apsw

from extrabrain.record.connection import create_if_absent, explained, keyed
from extrabrain.record.db import Store
from extrabrain.record.rows import rows

_STEP_PAGES = 256

Tell = Callable[[float], None]


def copy_store(
    store: Store, path: Path, key: bytes | bytearray, tell: Tell = lambda _: None
) -> dict[str, int]:
    """Makes `path`, in which there must be nothing yet, and says how many rows each table has.

    `tell` hears the fraction that is done; raise from it to stop. What was made then is to be removed.
    """

    def copy(source: apsw.Connection) -> dict[str, int]:
        counted = row_counts(source)
        with explained(path):
            target = keyed(path, key)
            try:
                with target.backup("main", source, "main") as under_way:
                    while not under_way.done:
                        under_way.step(_STEP_PAGES)
                        tell(1 - under_way.remaining / max(1, under_way.page_count))
            finally:
                target.close()
        return counted

    create_if_absent(path)
    return store.read(copy)


def row_counts(connection: apsw.Connection) -> dict[str, int]:
    """Rows of each table; those that a search index keeps for itself are left out."""
    names = rows(
        connection,
        "SELECT name FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    counted: dict[str, int] = {}
    for (name,) in names:
        ((count,),) = rows(connection, f'SELECT count(*) FROM "{name}"')
        counted[str(name)] = int(count)
    return counted
