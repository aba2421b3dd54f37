"""P17: parsers that meet strangers, fed with what nobody would send.

    python -m promises.fuzz FIELD SECONDS [SEED]      (in `benchmarks/`; prints what came of it as JSON)

`parsers` runs every field in a process of its own, all at once, each for the same time: what crashes one
is seen and ends no other.
"""

import importlib
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from promises.outcome import Outcome

FIELDS = {
    "heads": "promises.fuzz_heads:heads",
    "readers": "promises.fuzz_readers:readers",
    "api": "promises.fuzz_api:api",
}
GRACE_S = 300
LEAST_NICE = 15
BATCH_S = 600.0
"""A fresh process after so long: the library that reads sound keeps 0.1 MB of each damaged file."""


def parsers(seconds: float, seed: int = 11) -> Outcome:
    """Each field for `seconds`."""
    found = Outcome("P17", f"parsers survive what comes: {seconds:.0f} s each, of an hour")
    with ThreadPoolExecutor(len(FIELDS)) as pool:
        every = list(pool.map(lambda field: _tried(field, seconds, seed), FIELDS))
    for one in every:
        found.trials += one.trials
        found.failures += one.failures
        found.broke += one.broke
    found.why = ", ".join(f"{one.about} {one.trials}" for one in every)
    return found


def _tried(field: str, seconds: float, seed: int) -> Outcome:
    whole, until = Outcome("P17", field), time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        seed += 1
        asked = [sys.executable, "-m", "promises.fuzz", field, str(min(left, BATCH_S)), str(seed)]
        here = Path(__file__).parents[1]
        try:
            ran = subprocess.run(
                asked, cwd=here, capture_output=True, text=True, check=False, timeout=left + GRACE_S
            )
        except subprocess.TimeoutExpired:
            whole.trial(False, f"{field} came to no end with seed {seed}")
            break
        if ran.returncode or not ran.stdout.strip():
            whole.trial(False, f"{field} ended with {ran.returncode}, seed {seed}: {ran.stderr[-800:]}")
            continue
        one = Outcome(**json.loads(ran.stdout.splitlines()[-1]))
        whole.trials += one.trials
        whole.failures += one.failures
        whole.broke += one.broke
    return whole


def main() -> None:
    field, seconds, *seed = sys.argv[1:]
    os.nice(LEAST_NICE)
    module, _, name = FIELDS[field].partition(":")
    outcome: Outcome = getattr(importlib.import_module(module), name)(float(seconds), int(*seed or (11,)))
    sys.stdout.write(json.dumps(asdict(outcome)) + "\n")


if __name__ == "__main__":
    main()
