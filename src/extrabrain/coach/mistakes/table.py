"""All finders, in the order in which they are asked."""

from collections.abc import Callable

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.english import judgeable
from extrabrain.coach.mistakes import fitted, manner, repeats

BY_MEANING: tuple[Callable[[Case], list[Suspicion]], ...] = (fitted.find, repeats.find)
"""Asked only where the words can be judged: see `english`."""


def suspicions(case: Case) -> list[Suspicion]:
    """Every suspicion above its threshold, each kind once; the gravest and surest first."""
    found = manner.find(case)
    if judgeable(case.reading.row):
        found += [suspicion for finder in BY_MEANING for suspicion in finder(case)]
    found.sort(key=lambda s: (-s.severity, -s.sureness))
    kinds: set[str] = set()
    return [s for s in found if not (s.kind in kinds or kinds.add(s.kind))]
