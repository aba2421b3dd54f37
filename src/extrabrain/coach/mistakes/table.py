"""All finders, in the order in which they are asked."""

from collections.abc import Callable

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.mistakes import absences, claims, focus, manner, substance

FINDERS: tuple[Callable[[Case], list[Suspicion]], ...] = (
    claims.find,
    absences.find,
    substance.find,
    focus.find,
    manner.find,
)


def suspicions(case: Case) -> list[Suspicion]:
    """Every suspicion above its threshold; the gravest and surest first."""
    found = [suspicion for finder in FINDERS for suspicion in finder(case)]
    return sorted(found, key=lambda s: (-s.severity, -s.sureness))
