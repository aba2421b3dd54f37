"""What the user wrote beside a session: one text each, found by search, gone with the session."""

from collections.abc import Callable

import apsw

from extrabrain.core.errors import NotFound
from extrabrain.record.db import Store
from extrabrain.record.rows import one
from extrabrain.record.texts import put_text, remove_text

REF = "note"


def read(store: Store, session_id: str) -> str:
    """Empty where there are none."""
    return store.read(lambda c: _read(c, session_id))


def write(store: Store, session_id: str, text: str) -> None:
    """In place of what stood there; an empty text removes it. `NotFound` if there is no such session."""
    _change(store, session_id, lambda _: text)


def add(store: Store, session_id: str, line: str) -> None:
    """One more line under what stands there. `NotFound` if there is no such session."""
    _change(store, session_id, lambda before: f"{before}\n{line}" if before else line)


def _change(store: Store, session_id: str, change: Callable[[str], str]) -> None:
    """In one transaction, so that two who write at once lose nothing of each other."""

    def keep(connection: apsw.Connection) -> bool:
        if one(connection, "SELECT 1 FROM sessions WHERE session_id = ?", session_id) is None:
            return False
        text = change(_read(connection, session_id))
        if text.strip():
            put_text(connection, session_id, "note", REF, text)
        else:
            remove_text(connection, session_id, "note", REF)
        return True

    if not store.write(keep):
        raise NotFound(f"There is no session {session_id!r}.", next_step="It may have been deleted.")


def _read(connection: apsw.Connection, session_id: str) -> str:
    sql = "SELECT body FROM texts WHERE session_id = ? AND kind = 'note' AND ref = ?"
    found = one(connection, sql, session_id, REF)
    return str(found[0]) if found else ""
