"""Notes: one text for a session, found by search, gone with the session."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_made import KEY, begin

from extrabrain.core.errors import NotFound, UsageProblem
from extrabrain.flows import history
from extrabrain.record import notes, sessions, texts
from extrabrain.record.db import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        yield opened


def test_kept_replaced_found_and_removed(store: Store) -> None:
    begin(store)
    assert notes.read(store, "s1") == ""
    notes.write(store, "s1", "Breathe first.")
    notes.write(store, "s1", "Name the threshold.\nThen stop.")
    assert notes.read(store, "s1") == "Name the threshold.\nThen stop."
    assert [(hit.session_id, hit.kind) for hit in texts.search(store, "threshold")] == [("s1", "note")]
    assert texts.search(store, "breathe") == []
    assert [line.session_id for line in history.practised(store, search="threshold")] == ["s1"]
    notes.write(store, "s1", "  ")
    assert notes.read(store, "s1") == ""
    assert texts.search(store, "threshold") == []


def test_they_go_with_the_session(store: Store) -> None:
    begin(store)
    notes.write(store, "s1", "Name the threshold.")
    sessions.delete(store, "s1")
    assert notes.read(store, "s1") == ""
    assert texts.is_sound(store)
    with pytest.raises(NotFound):
        notes.write(store, "s1", "Too late.")


def test_they_are_exported_as_text_that_is_no_markup(store: Store) -> None:
    begin(store)
    history.write_notes(store, "s1", "Cut <b>half</b>\n\n![x](http://evil.example)")
    page = history.export_text(store, "s1", "md")
    assert "## Notes\n\nCut \\<b\\>half\\</b\\>" in page
    assert "![x](" not in page
    assert '"notes": "Cut' in history.export_text(store, "s1", "json")
    with pytest.raises(UsageProblem):
        history.write_notes(store, "s1", "x" * 100_001)


def test_two_who_add_a_line_at_once_lose_nothing_of_each_other(store: Store) -> None:
    begin(store)
    go_on = threading.Event()
    holding = threading.Thread(target=lambda: store.write(lambda _: go_on.wait(20)))
    adding = [threading.Thread(target=notes.add, args=(store, "s1", f"0:0{n} said")) for n in range(2)]
    for thread in (holding, *adding):
        thread.start()
    adding[0].join(0.3)  # both wait for the writer now, with whatever they have read before
    go_on.set()
    for thread in (holding, *adding):
        thread.join(20)
    assert sorted(notes.read(store, "s1").split("\n")) == ["0:00 said", "0:01 said"]
