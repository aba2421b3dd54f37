"""Two attempts at the same question side by side."""

from dataclasses import dataclass

from extrabrain.core.feedback import AXES, Axis, Feedback
from extrabrain.core.finding import Finding


@dataclass(frozen=True, slots=True)
class AxisChange:
    axis: Axis
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """`fixed`: findings of the first that the second no longer has; `new`: the other way round.

    A finding is the same if it is of the same kind: the words around it have changed.
    """

    fixed: tuple[Finding, ...]
    kept: tuple[Finding, ...]
    new: tuple[Finding, ...]
    axes: tuple[AxisChange, ...]
    parts_gained: tuple[str, ...]
    parts_lost: tuple[str, ...]
    coverage_change: float | None
    specificity_change: float
    words_change: int


def compare(before: Feedback, after: Feedback) -> Comparison:
    had = {finding.kind for finding in before.findings}
    has = {finding.kind for finding in after.findings}
    parts_before, parts_after = _parts(before), _parts(after)
    old, fresh = before.coverage.overall, after.coverage.overall
    return Comparison(
        fixed=tuple(f for f in before.findings if f.kind not in has),
        kept=tuple(f for f in after.findings if f.kind in had),
        new=tuple(f for f in after.findings if f.kind not in had),
        axes=tuple(AxisChange(axis, _axis(before, axis), _axis(after, axis)) for axis in AXES),
        parts_gained=tuple(part for part in parts_after if part not in parts_before),
        parts_lost=tuple(part for part in parts_before if part not in parts_after),
        coverage_change=None if old is None or fresh is None else round(fresh - old, 3),
        specificity_change=round(after.specificity.overall - before.specificity.overall, 3),
        words_change=after.words - before.words,
    )


def _parts(feedback: Feedback) -> list[str]:
    return [part.part for part in feedback.structure.parts if part.status != "missing"]


def _axis(feedback: Feedback, axis: Axis) -> float:
    return next((score.score for score in feedback.rubric if score.axis == axis), 0.0)
