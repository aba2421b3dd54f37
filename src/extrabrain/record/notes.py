"""What the user wrote beside a session: one text each, found by search, gone with the session."""

import apsw

from extrabrain.core.errors import NotFound
from extrabrain.record.db import Store
from extrabrain.record.rows import one
from extrabrain.record.texts import put_text, remove_text

REF = "note"


def read(store: Store, session_id: str) -> str:
    """Empty where there are none."""
    sql = "SELECT body FROM texts WHERE session_id = ? AND kind = 'note' AND ref = ?"
    found = store.read(lambda c: one(c, sql, session_id, REF))
    return str(found[0]) if found else ""


def write(store: Store, session_id: str, text: str) -> None:
    """In place of what stood there; an empty text removes it. `NotFound` if there is no such session."""

    def keep(connection: apsw.Connection) -> bool:
        if one(connection, "SELECT 1 FROM sessions WHERE session_id = ?", session_id) is None:
            return False
        if text.strip():
            put_text(connection, session_id, "note", REF, text)
        else:
            remove_text(connection, session_id, "note", REF)
        return True

    if not store.write(keep):
        raise NotFound(f"There is no session {session_id!r}.", next_step="It may have been deleted.")
