"""Mock interviews on disk."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from record_made import KEY, QUESTION, begin

from extrabrain.core.errors import NotFound
from extrabrain.record import mocks, sessions
from extrabrain.record.connection import connect, create_if_absent
from extrabrain.record.db import Store
from extrabrain.record.migrations import STEPS
from extrabrain.record.rows import rows

OTHER = replace(QUESTION, question_id="q-other")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        yield opened


def test_turns_come_back_in_order_with_what_happened(store: Store) -> None:
    mocks.add(store, "m1", "2026-01-01T09:00:00Z", [(0, QUESTION), (10, OTHER)])
    session_id = begin(store)
    mocks.link(store, "m1", 0, session_id)
    mocks.close(store, "m1", 0, "answered")
    mocks.follow_up(store, "m1", 0, 1, replace(OTHER, text="And then?"))
    mocks.follow_up(store, "m1", 0, 1, replace(OTHER, text="Something else?"))
    found = mocks.get(store, "m1")
    assert [(t.position, t.question.text, t.follows, t.state, t.session_id) for t in found.turns] == [
        (0, QUESTION.text, None, "answered", session_id),
        (1, "And then?", 0, "open", None),
        (10, OTHER.text, None, "open", None),
    ]
    assert found.turns[0].question == QUESTION
    sessions.delete(store, session_id)
    assert mocks.get(store, "m1").turns[0].session_id is None, "a deleted session leaves the interview"


def test_the_newest_comes_first_and_an_end_is_kept(store: Store) -> None:
    mocks.add(store, "m1", "2026-01-01T09:00:00Z", [(0, QUESTION)])
    mocks.add(store, "m2", "2026-01-02T09:00:00Z", [(0, OTHER)])
    mocks.end(store, "m1", "2026-01-01T09:20:00Z")
    mocks.end(store, "m1", "2026-01-01T10:00:00Z")
    assert [(m.mock_id, m.ended_at) for m in mocks.list_mocks(store)] == [
        ("m2", None),
        ("m1", "2026-01-01T09:20:00Z"),
    ]
    mocks.delete(store, "m2")
    assert [m.mock_id for m in mocks.list_mocks(store)] == ["m1"]


def test_what_is_not_there_is_said(store: Store) -> None:
    for ask in (
        lambda: mocks.get(store, "ghost"),
        lambda: mocks.end(store, "ghost", "2026-01-01T09:00:00Z"),
        lambda: mocks.delete(store, "ghost"),
        lambda: mocks.close(store, "ghost", 0, "skipped"),
    ):
        with pytest.raises(NotFound, match="no mock interview"):
            ask()


def test_a_store_from_before_gets_the_tables(tmp_path: Path) -> None:
    with Store.open(tmp_path / "now.db", KEY) as store:
        begin(store)
        (session,) = store.read(lambda c: rows(c, "SELECT * FROM sessions"))
    path = tmp_path / "old.db"
    create_if_absent(path)
    old = connect(path, KEY)
    old.execute(f"{STEPS[0]}; PRAGMA user_version = 1")
    old.execute(f"INSERT INTO sessions VALUES ({','.join('?' * len(session))})", session)
    old.close()
    with Store.open(path, KEY) as store:
        mocks.add(store, "m1", "2026-01-01T09:00:00Z", [(0, QUESTION)])
        assert mocks.get(store, "m1").turns[0].question == QUESTION
        assert sessions.get(store, "s1").session.session_id == "s1", "what was there is still there"
