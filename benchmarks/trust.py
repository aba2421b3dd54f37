"""Every promise, tried: one table of promise, trials, failures, and what the same attack did elsewhere.

    uv run python benchmarks/trust.py [--quick] [--only P4 P13] [--no-ledger]

Each attack first breaches a naive server or an unjailed process, so that the test is known to see. What
cannot be tried here says so and why; nothing is counted as kept that was not tried.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import ledger
from extrabrain.app.places import places
from promises import books, browser, fuzz, gate, leaving, sinkhole
from promises.injected import injected
from promises.naive import naive
from promises.outcome import Outcome
from promises.rest import REST
from promises.tally import Tally

QUICK = {"P4": 600, "P13": 1_000, "P14": 24, "P17": 5}
FULL = {"P4": 10_000, "P13": 20_000, "P14": 120, "P17": 60}
QUICK_SHARE = 0.02
"""Of the trials that `promises.rest` makes."""


def of_tally(tally: Tally) -> Outcome:
    trials = 0 if tally.not_run else tally.trials
    return Outcome(tally.promise, tally.title, trials, tally.failures, "", tally.not_run or tally.note)


def with_app(counts: dict[str, int], wanted: Callable[[str], bool]) -> Iterable[Outcome]:
    needed = [name for name in ("P4", "P5", "P6") if wanted(name)]
    if not needed:
        return
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        app = stack.enter_context(gate.running(Path(folder) / "home", places().models))
        control = stack.enter_context(naive())
        if wanted("P4"):
            yield gate.raw_requests(app, control.port, counts["P4"])
        if wanted("P5"):
            yield browser.attacks(app, control)
        if wanted("P6"):
            yield gate.routes(app)


def tried(counts: dict[str, int], wanted: Callable[[str], bool]) -> Iterable[Outcome]:
    if wanted("P1"):
        yield sinkhole.whole_session()
    for name, run in (("P1b", leaving.leaks), ("P2", leaving.categories), ("P3", leaving.detours)):
        if wanted(name):
            yield run()
    yield from with_app(counts, wanted)
    share = 1.0 if counts is FULL else QUICK_SHARE
    for name, test, trials in REST:
        if wanted(name):
            yield of_tally(test(max(1, round(trials * share))))
    if wanted("P13"):
        yield books.tampering(counts["P13"])
    if wanted("P14"):
        yield books.content(counts["P14"])
    if wanted("P15"):
        yield injected()
    if wanted("P17"):
        yield fuzz.parsers(counts["P17"])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer trials")
    parser.add_argument("--only", nargs="+", default=[], metavar="PROMISE")
    parser.add_argument("--no-ledger", action="store_true", help="print only")
    given = parser.parse_args()
    counts = QUICK if given.quick else FULL
    outcomes: list[Outcome] = []
    for outcome in tried(counts, lambda name: not given.only or name in given.only):
        outcomes.append(outcome)
        print(f"  {outcome.promise} done", file=sys.stderr, flush=True)
    outcomes.sort(key=lambda one: (int(one.promise.strip("Pb")), one.promise))
    print(f"{'':<4} {'promise':<64} {'trials':>7} {'failures':>9}  seen elsewhere, and notes")
    for one in outcomes:
        trials, failures = (str(one.trials), str(one.failures)) if one.ran else ("-", "-")
        notes = "; ".join(filter(None, (one.control, one.why)))
        print(f"{one.promise:<4} {one.about:<64} {trials:>7} {failures:>9}  {notes}")
        for what in one.broke[:5]:
            print(f"{'':<5}BROKEN: {what}")
    failures = sum(one.failures for one in outcomes)
    ran = sum(one.ran for one in outcomes)
    print(f"\n{ran} of {len(outcomes)} promises tried, {failures} failures")
    if not given.no_ledger:
        numbers = {
            one.promise: {"trials": one.trials, "failures": one.failures, "why": one.why} for one in outcomes
        }
        ledger.append("trust", {"quick": given.quick, **numbers})
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
