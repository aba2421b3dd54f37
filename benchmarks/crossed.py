"""Answers of each author, judged by models that were fitted without that author."""

import sys
from pathlib import Path
from typing import Any

from extrabrain.coach.coach import Coach
from extrabrain.coach.models import Models
from extrabrain.coach.scale import Scales, scale_of
from extrabrain.coach.specificity import specificity_heads
from extrabrain.library.embed import MiniLM
from labelled import Row, judged

TOOLS = Path(__file__).parents[1] / "tools"


def crossed(embedder: MiniLM, data: Path) -> tuple[list[Row], list[dict[str, Any]]]:
    """Rows and answers of all labelled sets that are fitted on; takes some minutes."""
    sys.path.insert(0, str(TOOLS))
    from coach_data import answer_sets, labelled_answers
    from fit_findings import fit_scales, unseen_cases, unseen_labels

    sets = {path.stem: labelled_answers([path]) for path in answer_sets(data)}
    labels = unseen_labels(sets, embedder)
    cases = unseen_cases(sets, labels, embedder)
    rows: list[Row] = []
    for name, answers in sets.items():
        others = [seen for seen in cases if seen.group != name]
        kinds, gaps = fit_scales(others)
        scales = {key: scale_of(fitted.entry) for key, fitted in (kinds | gaps).items()}
        coach = Coach(embedder, Models(labels[name], specificity_heads(), Scales(scales, scales)))
        rows += judged(coach, answers)
    return rows, [answer for answers in sets.values() for answer in answers]
