"""The rows of one statement with bound values."""

from typing import Any, cast

import apsw

Value = str | int | float | bytes | None


def rows(connection: apsw.Connection, sql: str, *values: Value) -> list[tuple[Any, ...]]:
    """Every row, read to the end, so that no statement stays open."""
    return cast("list[tuple[Any, ...]]", connection.execute(sql, values).fetchall())


def one(connection: apsw.Connection, sql: str, *values: Value) -> tuple[Any, ...] | None:
    """The first row, or none."""
    found = rows(connection, sql, *values)
    return found[0] if found else None
