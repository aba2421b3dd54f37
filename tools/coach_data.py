"""What the coach's models are fitted on: sentences with labels, as arrays."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extrabrain.coach.cues import cue_book
from extrabrain.coach.embedder import Embedder
from extrabrain.coach.reading import FEATURES, Reading, peaks_of, read
from extrabrain.coach.sentences import Unit
from extrabrain.coach.surface import surface
from extrabrain.coach.tokens import tokens
from extrabrain.coach.window import wide_features, wide_vectors, window

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

from answers import bare, mixed

SENTENCES = Path(__file__).with_name("coach_sentences")

PARTS = [
    "situation",
    "task",
    "action",
    "result",
    "lesson",
    "risk",
    "tradeoff",
    "clarify",
    "estimate",
    "evaluate",
    "mitigate",
    "gate",
    "loop",
    "claim",
    "mechanism",
    "limits",
    "evidence",
]
ATTRIBUTES = ["threshold", "owner", "measured", "deploy"]
FAULTS = [
    "vague",
    "absolute",
    "single",
    "pr",
    "dismissive",
    "lone",
    "unsupported",
    "tangent",
    "closed",
    "bald",
    "passive",
    "loose",
    "undone",
    "unlearned",
    "padding",
    "restated",
]
LABELS: tuple[str, ...] = (*PARTS, *ATTRIBUTES, *FAULTS)

LABEL_OF_PART = {
    "learning": "lesson",
    "risks": "risk",
    "criteria": "gate",
    "decision": "gate",
    "learn": "loop",
}
LABEL_OF_KIND = {
    "vague": "vague",
    "absolute": "absolute",
    "single-technique": "single",
    "safety-as-pr": "pr",
    "dismissive": "dismissive",
    "lone-expert": "lone",
    "unsupported-claim": "unsupported",
    "off-topic": "tangent",
    "ignores-deployment": "closed",
    "unmeasured-tradeoff": "bald",
    "no-owner": "passive",
    "no-threshold": "loose",
    "no-result": "undone",
    "no-learning": "unlearned",
    "too-long": "padding",
    "repeats": "restated",
}
LACKS = {
    "no-owner": ("owner",),
    "no-threshold": ("threshold",),
    "unmeasured-tradeoff": ("measured",),
    "no-result": ("result", "evidence"),
    "no-learning": ("lesson", "loop"),
}
"""What a variant was made to lack."""

NEEDS_NUMBER = ("measured",)
PATTERN_LABELS = {
    "star": ("situation", "task", "action", "result", "lesson", "risk", "tradeoff"),
    "scaling": ("clarify", "risk", "estimate", "evaluate", "mitigate", "gate", "loop"),
    "explain": ("claim", "mechanism", "limits", "evidence", "gate"),
}
DEV_LABELS = sorted({*FAULTS, *(label for labels in PATTERN_LABELS.values() for label in labels)})
STYLE_VARIANTS = ("hedged", "filler-heavy")
MAYBE_POSITIVE = 0.3
"""Weight of "not this part" for a clause that nobody quoted: other quotes may exist …"""

NOWHERE = 0.9
"""… and where the part is labelled as missing, which says of every clause that it does not do that job."""


@dataclass(frozen=True)
class Samples:
    """Row i: cue features, a vector, a 0/1 target and a weight for each label, the base it comes from."""

    features: Any
    vectors: Any
    target: Any
    weight: Any
    base: Any


def whole(text: str) -> Any:
    """Features of a text taken as one clause."""
    row = tuple(tokens(text))
    found = np.zeros(len(FEATURES), np.float32)
    names = {name: at for at, name in enumerate(FEATURES)}
    for cue in cue_book().find(row, frozenset([0])):
        found[names[cue.name]] += 1
    extra = surface(text, Unit(0, len(text), 0, len(row)), row)
    found[-len(extra) :] = extra
    return found


def own_lines() -> list[tuple[str, set[str], set[str]]]:
    """Text, labels, and labels left open, of each line in `coach_sentences/*.txt`."""
    found: list[tuple[str, set[str], set[str]]] = []
    for path in sorted(SENTENCES.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            marks, bar, text = line.partition("|")
            if not bar or line.startswith("#"):
                continue
            named = {mark for mark in marks.split() if not mark.startswith("?")} - {"none"}
            left_open = {mark[1:] for mark in marks.split() if mark.startswith("?")}
            unknown = (named | left_open) - set(LABELS)
            if unknown:
                raise ValueError(f"{path.name}: unknown label {sorted(unknown)[0]!r}: {line}")
            found.append((text.strip(), named, left_open))
    return found


def own_samples(embedder: Embedder) -> Samples:
    lines = own_lines()
    texts = [text for text, _, _ in lines]
    alone = np.array([whole(text) for text in texts])
    meanings = embedder.meanings(texts)
    vectors = np.stack([meaning.whole() for meaning in meanings])
    peaks = peaks_of([meaning.words() for meaning in meanings])
    return Samples(
        features=np.concatenate([wide_features(row[None]) for row in alone]),
        vectors=np.concatenate(
            [wide_vectors(vectors[at : at + 1], peaks[at : at + 1]) for at in range(len(texts))]
        ),
        target=np.array([[float(label in named) for label in LABELS] for _, named, _ in lines]),
        weight=np.array([[float(label not in open_) for label in LABELS] for _, _, open_ in lines]),
        base=np.array(["own"] * len(texts)),
    )


def answer_sets(data: Path | None) -> list[Path]:
    """Our own labelled sets, and the one under `data` where it is given. Nothing is fitted on those in the
    folder `blind` beside ours."""
    folder = Path(__file__).parents[1] / "benchmarks/data/answers"
    own = sorted(folder.glob("*.jsonl"))
    shared = data / "answers/answers.jsonl" if data else None
    return [*own, *([shared] if shared and shared.exists() else [])]


def labelled_answers(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """All lines of labelled sets."""
    return [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()
    ]


def retold(rows: Sequence[dict[str, Any]], embedder: Embedder) -> tuple[Samples, Samples, Samples]:
    """Samples of answers as they are, with their sentences in another order (where a clause stands, and what
    stands beside it, shall not decide what it does), and as speech without punctuation."""
    return (
        answer_samples(rows, embedder),
        answer_samples(mixed(rows), embedder),
        answer_samples(heard(rows), embedder),
    )


def heard(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that have punctuation, without it; the strong answers of the others too, to compare with."""
    copies = [(row, bare(row)) for row in rows]
    bases = {row["base"] for row, copy in copies if copy["text"] != row["text"]}
    return [copy for row, copy in copies if row["base"] in bases]


class _Votes:
    """For and against each label, for each clause of a base; the stronger side wins."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], tuple[Any, Any, Any, Any]] = {}

    def row(self, base: str, reading: Reading, number: int) -> tuple[Any, Any]:
        key = (base, reading.unit_text(number))
        if key not in self.rows:
            features, vectors = window(reading)
            assert vectors is not None
            zeros = (np.zeros(len(LABELS)), np.zeros(len(LABELS)))
            self.rows[key] = (features[number], vectors[number], *zeros)
        return self.rows[key][2:]

    def samples(self) -> Samples:
        features, vectors, for_it, against = (
            np.array(column) for column in zip(*self.rows.values(), strict=True)
        )
        return Samples(
            features=features,
            vectors=vectors,
            target=(for_it > against).astype(float),
            weight=np.maximum(for_it, against),
            base=np.array([base for base, _ in self.rows]),
        )


def answer_samples(rows: Sequence[dict[str, Any]], embedder: Embedder) -> Samples:
    """Each clause of the labelled answers once per base.

    Quotes of parts and findings speak for a label. What a variant took out of the strong answer of its
    base speaks for what it was made to lack (`no-owner`: the clauses with the owner), all that it kept
    speaks against.
    """
    votes = _Votes()
    readings = {row["id"]: read(row["text"], (), embedder) for row in rows}
    strong = {row["base"]: row for row in rows if row["variant"] == "strong"}
    for row in rows:
        reading = readings[row["id"]]
        first = strong.get(row["base"], row)
        kept = {readings[first["id"]].unit_text(at) for at in range(len(readings[first["id"]].units))}
        for number in range(len(reading.units)):
            for_it, against = votes.row(row["base"], reading, number)
            _vote_parts(row, reading, number, for_it, against)
            _vote_faults(row, reading, number, for_it, against, reading.unit_text(number) in kept)
        if first is not row:
            _vote_lack(row, reading, readings[first["id"]], votes)
    return votes.samples()


def _raise(votes: Any, label: str, weight: float) -> None:
    at = LABELS.index(label)
    votes[at] = max(votes[at], weight)


def _vote_parts(row: dict[str, Any], reading: Reading, number: int, for_it: Any, against: Any) -> None:
    unit, variant = reading.units[number], row["variant"]
    for label in PATTERN_LABELS[row["pattern"]]:
        about = [q for part, q in row["parts"].items() if LABEL_OF_PART.get(part, part) == label]
        quotes = [q for q in about if q]
        if _quoted(row["text"], quotes, unit):
            _raise(for_it, label, 1)
            if label == "gate" and variant not in ("no-threshold", "too-short", "hedged"):
                _raise(for_it, "threshold", 0.5)
        elif variant not in STYLE_VARIANTS:
            _raise(against, label, MAYBE_POSITIVE if quotes else NOWHERE)


def _vote_faults(
    row: dict[str, Any], reading: Reading, number: int, for_it: Any, against: Any, kept: bool
) -> None:
    unit, variant = reading.units[number], row["variant"]
    for kind, label in LABEL_OF_KIND.items():
        if _quoted(row["text"], row["quotes"].get(kind, []), unit):
            _raise(for_it, label, 1.1)
        elif kind in row["forbid"]:
            _raise(against, label, 1 if kept or variant.startswith("trap") else 0.5)


def _vote_lack(row: dict[str, Any], reading: Reading, strong: Reading, votes: _Votes) -> None:
    labels = LACKS.get(row["variant"], ())
    mine = {reading.unit_text(at) for at in range(len(reading.units))}
    for label in labels:
        if label not in PATTERN_LABELS[row["pattern"]] and label in PARTS:
            continue
        for number in range(len(reading.units)):
            _raise(votes.row(row["base"], reading, number)[1], label, 0.9)
        for number in range(len(strong.units)):
            if strong.unit_text(number) in mine or (
                label in NEEDS_NUMBER and not strong.count(number, "x_numbers")
            ):
                continue
            _raise(votes.row(row["base"], strong, number)[0], label, 0.6)


def _quoted(text: str, quotes: list[str], unit: Unit) -> bool:
    """More than half of the clause lies in a quote, or more than half of a quote in the clause."""
    for wanted in quotes:
        start = text.find(wanted)
        shared = max(0, min(unit.end, start + len(wanted)) - max(unit.start, start))
        if shared > 0.5 * (unit.end - unit.start) or shared > 0.5 * len(wanted):
            return True
    return False
