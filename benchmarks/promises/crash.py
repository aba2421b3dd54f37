"""P7 and P9: killed at any moment. P8: a torn write-ahead log. P10: a full disk."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import kill
from extrabrain.core.event import Noticed
from extrabrain.core.session import practice_session
from extrabrain.record import sessions, texts
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog
from extrabrain.record.rows import rows
from promises.tally import Tally

LANES = 4
LONGEST_MS = 1200
EVENTS = 200


@cache
def _killed(trials: int) -> tuple[kill.Trial, ...]:
    """Kills in several lanes at once; the two promises look at the same trials."""
    shares = [trials // LANES + (lane < trials % LANES) for lane in range(LANES)]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(LANES) as pool:
        running = [
            pool.submit(kill.lane, Path(scratch) / f"lane-{n}", share, LONGEST_MS, 7000 + n)
            for n, share in enumerate(shares)
        ]
        return tuple(trial for lane in running for trial in lane.result())


def p7(trials: int) -> Tally:
    """Nothing acknowledged is lost, no gaps, the index whole; `synchronous` too, which a kill cannot test."""
    title = "kill -9 loses no committed segment"
    with tempfile.TemporaryDirectory() as scratch:
        lost = kill.one_trial(Path(scratch), resume=False, after_s=0.4, sabotage=True)
        if not lost.lost_events:
            return Tally("P7", title, 1, 1, "an event that was taken away was not missed")
        with Store.open(Path(scratch) / "store.db", kill.KEY) as store:
            synchronous, journal = store.write(
                lambda c: (rows(c, "PRAGMA synchronous"), rows(c, "PRAGMA journal_mode"))
            )
    if synchronous != [(2,)] or journal != [("wal",)]:
        return Tally("P7", title, 1, 1, f"synchronous is {synchronous}, journal {journal}")
    done = _killed(trials)
    failed = sum(bool(t.lost_events or t.gaps or not t.index_sound or not t.found_again) for t in done)
    note = f"{sum(t.acknowledged for t in done)} events acknowledged, synchronous FULL"
    return Tally("P7", title, len(done), failed, note)


def p9(trials: int) -> Tally:
    """Of what was handed over at most 300 ms may be missing; of what was acknowledged nothing."""
    done = _killed(trials)
    failed = sum(t.lost_kept_ms > 0 or t.lost_given_ms > kill.ALLOWED_LOSS_MS for t in done)
    worst = max(t.lost_given_ms for t in done)
    return Tally("P9", "audio loss ≤ 300 ms", len(done), failed, f"p100 {worst:.0f} ms of what was given")


def p8(trials: int) -> Tally:
    """Truncated, garbled, or with single bits flipped: what is left is a prefix, and it can be written on."""
    title, chance = "torn WAL is safe", random.Random(8)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database, wal = _live(folder)
        whole, lengths, failures = wal.read_bytes(), set[int](), 0
        for trial in range(trials):
            at = chance.randrange(len(whole))
            if trial % 3 == 0:
                torn = whole[:at]
            elif trial % 3 == 1:
                torn = whole[:at] + chance.randbytes(64) + whole[at + 64 :]
            else:
                torn = whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]
            left = _prefix(folder / "trial", database, torn)
            failures += left is None
            lengths.add(left or 0)
    if len(lengths) < min(trials, 10) // 2:
        return Tally(
            "P8", title, trials, max(1, failures), f"the harm reached only {len(lengths)} different places"
        )
    return Tally("P8", title, trials, failures, f"prefixes of {len(lengths)} lengths up to {max(lengths)}")


def _live(folder: Path) -> tuple[Path, Path]:
    """A store as a crash leaves it, with everything still in the log."""
    with Store.open(folder / "live" / "store.db", kill.KEY) as store:
        sessions.add(store, practice_session("s", "2026-01-01T00:00:00Z", "torn", None), bytes(32))
        log = EventLog(store, "s")
        for number in range(EVENTS):
            log.append(number, Noticed(f"event {number}", ""))
        held = folder / "held"
        held.mkdir()
        for end in ("", "-wal"):
            shutil.copy(folder / "live" / f"store.db{end}", held / f"store.db{end}")
    return held / "store.db", held / "store.db-wal"


def _prefix(folder: Path, database: Path, wal: bytes) -> int | None:
    """How many events are left, or none where they are no prefix or the store is not whole."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(database, folder / "store.db")
    (folder / "store.db-wal").write_bytes(wal)
    with Store.open(folder / "store.db", kill.KEY) as store:
        events = EventLog(store, "s").read()
        expected = [(n, Noticed(f"event {n}", "")) for n in range(len(events))]
        whole = [(e.seq, e.body) for e in events] == expected and texts.is_sound(store)
        if events:
            whole = whole and EventLog(store, "s").append(0, Noticed("on", "")).seq == len(events)
    return len(events) if whole else None


def p10(trials: int) -> Tally:
    """On a tmpfs of 2 MB: a clear error, and every acknowledged row and sound is still there."""
    title = "a full disk is safe"
    failures, notes = 0, []
    for trial in range(trials):
        with tempfile.TemporaryDirectory() as folder:
            child = [sys.executable, str(Path(__file__).with_name("full_disk.py")), folder, str(trial)]
            script = 'mount -t tmpfs -o size=2m full "$2" && exec "$0" "$1" "$2" "$3"'
            own = ["--user", "--map-root-user"] if os.geteuid() else []
            ran = subprocess.run(
                ["unshare", *own, "--mount", "sh", "-c", script, *child],
                capture_output=True,
                text=True,
                check=False,
            )
        if "mount" in ran.stderr or "unshare" in ran.stderr:
            return Tally("P10", title, 0, 0, not_run=f"no tmpfs of its own here: {ran.stderr.strip()[:80]}")
        if ran.returncode:
            failures += 1
            notes.append((ran.stdout + ran.stderr).strip().splitlines()[-1][:120])
    return Tally("P10", title, trials, failures, "; ".join(notes[:3]))
