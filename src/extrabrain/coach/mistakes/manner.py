"""How it was delivered: too-long, too-short, filler-heavy, hedged, too-fast, too-slow."""

import numpy as np

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.fillers import Span
from extrabrain.coach.patterns import LEAST_WORDS, MOST_WORDS
from extrabrain.core.finding import FindingKind

FILLERS_PER_100 = 4.3
LEAST_FILLERS = 5
HEDGES_PER_100 = 2.9
LEAST_HEDGES = 5
FAST_WPM = 185.0
SLOW_WPM = 95.0
LEAST_TIMED_WORDS = 40


def find(case: Case) -> list[Suspicion]:
    if not case.reading.units:
        return []
    return [*_length(case), *_fillers(case), *_hedged(case), *_pace(case)]


def _length(case: Case) -> list[Suspicion]:
    """Too long is shown where the padding begins."""
    units = case.reading.units
    if case.words < LEAST_WORDS:
        return [Suspicion("too-short", 3 if case.words < 25 else 2, 0, len(units) - 1, 1.0, str(case.words))]
    if case.words < MOST_WORDS:
        return []
    padding = case.judgement.of("padding")
    at = int(np.argmax(padding >= padding.max() - 1))
    return [Suspicion("too-long", 2, *case.reading.sentence_of(at, at), 1.0, str(case.words))]


def _fillers(case: Case) -> list[Suspicion]:
    count, rate = case.heard.fillers, case.heard.fillers_per_100
    if rate < FILLERS_PER_100 or count < LEAST_FILLERS:
        return []
    first, last = _thickest(case, case.heard.spoken.fillers)
    severity = 2 if rate >= 9 else 1
    sureness = rate / FILLERS_PER_100 - 1
    return [Suspicion("filler-heavy", severity, first, last, sureness, str(count))]


def _hedged(case: Case) -> list[Suspicion]:
    """Softeners stacked over most of the answer."""
    hedges, rate = case.heard.spoken.hedges, case.heard.hedges_per_100
    if rate < HEDGES_PER_100 or len(hedges) < LEAST_HEDGES:
        return []
    first, last = _thickest(case, hedges)
    return [Suspicion("hedged", 2, first, last, rate / HEDGES_PER_100 - 1, f"{len(hedges)} softeners")]


def _thickest(case: Case, spans: tuple[Span, ...]) -> tuple[int, int]:
    """The clause in which most of them stand, for its length."""
    weights = np.zeros(len(case.reading.units))
    for span in spans:
        weights[case.reading.unit_at(span.first)] += span.weight
    at = int(np.argmax(weights / np.sqrt([unit.words + 1 for unit in case.reading.units])))
    return at, at


def _pace(case: Case) -> list[Suspicion]:
    pace = case.heard.delivery.words_per_minute
    if pace is None or case.words < LEAST_TIMED_WORDS or SLOW_WPM <= pace <= FAST_WPM:
        return []
    kind: FindingKind = "too-fast" if pace > FAST_WPM else "too-slow"
    last = min(1, len(case.reading.units) - 1)
    return [Suspicion(kind, 1, 0, last, 1.0, f"{pace:.0f}")]
