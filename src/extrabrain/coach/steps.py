"""At most three next steps, the one that would gain most on the rubric first."""

from collections.abc import Sequence
from dataclasses import dataclass

from extrabrain.coach.case import Case, Suspicion
from extrabrain.coach.phrases import phrases
from extrabrain.coach.rewrite import with_more
from extrabrain.coach.rubric import loss, part_loss
from extrabrain.coach.structure import status
from extrabrain.coach.wording import finding
from extrabrain.core.feedback import AXES, Coverage, NextStep

MOST_STEPS = 3
LEAST_GAIN = 0.25
POINT_GAIN = 0.5

_COVERED_BY: dict[str, tuple[str, ...]] = {
    "result": ("no-result",),
    "evidence": ("no-result", "unmeasured-tradeoff", "vague"),
    "estimate": ("unmeasured-tradeoff",),
    "learning": ("no-learning",),
    "learn": ("no-learning",),
    "criteria": ("no-threshold",),
    "decision": ("no-threshold",),
    "tradeoff": ("unmeasured-tradeoff",),
}
"""Findings that already say that a part is missing."""


@dataclass(frozen=True, slots=True)
class _Option:
    gain: float
    step: NextStep


def next_steps(case: Case, found: Sequence[Suspicion], coverage: Coverage) -> tuple[NextStep, ...]:
    options = [_from_finding(case, suspicion) for suspicion in found]
    options += _from_parts(case, found)
    options += _from_points(case, coverage)
    options.sort(key=lambda option: -option.gain)
    chosen: list[NextStep] = []
    for option in options:
        if len(chosen) < MOST_STEPS and option.gain >= LEAST_GAIN:
            chosen.append(option.step)
    return tuple(chosen)


def _from_finding(case: Case, suspicion: Suspicion) -> _Option:
    told = finding(case, suspicion)
    gain = sum(loss(suspicion.kind, axis) for axis in AXES) * min(1.5, 0.7 + 0.3 * suspicion.sureness)
    return _Option(gain, NextStep(told.why, told.quote, told.try_instead))


def _from_parts(case: Case, found: Sequence[Suspicion]) -> list[_Option]:
    if not case.reading.units:
        return []
    kinds = {suspicion.kind for suspicion in found}
    if "too-short" in kinds:
        return []
    options: list[_Option] = []
    for number, heading in enumerate(case.headings):
        verdict = status(heading)
        if verdict == "present" or kinds & set(_COVERED_BY.get(heading.part, ())):
            continue
        gain = sum(part_loss(heading.part, axis) for axis in AXES) * (1.0 if verdict == "missing" else 0.5)
        at = heading.unit if verdict == "weak" else _place(case, number)
        said = case.reading.quote(at)
        after = with_more(said.text, phrases().part_blank[heading.part])
        options.append(_Option(gain, NextStep(phrases().part_why[heading.part], said, after)))
    return options


def _place(case: Case, number: int) -> int:
    """The clause after which a missing part belongs: the one of the nearest earlier part that is there."""
    for heading in reversed(case.headings[:number]):
        if status(heading) != "missing":
            return heading.unit
    return 0


def _from_points(case: Case, coverage: Coverage) -> list[_Option]:
    if not case.reading.units:
        return []
    options: list[_Option] = []
    for point in coverage.points:
        if point.status == "covered":
            continue
        said = point.quote or case.reading.quote(len(case.reading.units) - 1)
        why = f"A full answer makes this point: {point.point.rstrip('.')}."
        after = with_more(said.text, f". [In your own words: {point.point.rstrip('.')}]")
        options.append(_Option(POINT_GAIN * (1 - point.score), NextStep(why, said, after)))
    return options
