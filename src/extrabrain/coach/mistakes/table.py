"""All finders, in the order in which they are asked."""

from collections.abc import Callable

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.mistakes import fitted, manner, repeats

FINDERS: tuple[Callable[[Case], list[Suspicion]], ...] = (
    fitted.find,
    repeats.find,
    manner.find,
)


def suspicions(case: Case) -> list[Suspicion]:
    """Every suspicion above its threshold, each kind once; the gravest and surest first."""
    found = [suspicion for finder in FINDERS for suspicion in finder(case)]
    found.sort(key=lambda s: (-s.severity, -s.sureness))
    kinds: set[str] = set()
    return [s for s in found if not (s.kind in kinds or kinds.add(s.kind))]
