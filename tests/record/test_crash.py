"""Killed, torn and reopened: nothing acknowledged is lost, and what is left is a prefix of what was said."""

import json
import random
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from record_made import KEY, begin, heard

from extrabrain.core.event import SegmentHeard
from extrabrain.record import sessions, texts
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog

APPEND = """
    import sys
    from pathlib import Path
    from extrabrain.core.event import SegmentHeard
    from extrabrain.core.session import practice_session
    from extrabrain.core.speech import Segment
    from extrabrain.record import sessions
    from extrabrain.record.db import Store
    from extrabrain.record.events import EventLog

    store = Store.open(Path(sys.argv[1]), bytes(range(32)))
    name = sys.argv[2]
    sessions.add(store, practice_session(name, "2026-01-01T00:00:00Z", name, None), bytes(32))
    log = EventLog(store, name)
    for n in range(100_000):
        segment = Segment(n, 0, "mic", None, f"turn {n} of {name}", (), n, n + 1, is_final=True)
        event = log.append(n, SegmentHeard(segment))
        print(event.seq, flush=True)
"""


def kill_in_the_middle(path: Path, name: str, after_s: float) -> int:
    """Appends in a child, kills it, and says how many appends it had acknowledged."""
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(APPEND), str(path), name], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "0\n"
    time.sleep(after_s)
    child.kill()
    rest = child.stdout.read().splitlines(keepends=True)
    child.wait(timeout=20)
    child.stdout.close()
    return 1 + sum(line.endswith("\n") for line in rest)


def test_ten_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    chance = random.Random(7)
    for trial in range(10):
        name = f"trial-{trial}"
        acknowledged = kill_in_the_middle(path, name, chance.uniform(0.0, 0.2))
        with Store.open(path, KEY) as store:
            events = EventLog(store, name).read()
            assert len(events) >= acknowledged
            assert [e.seq for e in events] == list(range(len(events)))
            last = events[-1].body
            assert isinstance(last, SegmentHeard) and last.segment.turn == len(events) - 1
            assert texts.is_sound(store)
            found = [hit for hit in texts.search(store, "turn", limit=1_000_000) if hit.session_id == name]
            assert len(found) == len(events)
            assert name in [s.session.session_id for s in sessions.unfinished(store)]


def test_a_killed_live_session_keeps_its_words_and_its_sound() -> None:
    """A few trials of the benchmark, which runs 300: real sound files, real store, real kills."""
    script = Path(__file__).parents[2] / "benchmarks" / "kill.py"
    command = [sys.executable, str(script), "--trials", "4", "--lanes", "2", "--no-ledger"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    numbers = json.loads(ran.stdout)
    assert (numbers["trials"], numbers["failures"], numbers["resumed"]) == (4, 0, 2)
    assert numbers["events_acknowledged"] > 4


def live_copy(tmp_path: Path, turns: int) -> tuple[Path, Path]:
    """The files of a store as a crash would leave them, with `turns` events still in the log."""
    source = tmp_path / "live"
    with Store.open(source / "store.db", KEY) as store:
        begin(store)
        log = EventLog(store, "s1")
        for turn in range(turns):
            log.append(turn, SegmentHeard(heard(turn, f"word{turn} was said")))
        held = tmp_path / "held"
        held.mkdir()
        for suffix in ("", "-wal"):
            shutil.copy(source / f"store.db{suffix}", held / f"store.db{suffix}")
    return held / "store.db", held / "store.db-wal"


@pytest.mark.parametrize("harm", ["truncate", "garble"])
def test_a_torn_log_leaves_a_prefix(tmp_path: Path, harm: str) -> None:
    turns = 30
    database, wal = live_copy(tmp_path, turns)
    whole = wal.read_bytes()
    chance = random.Random(11)
    left: set[int] = set()
    for trial in range(25):
        place = tmp_path / f"{harm}-{trial}"
        place.mkdir()
        at = chance.randrange(len(whole) // 2, len(whole))
        torn = whole[:at] if harm == "truncate" else whole[:at] + chance.randbytes(32) + whole[at + 32 :]
        shutil.copy(database, place / "store.db")
        (place / "store.db-wal").write_bytes(torn)
        with Store.open(place / "store.db", KEY) as store:
            events = EventLog(store, "s1").read()
            assert [e.seq for e in events] == list(range(len(events)))
            assert all(
                isinstance(e.body, SegmentHeard) and e.body.segment.text == f"word{e.seq} was said"
                for e in events
            )
            assert texts.is_sound(store)
            left.add(len(events))
            again = EventLog(store, "s1").append(0, SegmentHeard(heard(99, "going on")))
            assert again.seq == len(events)
    assert max(left) <= turns
    assert len(left) > 5, "the harm must reach different places"
