"""A child of P10: fills the small disk that it is given, and looks at what is left; 1 where it lied."""

import os
import random
import sys
from pathlib import Path

from extrabrain.core.errors import ProtectedStorage
from extrabrain.core.event import Noticed
from extrabrain.core.session import practice_session
from extrabrain.record import sessions, texts
from extrabrain.record.db import Store
from extrabrain.record.events import EventLog
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import read_spool

KEY = bytes(range(32))


def fill(folder: Path, seed: int) -> str:
    """What is wrong, or nothing."""
    chance = random.Random(seed)
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(chance.randrange(0, 1_200_000)))
    kept: list[int] = []
    pcm = chance.randbytes(6_400)
    frames = 0
    store = Store.open(folder / "store.db", KEY)
    sessions.add(store, practice_session("s", "2026-01-01T00:00:00Z", "full", None), KEY)
    log = EventLog(store, "s")
    spool = Spool(folder / "s.spool", KEY)
    said = None
    for number in range(100_000):
        try:
            if chance.random() < 0.5:
                kept.append(log.append(number, Noticed(f"event {number}", "x" * chance.randrange(2_000))).seq)
            else:
                spool.append(pcm)
                frames += 1
        except ProtectedStorage as problem:
            said = problem
            break
    if said is None or not said.next_step or "pace" not in said.next_step:
        return f"no clear error: {said}"
    store.close()
    spool.close()
    ballast.unlink()
    with Store.open(folder / "store.db", KEY) as again:
        found = [event.seq for event in EventLog(again, "s").read()]
        if found[: len(kept)] != kept or not texts.is_sound(again):
            return f"{len(kept)} events acknowledged, {len(found)} found"
        EventLog(again, "s").append(0, Noticed("there is room again", ""))
    sound = b"".join(read_spool(folder / "s.spool", KEY))
    if sound != pcm * frames:
        return f"{frames} frames acknowledged, {len(sound) // len(pcm)} found"
    return ""


if __name__ == "__main__":
    wrong = fill(Path(sys.argv[1]), int(sys.argv[2]))
    os.write(1, f"{wrong}\n".encode())
    sys.exit(1 if wrong else 0)
