"""The store: what it promises about keys, files, durability, other processes and full disks."""

import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import apsw
import pytest

from extrabrain.core.errors import ProtectedStorage, Unsupported
from extrabrain.core.session import practice_session
from extrabrain.record import sessions
from extrabrain.record.db import Closed, Store
from extrabrain.record.rows import rows

KEY = bytes(range(32))


def make_table(store: Store) -> None:
    store.write(lambda c: c.execute("CREATE TABLE notes (n INTEGER PRIMARY KEY, text TEXT)") and None)


def note(store: Store, text: str) -> None:
    store.write(lambda c: c.execute("INSERT INTO notes (text) VALUES (?)", (text,)) and None)


def notes(store: Store) -> list[str]:
    return store.read(lambda c: [text for (text,) in rows(c, "SELECT text FROM notes ORDER BY n")])


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "home" / "store.db"
    with Store.open(path, KEY) as store:
        make_table(store)
        note(store, "kept")
    with Store.open(path, KEY) as store:
        assert notes(store) == ["kept"]


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "home" / "store.db"
    with Store.open(path, KEY) as store:
        make_table(store)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_commits_reach_the_disk_before_they_are_acknowledged(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store:
        assert store.write(lambda c: rows(c, "PRAGMA synchronous")) == [(2,)]
        assert store.write(lambda c: rows(c, "PRAGMA journal_mode")) == [("wal",)]
        assert store.write(lambda c: rows(c, "PRAGMA secure_delete")) == [(1,)]
        assert store.write(lambda c: rows(c, "PRAGMA cipher")) == [("chacha20",)]


def test_nothing_readable_on_disk(tmp_path: Path) -> None:
    canary = "xylophonecanary"
    with Store.open(tmp_path / "store.db", KEY) as store:
        make_table(store)
        note(store, canary)
        files = list(tmp_path.iterdir())
        assert {f.suffix for f in files} == {".db", ".db-wal", ".db-shm"}
        for file in files:
            held = file.read_bytes()
            assert canary.encode() not in held and b"CREATE TABLE" not in held, file
        assert (tmp_path / "store.db-wal").stat().st_size > 4096
    assert canary.encode() not in (tmp_path / "store.db").read_bytes()


def test_a_failed_write_leaves_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store:
        make_table(store)

        def half(connection: apsw.Connection) -> None:
            connection.execute("INSERT INTO notes (text) VALUES ('half')")
            raise KeyError("no")

        with pytest.raises(KeyError):
            store.write(half)
        note(store, "whole")
        assert notes(store) == ["whole"]


def test_a_write_inside_a_write_is_refused_instead_of_hanging(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store, pytest.raises(RuntimeError, match="another write"):
        store.write(lambda _: store.write(lambda c: rows(c, "SELECT 1")))


def test_readers_cannot_write(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store, pytest.raises(ProtectedStorage):
        store.read(lambda c: c.execute("CREATE TABLE t (x)"))


def test_many_threads_write_and_read(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store:
        make_table(store)
        seen: list[int] = []

        def work(number: int) -> None:
            for turn in range(20):
                note(store, f"{number}/{turn}")
                seen.append(len(notes(store)))

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(notes(store)) == sorted(f"{n}/{t}" for n in range(4) for t in range(20))
        assert max(seen) == 80


async def test_awrite_and_aread(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db", KEY) as store:
        make_table(store)
        await store.awrite(lambda c: c.execute("INSERT INTO notes (text) VALUES ('a')") and None)
        assert await store.aread(lambda c: rows(c, "SELECT text FROM notes")) == [("a",)]


def test_closing_finishes_what_waits_and_refuses_more(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store.db", KEY)
    make_table(store)
    note(store, "last")
    store.close()
    store.close()
    for use in (lambda: note(store, "late"), lambda: notes(store)):
        with pytest.raises(Closed, match="closed"):
            use()
    with Store.open(tmp_path / "store.db", KEY) as again:
        assert notes(again) == ["last"]


def test_a_wrong_key_is_said_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path, KEY) as store:
        make_table(store)
        note(store, "kept")
    before = path.read_bytes()
    with pytest.raises(ProtectedStorage, match="key does not open") as problem:
        Store.open(path, bytes(32))
    assert problem.value.code == 7
    assert "doctor" in problem.value.next_step
    assert path.read_bytes() == before
    with Store.open(path, KEY) as store:
        assert notes(store) == ["kept"]


def test_a_key_of_another_length_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Store.open(tmp_path / "store.db", b"short")


@pytest.mark.parametrize("content", [b"hello, this is a letter. " * 400, b"short"])
def test_a_file_that_is_no_store(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(content)
    with pytest.raises(ProtectedStorage, match="not a store of extrabrain"):
        Store.open(path, KEY)
    assert path.read_bytes() == content


def test_a_plain_database(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE t (x)")
    plain.close()
    with pytest.raises(ProtectedStorage, match="not an encrypted store"):
        Store.open(path, KEY)


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path, KEY) as store:
        store.write(lambda c: c.execute("PRAGMA user_version = 999") and None)
    with pytest.raises(Unsupported, match="newer extrabrain") as problem:
        Store.open(path, KEY)
    assert problem.value.next_step == "Update extrabrain."


def test_the_place_is_a_folder_or_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProtectedStorage) as problem:
        Store.open(tmp_path / "file" / "store.db", KEY)
    assert "EXTRABRAIN_HOME" in problem.value.next_step
    with pytest.raises(ProtectedStorage):
        Store.open(tmp_path, KEY)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ProtectedStorage, match="Permission denied"):
        Store.open(tmp_path / "store.db", KEY)


def test_a_damaged_page_is_said(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path, KEY) as store:
        make_table(store)
        for number in range(400):
            note(store, f"{number} " * 50)
    held = bytearray(path.read_bytes())
    page = len(held) * 3 // 4 // 4096 * 4096  # among the notes, which came last; not in the schema
    held[page : page + 4096] = os.urandom(4096)
    path.write_bytes(held)
    with Store.open(path, KEY) as store, pytest.raises(ProtectedStorage):
        notes(store)


def run_child(code: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_several_processes_make_and_write_one_store(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    children = [
        run_child(
            """
            import sys
            from pathlib import Path
            from extrabrain.core.session import practice_session
            from extrabrain.record import sessions
            from extrabrain.record.db import Closed, Store
            with Store.open(Path(sys.argv[1]), bytes(range(32))) as store:
                for n in range(25):
                    name = f"{sys.argv[2]}-{n}"
                    sessions.add(store, practice_session(name, "2026-01-01T00:00:00Z", name, None), bytes(32))
            """,
            str(path),
            str(number),
        )
        for number in range(3)
    ]
    for child in children:
        _, errors = child.communicate(timeout=60)
        assert child.returncode == 0, errors
    with Store.open(path, KEY) as store:
        found = {s.session.session_id for s in sessions.list_sessions(store)}
    assert found == {f"{c}-{n}" for c in range(3) for n in range(25)}


FILL = """
    import resource, signal, sys
    from pathlib import Path
    from extrabrain.core.errors import ProtectedStorage
    from extrabrain.core.session import practice_session
    from extrabrain.record import sessions
    from extrabrain.record.db import Closed, Store

    path, limit = Path(sys.argv[1]), int(sys.argv[2])
    store = Store.open(path, bytes(range(32)))
    if limit:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for n in range(5000):
        try:
            made = practice_session(f"s{n}", "2026-01-01T00:00:00Z", "x" * 3000, None)
            sessions.add(store, made, bytes(32))
        except ProtectedStorage as problem:
            print("problem", problem.code, problem, flush=True)
            break
        print("kept", n, flush=True)
    print("listed", len(sessions.list_sessions(store)), flush=True)
    store.close()
"""


@pytest.fixture
def small_disk(tmp_path: Path):
    """A tmpfs of 2 MB, or none where mounting is not allowed."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = (
        sys.platform == "linux"
        and os.geteuid() == 0
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
        == 0
    )
    yield place if mounted else None
    if mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.skipif(os.name == "nt", reason="needs resource limits")
@pytest.mark.parametrize("how", ["tmpfs", "limit"])
def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path, small_disk: Path | None, how: str) -> None:
    if how == "tmpfs" and small_disk is None:
        pytest.skip("a tmpfs cannot be mounted here")
    place = small_disk if how == "tmpfs" and small_disk else tmp_path
    path = place / "store.db"
    child = run_child(FILL, str(path), "0" if how == "tmpfs" else "1500000")
    out, errors = child.communicate(timeout=120)
    assert child.returncode == 0, errors
    lines = out.splitlines()
    kept = [int(line.split()[1]) for line in lines if line.startswith("kept")]
    problem = next(line for line in lines if line.startswith("problem"))
    assert problem.startswith("problem 7") and "Free some space" in problem
    assert len(kept) > 50
    assert lines[-1] == f"listed {len(kept)}"
    if how == "tmpfs":
        roomy = tmp_path / "roomy"
        roomy.mkdir()
        for file in place.iterdir():
            (roomy / file.name).write_bytes(file.read_bytes())
        path = roomy / "store.db"
    with Store.open(path, KEY) as store:
        assert {s.session.session_id for s in sessions.list_sessions(store)} == {f"s{n}" for n in kept}
        sessions.add(store, practice_session("after", "2026-01-01T00:00:00Z", "t", None), bytes(32))
