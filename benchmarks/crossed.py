"""Coaches that were fitted without one author each, so that his answers are new to them."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extrabrain.coach.coach import Coach
from extrabrain.coach.extent import Extents, extents_of
from extrabrain.coach.models import Models
from extrabrain.coach.scale import Scales, scale_of
from extrabrain.coach.specificity import specificity_heads
from extrabrain.library.meanings import MeaningMiniLM

TOOLS = Path(__file__).parents[1] / "tools"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An author, his answers, and a coach that never saw them."""

    author: str
    answers: list[dict[str, Any]]
    coach: Coach


def left_out(embedder: MeaningMiniLM, data: Path) -> Iterator[LeftOut]:
    """All labelled sets that are fitted on, one after the other; takes some minutes."""
    sys.path.insert(0, str(TOOLS))
    from coach_data import answer_sets, labelled_answers
    from fit_extents import fit_extents
    from fit_findings import fit_scales, unseen_cases, unseen_labels

    sets = {path.stem: labelled_answers([path]) for path in answer_sets(data)}
    labels = unseen_labels(sets, embedder)
    cases = unseen_cases(sets, labels, embedder)
    for name, answers in sets.items():
        others = [seen for seen in cases if seen.group != name]
        kinds, gaps = fit_scales(others)
        scales = {key: scale_of(fitted.entry) for key, fitted in (kinds | gaps).items()}
        extents = extents_of(fit_extents(others))
        models = Models(labels[name], specificity_heads(), Scales(scales, scales), Extents(extents, extents))
        yield LeftOut(name, answers, Coach(embedder, models))
