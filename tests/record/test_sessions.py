"""Sessions: listed newest first, found by a piece of their id, and truly gone once deleted."""

import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from record_made import KEY, QUESTION, answered, begin, feedback, heard

from extrabrain.core.errors import Conflict, NotFound
from extrabrain.core.event import SegmentHeard
from extrabrain.core.session import practice_session
from extrabrain.record import answers, sessions, texts
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.db", KEY) as opened:
        yield opened


def ids(found: list[sessions.StoredSession]) -> list[str]:
    return [s.session.session_id for s in found]


def test_a_session_comes_back_with_its_key(store: Store) -> None:
    session = practice_session("s1", "2026-01-01T09:00:00Z", "a title", "q")
    key = secrets.token_bytes(32)
    sessions.add(store, session, key, question="What is it?")
    found = sessions.get(store, "s1")
    assert found.session == session
    assert (found.question, found.attempt, found.rubric, found.ended_at) == ("What is it?", 0, (), None)
    assert (found.overall, found.findings) == (None, 0)
    assert sessions.audio_key(store, "s1") == key


def test_an_id_is_taken_once(store: Store) -> None:
    begin(store)
    with pytest.raises(Conflict) as problem:
        begin(store)
    assert problem.value.code == 5


def test_a_short_audio_key_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        sessions.add(store, practice_session("s1", "2026-01-01T09:00:00Z", "t", None), b"x")


def test_newest_first_with_the_latest_rubric(store: Store) -> None:
    begin(store, "old", "2026-01-01T09:00:00Z")
    begin(store, "new", "2026-01-02T09:00:00Z")
    begin(store, "newer", "2026-01-02T09:00:00Z")
    sessions.add(store, practice_session("other", "2025-01-01T09:00:00Z", "t", "q2"), bytes(32))
    answers.save(store, "old", 1, answered(), feedback())
    listed = sessions.list_sessions(store)
    assert ids(listed) == ["newer", "new", "old", "other"]
    assert ids(sessions.list_sessions(store, limit=2)) == ["newer", "new"]
    assert ids(sessions.list_sessions(store, question_id="q2")) == ["other"]
    old = listed[2]
    assert (old.attempt, old.question, old.overall, old.findings) == (1, QUESTION.text, 1.5, 1)
    assert [(axis.axis, axis.score) for axis in old.rubric] == [("technical", 1.0), ("judgement", 2.0)]


def test_an_id_may_be_shortened_while_it_is_unique(store: Store) -> None:
    begin(store, "ab1")
    begin(store, "ab2")
    begin(store, "ab")
    begin(store, "c%d")
    assert sessions.resolve(store, "ab1") == "ab1"
    assert sessions.resolve(store, "ab") == "ab"
    assert sessions.resolve(store, "c") == "c%d"
    with pytest.raises(Conflict, match="3 sessions"):
        sessions.resolve(store, "a")
    for missing in ("x", "%", ""):
        with pytest.raises(NotFound):
            sessions.resolve(store, missing)


def test_ends_once(store: Store) -> None:
    begin(store)
    sessions.end(store, "s1", "stopped", duration_ms=1200)
    first = sessions.get(store, "s1")
    sessions.end(store, "s1", "again", duration_ms=5)
    assert sessions.get(store, "s1") == first
    assert (first.end_reason, first.duration_ms) == ("stopped", 1200)
    assert sessions.unfinished(store) == []


def test_a_session_that_was_cut_off_is_found_at_the_next_start(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store:
        begin(store, "cut")
        begin(store, "whole")
        sessions.end(store, "whole")
    with Store.open(tmp_path / "store.db", KEY) as store:
        assert ids(sessions.unfinished(store)) == ["cut"]


def test_rename(store: Store) -> None:
    begin(store)
    sessions.rename(store, "s1", "A better name")
    assert sessions.get(store, "s1").session.title == "A better name"
    assert sessions.list_sessions(store)[0].session.title == "A better name"


def test_nothing_is_done_to_a_session_that_is_not_there(store: Store) -> None:
    for act in (
        lambda: sessions.get(store, "ghost"),
        lambda: sessions.delete(store, "ghost"),
        lambda: sessions.rename(store, "ghost", "t"),
        lambda: sessions.end(store, "ghost"),
        lambda: sessions.audio_key(store, "ghost"),
    ):
        with pytest.raises(NotFound) as problem:
            act()
        assert "sessions list" in problem.value.next_step


def unlocked(path: Path, copy: Path) -> bytes:
    """The whole store in the clear, as someone with the key would see it."""
    copy.write_bytes(path.read_bytes())
    connection = apsw.Connection(str(copy))
    connection.execute("PRAGMA cipher = 'chacha20'").fetchall()
    connection.execute(f"PRAGMA key = 'raw:{KEY.hex()}'").fetchall()
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.execute("PRAGMA rekey = ''").fetchall()
    connection.close()
    with sqlite3.connect(copy) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    plain.close()
    return copy.read_bytes()


def test_deleted_is_deleted_even_for_someone_with_the_key(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path, KEY) as store:
        for name in ("keep", "gone"):
            begin(store, name)
            log = EventLog(store, name)
            for n in range(40):
                log.append(n, SegmentHeard(heard(n, f"canary{name} zebra{name}{n} spoke")))
            answers.save(
                store, name, 1, answered(f"answer{name} was given"), feedback(f"answer{name} was given")
            )
        key = sessions.audio_key(store, "gone")
        assert texts.search(store, "canarygone")
        sessions.delete(store, "gone")
        assert texts.search(store, "canarygone") == []
        assert EventLog(store, "gone").read() == []
        assert answers.list_by_session(store, "gone") == []
        assert ids(sessions.list_sessions(store)) == ["keep"]
        assert texts.is_sound(store)
        wal = tmp_path / "store.db-wal"
        assert not wal.exists() or wal.stat().st_size < 200_000
    clear = unlocked(path, tmp_path / "clear.db").lower()
    assert b"canarykeep" in clear and b"zebrakeep7" in clear
    for canary in (b"canarygone", b"zebragone", b"answergone", b"rygone", key.lower()):
        assert canary not in clear, canary
