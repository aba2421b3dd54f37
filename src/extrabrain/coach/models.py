"""The fitted models of the coach, so that a caller can hand over other ones."""

from dataclasses import dataclass

from extrabrain.coach.extent import Extents, shipped_extents
from extrabrain.coach.judge import LinearHeads, heads
from extrabrain.coach.scale import Scales, shipped_scales
from extrabrain.coach.specificity import specificity_heads


@dataclass(frozen=True, slots=True)
class Models:
    """`labels`: what each clause does and where it is faulty. `specificity`: rating and what is missing.
    `scales`: how findings and missing parts follow from them. `extents`: which clauses a finding is shown
    by."""

    labels: LinearHeads
    specificity: LinearHeads
    scales: Scales
    extents: Extents


def shipped() -> Models:
    return Models(heads("labels"), specificity_heads(), shipped_scales(), shipped_extents())
