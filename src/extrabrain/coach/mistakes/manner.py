"""How it was delivered: too-long, too-short, filler-heavy, too-fast, too-slow."""

from bisect import bisect_left
from itertools import accumulate

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.patterns import LEAST_WORDS, MOST_WORDS, TARGET_WORDS
from extrabrain.core.finding import FindingKind

FILLERS_PER_100 = 4.3
LEAST_FILLERS = 5
FAST_WPM = 185.0
SLOW_WPM = 95.0
LEAST_TIMED_WORDS = 40


def find(case: Case) -> list[Suspicion]:
    if not case.reading.units:
        return []
    return [*_length(case), *_fillers(case), *_pace(case)]


def _length(case: Case) -> list[Suspicion]:
    units = case.reading.units
    if case.words < LEAST_WORDS:
        return [Suspicion("too-short", 3 if case.words < 25 else 2, 0, len(units) - 1, 1.0, str(case.words))]
    if case.words < MOST_WORDS:
        return []
    said = list(accumulate(unit.words for unit in units))
    at = bisect_left(said[:-1], TARGET_WORDS[case.pattern][1])
    return [Suspicion("too-long", 2, at, at, 1.0, str(case.words))]


def _fillers(case: Case) -> list[Suspicion]:
    fillers, rate = case.heard.spoken.fillers, case.heard.fillers_per_100
    if rate < FILLERS_PER_100 or len(fillers) < LEAST_FILLERS:
        return []
    counts = [0] * len(case.reading.units)
    for filler in fillers:
        counts[case.reading.unit_at(filler.first)] += 1
    at = max(range(len(counts)), key=counts.__getitem__)
    severity = 2 if rate >= 9 else 1
    return [Suspicion("filler-heavy", severity, at, at, rate / FILLERS_PER_100 - 1, str(len(fillers)))]


def _pace(case: Case) -> list[Suspicion]:
    pace = case.heard.delivery.words_per_minute
    if pace is None or case.words < LEAST_TIMED_WORDS or SLOW_WPM <= pace <= FAST_WPM:
        return []
    kind: FindingKind = "too-fast" if pace > FAST_WPM else "too-slow"
    last = min(1, len(case.reading.units) - 1)
    return [Suspicion(kind, 1, 0, last, 1.0, f"{pace:.0f}")]
