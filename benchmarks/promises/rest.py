"""The promises about what lies on disk and how recording ends, as one table.

    python -m promises.rest [--share 1.0] [--only P12] [--no-ledger]      (in `benchmarks/`)

`benchmarks/trust.py` prints them among the others.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import asdict

from promises.at_rest import p11, p12
from promises.crash import p7, p8, p9, p10
from promises.plain_keyring import p16
from promises.stopping import p18
from promises.tally import Tally

REST: tuple[tuple[str, Callable[[int], Tally], int], ...] = (
    ("P7", p7, 1000),
    ("P8", p8, 1000),
    ("P9", p9, 1000),
    ("P10", p10, 50),
    ("P11", p11, 300),
    ("P12", p12, 80),
    ("P16", p16, 5),
    ("P18", p18, 40),
)
"""Each promise, its test, the trials of a full run. P9 looks at the trials of P7 where they are as many."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--share", type=float, default=1.0, help="of the trials of a full run")
    parser.add_argument("--only", action="append", help="a promise; may be given several times")
    parser.add_argument("--no-ledger", action="store_true", help="print only")
    asked = parser.parse_args()
    told: list[Tally] = []
    for name, test, trials in REST:
        if asked.only and name not in asked.only:
            continue
        began = time.monotonic()
        tally = test(max(1, round(trials * asked.share)))
        told.append(tally)
        result = tally.not_run or f"{tally.trials:5} trials, {tally.failures} failures"
        took = time.monotonic() - began
        print(f"{name:<4} {tally.title:<36} {result}  {took:4.0f} s  {tally.note}", flush=True)
    if not asked.no_ledger:
        import ledger

        ledger.append("rest", {tally.promise: asdict(tally) for tally in told})
    return 0 if all(tally.holds or tally.not_run for tally in told) else 1


if __name__ == "__main__":
    sys.exit(main())
