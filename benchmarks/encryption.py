"""What encryption costs: appending events and searching, beside the same store without a cipher.

    python benchmarks/encryption.py [--events 3000] [--searches 300] [--rounds 5] [--no-ledger]

Both stores run the same code in the same process, by turns, so that a busy machine slows both. A round
appends `--events` final segments one by one, each with its commit and fsync, then searches `--searches`
times. The figure is the median of the rounds' ratios, encrypted to plain; the target is 1.3.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import apsw

from extrabrain.core.event import SegmentHeard
from extrabrain.core.session import practice_session
from extrabrain.core.speech import Segment
from extrabrain.record import connection, sessions, texts
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog

KEY = bytes(range(32))
TARGET = 1.3
WORDS = [
    f"{a}{b}{c}"
    for a in ("re", "un", "con", "pre")
    for b in ("mark", "test", "form", "late")
    for c in ("ed", "ing", "s", "er")
]


def plain_connection(path: Path, _key: bytes) -> apsw.Connection:
    made = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    made.set_busy_timeout(connection.BUSY_MS)
    return made


def opened_plain(path: Path) -> Store:
    """The same store without its cipher; its writer and this thread's reader are connected at once."""
    with patch.object(connection, "keyed", plain_connection):
        store = Store.open(path, KEY)
        store.read(lambda _: None)
        return store


def is_plain(path: Path) -> bool:
    return path.read_bytes().startswith(b"SQLite format 3")


def append(store: Store, events: int, seed: int) -> float:
    """Milliseconds for one event."""
    chance = random.Random(seed)
    session_id = f"s{seed}"
    sessions.add(store, practice_session(session_id, "2026-01-01T00:00:00Z", "t", None), bytes(32))
    log = EventLog(store, session_id)
    bodies = [
        SegmentHeard(
            Segment(n, 0, "mic", None, " ".join(chance.choices(WORDS, k=12)), (), n, n + 1, is_final=True)
        )
        for n in range(events)
    ]
    began = time.perf_counter()
    for number, body in enumerate(bodies):
        log.append(number, body)
    return (time.perf_counter() - began) * 1000 / events


def search(store: Store, searches: int, seed: int) -> float:
    """Milliseconds for one search of two words."""
    chance = random.Random(seed)
    wanted = [" ".join(chance.sample(WORDS, 2)) for _ in range(searches)]
    began = time.perf_counter()
    for words in wanted:
        texts.search(store, words)
    return (time.perf_counter() - began) * 1000 / searches


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=3000)
    parser.add_argument("--searches", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-ledger", action="store_true", help="print only")
    asked = parser.parse_args()
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with (
            opened_plain(folder / "plain.db") as plain,
            Store.open(folder / "cipher.db", KEY) as cipher,
        ):
            both = {"plain": plain, "cipher": cipher}
            assert [is_plain(folder / f"{name}.db") for name in both] == [True, False]
            for round_ in range(asked.rounds):
                for name in ("plain", "cipher") if round_ % 2 else ("cipher", "plain"):
                    figures.setdefault(f"append_{name}_ms", []).append(
                        append(both[name], asked.events, round_)
                    )
                    figures.setdefault(f"search_{name}_ms", []).append(
                        search(both[name], asked.searches, round_)
                    )
            sizes = {f"{name}_mb": (folder / f"{name}.db").stat().st_size / 1e6 for name in both}
    ratios = {
        f"{kind}_ratio": statistics.median(
            c / p for c, p in zip(figures[f"{kind}_cipher_ms"], figures[f"{kind}_plain_ms"], strict=True)
        )
        for kind in ("append", "search")
    }
    numbers = {
        "events": asked.events,
        "rounds": asked.rounds,
        **{name: round(statistics.median(each), 4) for name, each in figures.items()},
        **{name: round(value, 3) for name, value in {**ratios, **sizes}.items()},
    }
    print(json.dumps(numbers, indent=2))
    for kind, value in ratios.items():
        print(f"{kind}: {value:.2f} × (target ≤ {TARGET})")
    if not asked.no_ledger:
        import ledger

        ledger.append("encryption", numbers)
    return 0 if max(ratios.values()) <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
