"""Documents keep their number, and nothing else ever gets it."""

from pathlib import Path

from extrabrain.core.document import Brought
from extrabrain.record import documents
from extrabrain.record.connection import connect, create_if_absent
from extrabrain.record.db import Store
from extrabrain.record.migrations import STEPS
from extrabrain.record.rows import rows

KEY = bytes(32)
BEFORE_NUMBERS = 7
"""Steps of a store that knew no last number."""


def keep(store: Store, *names: str) -> list[int]:
    brought = [(Brought(name, "", f"What {name} says.", "notes"), ()) for name in names]
    return [kept.document_id for kept in documents.keep(store, brought)]


def test_the_number_of_a_forgotten_document_goes_to_no_other(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store:
        first, second = keep(store, "a", "b")
        documents.remove(store, second)
        (third,) = keep(store, "c")
        documents.remove(store, first)
        documents.remove(store, third)
        assert len({first, second, third, *keep(store, "a", "b")}) == 5
        (kept,) = {one.document_id for one in documents.list_documents(store) if one.external_id == "a"}
        assert keep(store, "a") == [kept], "the same document again keeps its number"


def test_a_store_from_before_goes_on_after_its_last_number(tmp_path: Path) -> None:
    with Store.open(tmp_path / "now.db", KEY) as store:
        keep(store, "a", "b", "c")
        old_rows = store.read(lambda c: rows(c, "SELECT * FROM documents"))
    path = tmp_path / "old.db"
    create_if_absent(path)
    old = connect(path, KEY)
    for number, step in enumerate(STEPS[:BEFORE_NUMBERS], 1):
        old.execute(f"{step}; PRAGMA user_version = {number}")
    for row in old_rows:
        old.execute(f"INSERT INTO documents VALUES ({','.join('?' * len(row))})", row)
    old.close()
    with Store.open(path, KEY) as store:
        assert keep(store, "d") == [4]
