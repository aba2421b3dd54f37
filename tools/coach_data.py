"""What the coach's models are fitted on: sentences with labels, as arrays."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extrabrain.coach.cues import cue_book
from extrabrain.coach.reading import FEATURES, Reading, read
from extrabrain.coach.sentences import Unit
from extrabrain.coach.surface import surface
from extrabrain.coach.tokens import tokens
from extrabrain.library.embed import MiniLM

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
]
LABELS: tuple[str, ...] = (*PARTS, *ATTRIBUTES, *FAULTS)
MISSING = ("who", "what", "metric", "threshold", "when", "example")

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
}
PATTERN_LABELS = {
    "star": ("situation", "task", "action", "result", "lesson", "risk", "tradeoff"),
    "scaling": ("clarify", "risk", "estimate", "evaluate", "mitigate", "gate", "loop"),
    "explain": ("claim", "mechanism", "limits", "evidence", "gate"),
}
DEV_LABELS = sorted({*FAULTS, *(label for labels in PATTERN_LABELS.values() for label in labels)})
STYLE_VARIANTS = ("hedged", "filler-heavy")
MAYBE_POSITIVE = 0.3
"""Weight of "not this part" for a clause that nobody quoted: other quotes may exist."""


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


def own_samples(embedder: MiniLM) -> Samples:
    lines = own_lines()
    texts = [text for text, _, _ in lines]
    return Samples(
        features=np.array([whole(text) for text in texts]),
        vectors=embedder.embed(texts),
        target=np.array([[float(label in named) for label in LABELS] for _, named, _ in lines]),
        weight=np.array([[float(label not in open_) for label in LABELS] for _, _, open_ in lines]),
        base=np.array(["own"] * len(texts)),
    )


def answer_samples(path: Path, embedder: MiniLM) -> Samples:
    """Each clause of each labelled answer once per base; what the labels leave open weighs nothing."""
    rows: list[tuple[Any, Any, Any, Any, str]] = []
    seen: set[tuple[str, str]] = set()
    for line in path.read_text("utf-8").splitlines():
        labelled = json.loads(line)
        reading = read(labelled["text"], (), embedder)
        assert reading.vectors is not None
        for number in range(len(reading.units)):
            key = (labelled["base"], reading.unit_text(number))
            if key in seen:
                continue
            seen.add(key)
            target, weight = _labels(labelled, reading, number)
            rows.append((reading.features[number], reading.vectors[number], target, weight, labelled["base"]))
    columns = list(zip(*rows, strict=True))
    return Samples(*(np.array(column) for column in columns))


def _labels(labelled: dict[str, Any], reading: Reading, number: int) -> tuple[Any, Any]:
    target, weight = np.zeros(len(LABELS)), np.zeros(len(LABELS))
    unit, variant = reading.units[number], labelled["variant"]
    for label in PATTERN_LABELS[labelled["pattern"]]:
        quotes = [q for part, q in labelled["parts"].items() if q and LABEL_OF_PART.get(part, part) == label]
        if _quoted(labelled["text"], quotes, unit):
            target[LABELS.index(label)] = weight[LABELS.index(label)] = 1
        elif variant not in STYLE_VARIANTS:
            weight[LABELS.index(label)] = MAYBE_POSITIVE
    for label in FAULTS:
        at = LABELS.index(label)
        quotes = [
            q for kind, qs in labelled["quotes"].items() if LABEL_OF_KIND.get(kind) == label for q in qs
        ]
        if _quoted(labelled["text"], quotes, unit):
            target[at] = weight[at] = 1
        elif (
            LABEL_OF_KIND.get(variant) == label
            or variant in ("vague", "hedged", "too-short")
            or (label == "vague" and variant == "unmeasured-tradeoff")
        ):
            weight[at] = 0
        else:
            weight[at] = 1
    return target, weight


def _quoted(text: str, quotes: list[str], unit: Unit) -> bool:
    """More than half of the clause lies in a quote, or more than half of a quote in the clause."""
    for wanted in quotes:
        start = text.find(wanted)
        shared = max(0, min(unit.end, start + len(wanted)) - max(unit.start, start))
        if shared > 0.5 * (unit.end - unit.start) or shared > 0.5 * len(wanted):
            return True
    return False


def rated_sentences(path: Path, embedder: MiniLM) -> tuple[Any, Any, Any, Any]:
    """Features, vectors, ratings 0–1, and 0/1 for each of `MISSING`."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    texts = [row["text"] for row in rows]
    return (
        np.array([whole(text) for text in texts]),
        embedder.embed(texts),
        np.array([(row["specificity"] - 1) / 4 for row in rows]),
        np.array([[float(name in row["missing"]) for name in MISSING] for row in rows]),
    )
