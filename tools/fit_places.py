"""Counts where the parts of each pattern usually stand; writes `coach/params/places.json`.

uv run python tools/fit_places.py [--data FOLDER]

Run before `fit_findings.py`. Counted on all labelled sets but the blind ones; the edits of one answer count
as one answer together. A part has twelve places, each smoothed with its neighbours.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from coach_data import answer_sets, labelled_answers
from fit_coach import PARAMS

from extrabrain.coach.sentences import segment
from extrabrain.core.question import PATTERN_PARTS

BINS = 12
PRIOR = 2.0
"""So many answers in which a part stands anywhere are added to those counted."""

MOST, LEAST = 3.0, -4.0


def places(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, list[float]]]:
    """By pattern and part: how much more often it stands there than clauses do, as log-odds."""
    edits = Counter(row["base"] for row in rows)
    found: dict[str, dict[str, list[float]]] = {}
    for pattern, parts in PATTERN_PARTS.items():
        counts = {part: np.full(BINS, PRIOR / BINS) for part in parts}
        clauses = np.full(BINS, 1e-3)
        for row in rows:
            if row["pattern"] == pattern:
                _count(row, 1 / edits[row["base"]], counts, clauses)
        usual = clauses / clauses.sum()
        found[pattern] = {part: _log_odds(count, usual) for part, count in counts.items()}
    return found


def _count(row: dict[str, Any], weight: float, counts: dict[str, Any], clauses: Any) -> None:
    """Adds one answer to the counts of its parts and of its clauses."""
    text, units = row["text"], segment(row["text"]).units
    at = [min(BINS - 1, int((number + 0.5) / len(units) * BINS)) for number in range(len(units))]
    for place in at:
        clauses[place] += weight / len(units)
    for part, count in counts.items():
        wanted = row["parts"].get(part)
        if not wanted:
            continue
        start = text.find(wanted)
        end = start + len(wanted)
        shared = [max(0, min(unit.end, end) - max(unit.start, start)) for unit in units]
        for place, chars in zip(at, shared, strict=True):
            count[place] += weight * chars / max(1, sum(shared))


def _log_odds(count: Any, usual: Any) -> list[float]:
    smooth = np.convolve(np.pad(count, 1, mode="edge"), [0.25, 0.5, 0.25], "valid")
    share = np.log(smooth / smooth.sum() / usual)
    return [round(float(value), 3) for value in np.clip(share, LEAST, MOST)]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--data", type=Path)
    rows = labelled_answers(answer_sets(ask.parse_args().data))
    (PARAMS / "places.json").write_text(json.dumps(places(rows), indent=1) + "\n", "utf-8")
    print(f"places.json: {len(rows)} answers")


if __name__ == "__main__":
    main()
