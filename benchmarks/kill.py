"""300 × kill -9 during a live session at random moments: what was acknowledged must still be there.

    python benchmarks/kill.py [--trials 300] [--lanes 4] [--longest-ms 1500] [--no-ledger]

Each lane has a data folder. A child process runs a live session there: sound in real time into `Listening`,
a scripted engine, events into the store. It says on its output what was acknowledged. The parent kills it,
reopens the folder and compares. The next child of the lane goes on with the session that was cut off, or
begins a new one, by turns. Besides what the session itself says, an event every 10 ms makes it likely that
the kill meets a commit. Audio loss is counted twice: against what was handed over, and against the clock
from the first frame to the kill, which also counts sound that a busy machine had not handed over yet.
"""

import argparse
import asyncio
import hashlib
import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from extrabrain.core.clock import utc_now
from extrabrain.core.codec import to_plain
from extrabrain.core.event import Event, EventBody, Noticed, SegmentHeard
from extrabrain.core.session import practice_session
from extrabrain.core.transcript import fold
from extrabrain.record import sessions, texts
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import SpoolReader

KEY = bytes(range(32))
RATE_HZ = 16_000
FRAME = 320
"""Samples of 20 ms."""
VOICE_FRAMES, CYCLE_FRAMES = 16, 55
"""0.32 s of noise, then silence long enough to close the turn."""
ALLOWED_LOSS_MS = 300.0
LOSE = "DELETE FROM events WHERE session_id = ? AND seq = ?"


# --- the child: a live session that says what it was promised ---


class Loudness:
    """Voice where it is loud: one answer per 32 ms window."""

    def __init__(self) -> None:
        self._rest = b""

    def push(self, pcm: bytes) -> list[float]:
        data = self._rest + pcm
        windows = [data[at : at + 1024] for at in range(0, len(data) - 1023, 1024)]
        self._rest = data[len(windows) * 1024 :]
        return [0.9 if any(window) else 0.05 for window in windows]

    def flush(self) -> list[float]:
        left, self._rest = self._rest, b""
        return [0.9 if any(left) else 0.05] if left else []

    def reset(self) -> None:
        self._rest = b""


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def mark(event: Event) -> str:
    """What an acknowledged event said, short enough to print."""
    return hashlib.sha256(json.dumps(to_plain(event.body), sort_keys=True).encode()).hexdigest()[:16]


def session_to_run(store: Store, *, resume: bool) -> tuple[str, bool]:
    """Its id, and whether it was there before."""
    cut_off = sessions.unfinished(store) if resume else []
    if cut_off:
        return cut_off[0].session.session_id, True
    session_id = secrets.token_hex(6)
    sessions.add(store, practice_session(session_id, utc_now(), "killed", None), secrets.token_bytes(32))
    return session_id, False


async def live(home: Path, *, resume: bool) -> None:
    from extrabrain.flows.listen import Listening
    from extrabrain.words.scripted import Scripted

    store = Store.open(home / "store.db", KEY)
    session_id, resumed = session_to_run(store, resume=resume)
    log = EventLog(store, session_id)
    before = fold(e.body.segment for e in log.read() if isinstance(e.body, SegmentHeard))
    spool = Spool(home / f"{session_id}.spool", sessions.audio_key(store, session_id))

    async def publish(body: EventBody, at_ms: int) -> None:
        event = await log.aappend(at_ms, body)
        say("event", event.seq, mark(event))

    engine = Scripted([f"turn {n} was said out loud" for n in range(1000)], words_per_second=12)
    listening = Listening(spool, Loudness(), engine, publish, before=before)
    start_samples = spool.samples

    async def chatter() -> None:
        for number in count():
            await publish(Noticed(f"event {number}", "nothing to do"), number)
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listening.run())
        tasks.create_task(chatter())
        began = time.monotonic_ns()
        say("start", session_id, began, start_samples, int(resumed))
        for number in count(1):
            due = began + number * FRAME * 1_000_000_000 // RATE_HZ
            await asyncio.sleep(max(0, due - time.monotonic_ns()) / 1e9)
            loud = (number - 1) % CYCLE_FRAMES < VOICE_FRAMES
            say("given", start_samples + number * FRAME)
            await listening.feed(os.urandom(2 * FRAME) if loud else bytes(2 * FRAME))
            say("kept", start_samples + number * FRAME)


# --- the parent: kills, reopens, compares ---


@dataclass(frozen=True, slots=True)
class Trial:
    resumed: bool
    acknowledged: int
    segments: int
    lost_events: int
    gaps: int
    index_sound: bool
    found_again: bool
    lost_kept_ms: float
    lost_given_ms: float
    lost_clock_ms: float
    reopen_ms: float

    @property
    def failed(self) -> bool:
        return bool(
            self.lost_events
            or self.gaps
            or not self.index_sound
            or not self.found_again
            or self.lost_kept_ms > 0
            or self.lost_given_ms > ALLOWED_LOSS_MS
        )


def one_trial(home: Path, *, resume: bool, after_s: float, sabotage: bool = False) -> Trial:
    """With `sabotage` the last acknowledged event is taken away first, which must be noticed."""
    command = [sys.executable, __file__, "--child", str(home), *(["--resume"] if resume else [])]
    child = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert child.stdout is not None
    first = child.stdout.readline().split()
    if not first:
        raise RuntimeError("the child could not go on with its folder")
    session_id, began_ns, start_samples = first[1].decode(), int(first[2]), int(first[3])
    time.sleep(after_s)
    killed_ns = time.monotonic_ns()
    child.kill()
    lines = [line.split() for line in child.stdout.read().splitlines(keepends=True) if line.endswith(b"\n")]
    child.wait()
    child.stdout.close()
    promised = {int(line[1]): line[2].decode() for line in lines if line[0] == b"event"}
    given, kept = (
        max((int(line[1]) for line in lines if line[0] == kind), default=start_samples)
        for kind in (b"given", b"kept")
    )
    by_clock = start_samples + (killed_ns - began_ns) * RATE_HZ / 1e9

    reopening = time.monotonic()
    with Store.open(home / "store.db", KEY) as store:
        if sabotage:
            store.write(lambda c: c.execute(LOSE, (session_id, max(promised))))
        events = EventLog(store, session_id).read()
        reopen_ms = (time.monotonic() - reopening) * 1000
        held = {event.seq: mark(event) for event in events}
        index_sound = texts.is_sound(store)
        found_again = session_id in [s.session.session_id for s in sessions.unfinished(store)]
        with SpoolReader(home / f"{session_id}.spool", sessions.audio_key(store, session_id)) as reader:
            reader.scan()
            readable = reader.samples
    return Trial(
        resumed=first[4] == b"1",
        acknowledged=len(promised),
        segments=sum(e.seq in promised and isinstance(e.body, SegmentHeard) for e in events),
        lost_events=sum(held.get(seq) != said for seq, said in promised.items()),
        gaps=sum(seq != event.seq for seq, event in enumerate(events)),
        index_sound=index_sound,
        found_again=found_again,
        lost_kept_ms=max(0, kept - readable) * 1000 / RATE_HZ,
        lost_given_ms=max(0, given - readable) * 1000 / RATE_HZ,
        lost_clock_ms=max(0.0, by_clock - readable) * 1000 / RATE_HZ,
        reopen_ms=reopen_ms,
    )


def lane(home: Path, trials: int, longest_ms: int, seed: int) -> list[Trial]:
    chance = random.Random(seed)
    home.mkdir()
    return [
        one_trial(home, resume=bool(number % 2), after_s=chance.uniform(50, longest_ms) / 1000)
        for number in range(trials)
    ]


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)


def summed(done: list[Trial], longest_ms: int, lanes: int) -> dict[str, object]:
    def spread(values: list[float]) -> dict[str, float]:
        return {"p50": quantile(values, 0.5), "p95": quantile(values, 0.95), "max": round(max(values), 1)}

    return {
        "trials": len(done),
        "failures": sum(trial.failed for trial in done),
        "lanes": lanes,
        "killed_after_ms": [50, longest_ms],
        "resumed": sum(trial.resumed for trial in done),
        "segments_acknowledged": sum(trial.segments for trial in done),
        "events_acknowledged": sum(trial.acknowledged for trial in done),
        "events_lost": sum(trial.lost_events for trial in done),
        "seq_gaps": sum(trial.gaps for trial in done),
        "index_broken": sum(not trial.index_sound for trial in done),
        "sessions_not_found_again": sum(not trial.found_again for trial in done),
        "audio_lost_of_acknowledged_ms": max(trial.lost_kept_ms for trial in done),
        "audio_lost_of_given_ms": spread([trial.lost_given_ms for trial in done]),
        "audio_lost_by_the_clock_ms": spread([trial.lost_clock_ms for trial in done]),
        "reopen_ms": spread([trial.reopen_ms for trial in done]),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--lanes", type=int, default=4)
    parser.add_argument("--longest-ms", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-ledger", action="store_true", help="print only")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--resume", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        asyncio.run(live(asked.child, resume=asked.resume))
        return 0
    shares = [asked.trials // asked.lanes + (n < asked.trials % asked.lanes) for n in range(asked.lanes)]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(asked.lanes) as pool:
        running = [
            pool.submit(lane, Path(scratch) / f"lane-{n}", share, asked.longest_ms, asked.seed * 1000 + n)
            for n, share in enumerate(shares)
        ]
        done = [trial for lane_done in running for trial in lane_done.result()]
    numbers = summed(done, asked.longest_ms, asked.lanes)
    print(json.dumps(numbers, indent=2))
    if not asked.no_ledger:
        import ledger

        ledger.append("kill", numbers)
    return 1 if numbers["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
