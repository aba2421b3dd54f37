"""Backups: made from a store that goes on, restored whole or not at all."""

import random
import secrets
import shutil
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from extrabrain.core.errors import Conflict, Problem, ProtectedStorage, Unsupported, UsageProblem
from extrabrain.core.session import practice_session
from extrabrain.flows.backup import Kept, Progress, create
from extrabrain.flows.practice import spool_path
from extrabrain.flows.restore import finish, prepare, set_aside, verify
from extrabrain.guard.passphrase import WrongPassphrase
from extrabrain.guard.sealed import Broken
from extrabrain.record import notes, sessions
from extrabrain.record.db import Store
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import read_spool

KEY, OTHER = bytes(range(32)), bytes(reversed(range(32)))
PASS = "four plain garden words"
CANARY = "quagga-canary-7731"
PCM = bytes(range(250)) * 640


def home_with(home: Path, count: int = 3) -> Kept:
    store = Store.open(home / "extrabrain.db", KEY)
    for n in range(count):
        session = practice_session(f"s{n}", "2026-01-01T09:00:00Z", f"{CANARY} {n}", "q")
        key = secrets.token_bytes(32)
        sessions.add(store, session, key, question="why?")
        notes.write(store, f"s{n}", f"{CANARY} note {n}")
        with Spool(spool_path(home / "audio", f"s{n}"), key) as spool:
            spool.append(PCM)
        sessions.end(store, f"s{n}", duration_ms=1000)
    (home / "settings.json").write_text('{"engine": "parakeet-tdt-0.6b-v2"}')
    (home / "packs").mkdir(exist_ok=True)
    (home / "packs" / "mine.yaml").write_text("pack: mine\n")
    return Kept(store, home, home / "audio", home / "packs")


@pytest.fixture
def kept(tmp_path: Path):
    made = home_with(tmp_path / "home")
    yield made
    made.store.close()


def restored(backup: Path, home: Path, key: bytes = OTHER) -> Store:
    prepare(backup, PASS, home, key)
    finish(home)
    return Store.open(home / "extrabrain.db", key)


def test_everything_comes_back_under_another_key(kept: Kept, tmp_path: Path) -> None:
    out = tmp_path / "b.xb"
    made = create(kept, out, PASS)
    assert (made.sessions, made.recordings) == (3, 3)
    assert out.stat().st_mode & 0o077 == 0
    assert CANARY.encode() not in out.read_bytes()
    found = verify(out, PASS, tmp_path / "v")
    assert found.manifest == made and found.silent == ()
    assert not (tmp_path / "v").exists()
    new = tmp_path / "new"
    with restored(out, new) as store:
        assert [s.session.title for s in sessions.list_sessions(store)] == [
            f"{CANARY} {n}" for n in (2, 1, 0)
        ]
        assert notes.read(store, "s1") == f"{CANARY} note 1"
        sound = read_spool(spool_path(new / "audio", "s1"), sessions.audio_key(store, "s1"))
        assert b"".join(sound) == PCM
    assert (new / "settings.json").read_text() == (kept.home / "settings.json").read_text()
    assert (new / "packs" / "mine.yaml").is_file()
    assert sorted(path.name for path in new.iterdir()) == ["audio", "extrabrain.db", "packs", "settings.json"]
    assert list((kept.home / "outgoing").iterdir()) == []


def test_a_moment_of_a_store_that_goes_on(kept: Kept, tmp_path: Path) -> None:
    stop = threading.Event()

    def write_on() -> None:
        n = 0
        while not stop.is_set():
            session = practice_session(f"late{n}", "2026-01-01T10:00:00Z", "x", None)
            sessions.add(kept.store, session, bytes(32))
            notes.write(kept.store, f"late{n}", "y")
            n += 1

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        for n in range(5):
            create(kept, tmp_path / f"{n}.xb", PASS)
            verify(tmp_path / f"{n}.xb", PASS, tmp_path / "v")
    finally:
        stop.set()
        writer.join()


def test_without_audio(kept: Kept, tmp_path: Path) -> None:
    create(kept, tmp_path / "b.xb", PASS, audio=False)
    assert verify(tmp_path / "b.xb", PASS, tmp_path / "v").manifest.recordings == 0
    restored(tmp_path / "b.xb", tmp_path / "new").close()
    assert not (tmp_path / "new" / "audio").exists()


def test_a_recording_that_is_gone_is_named(kept: Kept, tmp_path: Path) -> None:
    spool_path(kept.spool, "s1").unlink()
    create(kept, tmp_path / "b.xb", PASS)
    assert verify(tmp_path / "b.xb", PASS, tmp_path / "v").silent == ("s1",)


def test_a_wrong_passphrase_and_a_short_one(kept: Kept, tmp_path: Path) -> None:
    create(kept, tmp_path / "b.xb", PASS)
    with pytest.raises(WrongPassphrase):
        verify(tmp_path / "b.xb", PASS + "!", tmp_path / "v")
    with pytest.raises(UsageProblem):
        create(kept, tmp_path / "c.xb", "short")
    assert not (tmp_path / "c.xb").exists()


def test_it_does_not_overwrite_unasked(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "b.xb").write_text("mine")
    with pytest.raises(Conflict):
        create(kept, tmp_path / "b.xb", PASS)
    assert (tmp_path / "b.xb").read_text() == "mine"
    create(kept, tmp_path / "b.xb", PASS, replace=True)
    verify(tmp_path / "b.xb", PASS, tmp_path / "v")


def test_a_stopped_backup_leaves_nothing(kept: Kept, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.fraction > 0.4:
            raise Stop

    (tmp_path / "out").mkdir()
    with pytest.raises(Stop):
        create(kept, tmp_path / "out" / "b.xb", PASS, tell=stop)
    assert list((tmp_path / "out").iterdir()) == []
    assert list((kept.home / "outgoing").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"XBBACKUP", b"not a backup at all", b"XBBACKUP\xff\xff\xff\xff"])
def test_what_is_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(Unsupported):
        verify(tmp_path / "x", PASS, tmp_path / "v")
    with pytest.raises(Unsupported):
        verify(tmp_path / "absent", PASS, tmp_path / "v")


def test_a_harmed_backup_changes_nothing(kept: Kept, tmp_path: Path) -> None:
    """Cut or flipped anywhere: refused, and the home is what it was."""
    out, home = tmp_path / "b.xb", tmp_path / "other"
    create(kept, out, PASS)
    home_with(home, 1).store.close()
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    whole, chance = out.read_bytes(), random.Random(5)
    for n in range(12):
        at = chance.randrange(len(whole)) if n else len(whole) - 1
        harmed = whole[:at] if n % 2 else whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :]
        (tmp_path / "harmed").write_bytes(harmed)
        with pytest.raises((Broken, WrongPassphrase, Unsupported, ProtectedStorage)):
            prepare(tmp_path / "harmed", PASS, home, KEY)
        assert finish(home) is None
        assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_what_was_there_is_kept_aside(kept: Kept, tmp_path: Path) -> None:
    out, home = tmp_path / "b.xb", tmp_path / "other"
    create(kept, out, PASS)
    home_with(home, 1).store.close()
    with restored(out, home, KEY) as store:
        assert len(sessions.list_sessions(store)) == 3
    (aside,) = set_aside(home)
    with Store.open(aside / "extrabrain.db", KEY) as old:
        assert len(sessions.list_sessions(old)) == 1
    assert spool_path(aside / "audio", "s0").exists()


@pytest.mark.parametrize("moves", range(9))
def test_a_crash_in_the_middle_of_the_change_is_finished(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    out, home = tmp_path / "b.xb", tmp_path / "other"
    create(kept, out, PASS)
    home_with(home, 1).store.close()
    prepare(out, PASS, home, KEY)
    real, done = Path.replace, 0

    def replace(path: Path, to: Path) -> Path:
        nonlocal done
        done += 1
        if done > moves:
            raise KeyboardInterrupt
        return real(path, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with suppress(KeyboardInterrupt):
            finish(home)
    finish(home)
    assert finish(home) is None
    with Store.open(home / "extrabrain.db", KEY) as store:
        assert len(sessions.list_sessions(store)) == 3
        for n in range(3):
            sound = read_spool(spool_path(home / "audio", f"s{n}"), sessions.audio_key(store, f"s{n}"))
            assert b"".join(sound) == PCM
    (aside,) = set_aside(home)
    with Store.open(aside / "extrabrain.db", KEY) as old:
        assert len(sessions.list_sessions(old)) == 1


def test_a_full_disk_is_said(kept: Kept, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "gone", ignore_errors=True)
    with pytest.raises(Problem, match="cannot be written") as caught:
        create(kept, tmp_path / "gone" / "b.xb", PASS)
    assert caught.value.next_step
