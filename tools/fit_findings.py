"""Fits how the signs of a finding are weighed, and where it is shown; writes `findings.json` and
`extents.json` in `coach/params`.

uv run python tools/fit_findings.py --models FOLDER [--data FOLDER]

Run after `fit_coach.py` and `fit_places.py`. For each of our labelled sets (one author each) the clauses
are judged by models fitted on the other sets, so that the signs look as they will on answers by somebody
unknown. Then one small logistic regression for each finding, and for each part that may be missing. All
lines are used, but of blind sets none. Prints how often each was right, each set scored by weights fitted
on the others.
"""

import argparse
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from coach_data import LABELS, answer_sets, heard, labelled_answers, own_samples, retold
from findings_signs import LACKING, SIGNS, part_signs, roles_of, signs_of
from fit_coach import PARAMS, fit_labels, joined
from fit_extents import fit_extents
from weighing import Sheet, in_common, weights

from extrabrain.coach.case import Case
from extrabrain.coach.coach import Coach
from extrabrain.coach.extent import Extents
from extrabrain.coach.judge import LinearHeads
from extrabrain.coach.mistakes.signs import sign
from extrabrain.coach.mistakes.weigh import bounded
from extrabrain.coach.models import Models
from extrabrain.coach.patterns import LEAST_WORDS
from extrabrain.coach.scale import Scales
from extrabrain.coach.specificity import specificity_heads
from extrabrain.core.answer import Answer
from extrabrain.core.question import PATTERN_PARTS, Question
from extrabrain.library.meanings import MeaningMiniLM

RIDGE = 6.0
PARTS_RIDGE = 8.0
COMMON_RIDGE = 1.0
"""A part is missing in one answer of twelve, some parts hardly ever: its weights are drawn towards those
that all parts have in common."""

TRAP_COUNTS = 2.0
"""A trap counts as so many answers: it is made to look like the fault."""

HEARD_COUNTS = 0.5
"""So much counts the copy of an answer without punctuation."""

FOCUSED = ("k", "l", "m", "o", "p", "q", "u", "v")
"""Sets of hard cases: faults said once in passing, traps with their twins, parts taken out, short answers.
All is fitted on them too, but where a finding is shown is decided on answers of the usual make."""

TRAPPED, PRECISE = 0.08, 0.87
"""At most this share of traps may have a forbidden finding, and at least this share of all reports must be
right; among such thresholds the one with the highest F1."""


@dataclass(frozen=True)
class Seen:
    """A labelled line, the set it is from, and its case as judged by models that never saw that set; `heard`
    for its copy without punctuation.

    `odds` collects the log-odds of findings, from weights that never saw the set either; `known` the signs
    that were worked out.
    """

    group: str
    row: dict[str, Any]
    case: Case
    heard: bool = False
    odds: dict[str, float] = field(default_factory=dict[str, float])
    known: dict[str, float] = field(default_factory=dict[str, float])

    @property
    def is_trap(self) -> bool:
        return "trap" in self.row["id"]

    @property
    def counts(self) -> float:
        return (TRAP_COUNTS if self.is_trap else 1.0) * (HEARD_COUNTS if self.heard else 1.0)

    def sign(self, name: str) -> float:
        what, _, kind = name.partition(":")
        if what == "odds":
            return bounded(self.odds[kind])
        if name not in self.known:
            self.known[name] = sign(self.case, name)
        return self.known[name]


def unseen_labels(rows: dict[str, list[dict[str, Any]]], embedder: MeaningMiniLM) -> dict[str, LinearHeads]:
    """For each set the clause models fitted on all other sets and on our own sentences."""
    samples = {name: joined(retold(own, embedder)) for name, own in rows.items()}
    base = own_samples(embedder)
    found: dict[str, LinearHeads] = {}
    for name in rows:
        arrays = fit_labels(joined([base, *(samples[other] for other in rows if other != name)]))
        order = (np.asarray(arrays[key], np.float32) for key in ("mean", "scale", "full", "cues"))
        found[name] = LinearHeads(LABELS, *order)
    return found


def unseen_cases(
    rows: dict[str, list[dict[str, Any]]], labels: dict[str, LinearHeads], embedder: MeaningMiniLM | None
) -> list[Seen]:
    found: list[Seen] = []
    for name, own in rows.items():
        coach = Coach(embedder, Models(labels[name], specificity_heads(), Scales({}, {}), Extents({}, {})))
        copies = heard(own)
        for row, copy in [*((row, False) for row in own), *((row, True) for row in copies)]:
            question = Question("", row["question"], row["kind"], row["pattern"])
            answer = Answer(None, row["question"], row["text"])
            case = coach.unmarked(answer, question)
            # Only coverage looks at single words, which would take a gigabyte here.
            found.append(Seen(name, row, replace(case, reading=replace(case.reading, meant=None)), copy))
    return found


@dataclass(frozen=True)
class Fitted:
    """What is stored, and for each line used: its target and its log-odds from weights that never saw its
    set."""

    entry: dict[str, Any]
    lines: list[Seen]
    target: Any
    unseen: Any


@dataclass(frozen=True)
class Sought:
    """A finding or a part, and the lines that speak for (1) or against it (0)."""

    signs: tuple[str, ...]
    used: list[tuple[Seen, int]]

    def values(self) -> Any:
        return np.array([[seen.sign(name) for name in self.signs] for seen, _ in self.used])

    def sheet(self, mean: Any, scale: Any) -> Sheet:
        return Sheet(
            rows=(self.values() - mean) / scale,
            target=np.array([float(wanted) for _, wanted in self.used]),
            groups=np.array([seen.group for seen, _ in self.used]),
            counts=np.array([seen.counts for seen, _ in self.used]),
            roles=roles_of(self.signs),
        )


def fit(
    sought: dict[str, Sought], cases: list[Seen], *, ridge: float, common: float | None
) -> dict[str, Fitted]:
    """Each fitted on all lines, and once without each set. `common`: the ridge of the weights in common that
    they are drawn towards; none: to 0, and their log-odds become signs of other things."""
    values = {name: one.values() for name, one in sought.items()}
    mean = {name: rows.mean(0) for name, rows in values.items()}
    scale = {name: rows.std(0) + 0.1 for name, rows in values.items()}
    sheets = {name: one.sheet(mean[name], scale[name]) for name, one in sought.items()}
    unseen = {name: np.zeros(len(one.used)) for name, one in sought.items()}
    for group in sorted({seen.group for seen in cases}):
        others = {name: sheet.of(sheet.groups != group) for name, sheet in sheets.items()}
        found = _weights(others, ridge, common)
        for name, sheet in sheets.items():
            here = sheet.groups == group
            unseen[name][here] = sheet.rows[here] @ found[name][:-1] + found[name][-1]
            if common is None:
                _tell(sought[name].signs, name, found[name], (mean[name], scale[name]), group, cases)
    found = _weights(sheets, ridge, common)
    return {
        name: Fitted(
            _entry(one.signs, found[name], mean[name], scale[name]),
            [seen for seen, _ in one.used],
            sheets[name].target,
            unseen[name],
        )
        for name, one in sought.items()
    }


def _weights(sheets: dict[str, Sheet], ridge: float, common: float | None) -> dict[str, Any]:
    towards = [None] * len(sheets) if common is None else in_common(list(sheets.values()), common)
    return {
        name: weights(sheet, ridge, aim) for (name, sheet), aim in zip(sheets.items(), towards, strict=True)
    }


def _tell(
    signs: tuple[str, ...], kind: str, found: Any, usual: tuple[Any, Any], group: str, cases: list[Seen]
) -> None:
    """Puts the log-odds of a finding beside each answer of the set left out, as a sign of missing parts."""
    mean, scale = usual
    for seen in cases:
        if seen.group == group:
            row = np.array([seen.sign(name) for name in signs])
            seen.odds[kind] = float((row - mean) / scale @ found[:-1] + found[-1])


def _entry(signs: tuple[str, ...], found: Any, mean: Any, scale: Any) -> dict[str, Any]:
    slopes = found[:-1] / scale
    return {
        "signs": list(signs),
        "weights": [round(float(w), 4) for w in slopes],
        "bias": round(float(found[-1] - slopes @ mean), 4),
        "usual": [round(float(m), 3) for m in mean],
    }


def threshold_of(fits: list[Fitted], trapped: float, precise: float) -> float:
    """One threshold for all: the highest F1 among those precise enough and with few traps tripped over."""
    usual = [
        (fitted, np.array([seen.group not in FOCUSED and not seen.heard for seen in fitted.lines]))
        for fitted in fits
    ]
    target = np.concatenate([fitted.target[here] for fitted, here in usual])
    unseen = np.concatenate([fitted.unseen[here] for fitted, here in usual])
    lines = [seen for fitted, here in usual for seen, taken in zip(fitted.lines, here, strict=True) if taken]
    traps = np.array([seen.is_trap for seen in lines])
    ids = np.array([f"{seen.group} {seen.row['id']}" for seen in lines])
    count = len(set(ids[traps]))
    best = (0.0, 3.0)
    for threshold in np.arange(-2.0, 3.0, 0.05):
        over = unseen >= threshold
        tripped = len(set(ids[over & traps & (target == 0)]))
        hits = float(target[over].sum())
        if tripped <= trapped * count and hits >= precise * (over.sum() + 1):
            f1 = 2 * hits / max(1.0, float(over.sum() + target.sum()))
            best = max(best, (f1, float(threshold)))
    return round(best[1], 2)


def fit_scales(cases: list[Seen]) -> tuple[dict[str, Fitted], dict[str, Fitted]]:
    """Findings, and parts that may be missing; one threshold for each of the two families."""
    about = {kind: Sought(signs_of(kind), finding_lines(kind, cases)) for kind in SIGNS}
    kinds = fit(about, cases, ridge=RIDGE, common=None)
    lacking = {
        f"{pattern}.{part}": Sought(part_signs(part), part_lines(pattern, part, cases))
        for pattern, parts in PATTERN_PARTS.items()
        for part in parts
    }
    gaps = fit(lacking, cases, ridge=PARTS_RIDGE, common=COMMON_RIDGE)
    for fits, trapped, precise in ((kinds, TRAPPED, PRECISE), (gaps, 1.0, 0.0)):
        threshold = threshold_of(list(fits.values()), trapped, precise)
        for fitted in fits.values():
            fitted.entry["threshold"] = threshold
    return kinds, gaps


def finding_lines(kind: str, cases: list[Seen]) -> list[tuple[Seen, int]]:
    """Lines in which the finding is expected or forbidden, and in which it could be reported at all."""
    found: list[tuple[Seen, int]] = []
    for seen in cases:
        lack = LACKING.get(kind)
        if lack is not None and (seen.case.pattern not in lack or seen.case.words < LEAST_WORDS):
            continue
        if kind in seen.row["expect"] or kind in seen.row["forbid"]:
            found.append((seen, int(kind in seen.row["expect"])))
    return found


def part_lines(pattern: str, part: str, cases: list[Seen]) -> list[tuple[Seen, int]]:
    return [
        (seen, int(seen.row["parts"].get(part) is None)) for seen in cases if seen.case.pattern == pattern
    ]


def report(name: str, fits: list[Fitted]) -> None:
    hits = wrong = missed = 0
    for fitted in fits:
        over = fitted.unseen >= fitted.entry["threshold"]
        hits += int((over & (fitted.target > 0)).sum())
        wrong += int((over & (fitted.target == 0)).sum())
        missed += int((~over & (fitted.target > 0)).sum())
    precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    f1 = 2 * hits / max(1, 2 * hits + wrong + missed)
    print(
        f"{name:<24} right {hits} wrong {wrong} missed {missed}: P {precision:.2f} R {recall:.2f} F1 {f1:.3f}"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--models", type=Path, required=True)
    ask.add_argument("--data", type=Path)
    given = ask.parse_args()
    embedder = MeaningMiniLM(given.models / "minilm-l6-v2", threads=2)
    rows = {path.stem: labelled_answers([path]) for path in answer_sets(given.data)}
    labels = unseen_labels(rows, embedder)
    stored: dict[str, Any] = {}
    spans: dict[str, Any] = {}
    for name, used in (("full", embedder), ("cues", None)):
        cases = unseen_cases(rows, labels, used)
        kinds, gaps = fit_scales(cases)
        report(f"{name} findings", list(kinds.values()))
        report(f"{name} missing parts", list(gaps.values()))
        for kind, fitted in (kinds | gaps).items():
            report(f"  {kind}", [fitted])
        stored[name] = {key: fitted.entry for key, fitted in (kinds | gaps).items()}
        spans[name] = fit_extents(cases)
    (PARAMS / "findings.json").write_text(json.dumps(stored, indent=1) + "\n", "utf-8")
    (PARAMS / "extents.json").write_text(json.dumps(spans) + "\n", "utf-8")


if __name__ == "__main__":
    main()
