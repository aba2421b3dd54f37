"""What encryption costs: appending events and searching, beside the same store without a cipher.

    python benchmarks/encryption.py [--events 5000] [--searches 1000] [--no-ledger]

Both stores run the same code in the same process. Every final segment is appended (with its commit and
fsync) to one, then to the other, the first changing each time, so that a busy disk slows both alike; then
every search of two words likewise. The figure is the ratio of the medians; the target is 1.3.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
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
T = TypeVar("T")
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


def by_turns(
    both: dict[str, Store], pieces: list[T], work: Callable[[Store, T], object]
) -> dict[str, list[float]]:
    """Milliseconds of each piece of work in each store; who is first changes with every piece."""
    took: dict[str, list[float]] = {name: [] for name in both}
    for number, piece in enumerate(pieces):
        for name in list(both) if number % 2 else list(both)[::-1]:
            began = time.perf_counter()
            work(both[name], piece)
            took[name].append((time.perf_counter() - began) * 1000)
    return took


def appending(both: dict[str, Store], events: int) -> dict[str, list[float]]:
    chance = random.Random(1)
    for store in both.values():
        sessions.add(store, practice_session("s", "2026-01-01T00:00:00Z", "t", None), bytes(32))
    said = [" ".join(chance.choices(WORDS, k=12)) for _ in range(events)]
    bodies = [
        SegmentHeard(Segment(n, 0, "mic", None, text, (), n, n + 1, is_final=True))
        for n, text in enumerate(said)
    ]
    return by_turns(both, bodies, lambda store, body: EventLog(store, "s").append(0, body))


def searching(both: dict[str, Store], searches: int) -> dict[str, list[float]]:
    chance = random.Random(2)
    wanted = [" ".join(chance.sample(WORDS, 2)) for _ in range(searches)]
    return by_turns(both, wanted, texts.search)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--searches", type=int, default=1000)
    parser.add_argument("--no-ledger", action="store_true", help="print only")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with (
            opened_plain(folder / "plain.db") as plain,
            Store.open(folder / "cipher.db", KEY) as cipher,
        ):
            both = {"plain": plain, "cipher": cipher}
            assert [is_plain(folder / f"{name}.db") for name in both] == [True, False]
            took = {"append": appending(both, asked.events), "search": searching(both, asked.searches)}
        sizes = {f"{name}_mb": (folder / f"{name}.db").stat().st_size / 1e6 for name in both}
    medians = {
        f"{kind}_{name}_ms": statistics.median(each) for kind, by in took.items() for name, each in by.items()
    }
    ratios = {kind: medians[f"{kind}_cipher_ms"] / medians[f"{kind}_plain_ms"] for kind in took}
    numbers = {
        "events": asked.events,
        "searches": asked.searches,
        **{name: round(value, 4) for name, value in medians.items()},
        **{f"{kind}_ratio": round(value, 3) for kind, value in ratios.items()},
        **{name: round(value, 2) for name, value in sizes.items()},
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
