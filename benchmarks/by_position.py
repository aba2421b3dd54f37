"""A baseline for parts: where each usually stands, and the longer clause, without a look at the words."""

from typing import Any

import numpy as np

from extrabrain.coach.judge import Judgement
from extrabrain.coach.reading import read
from extrabrain.coach.structure import headings, label_of
from extrabrain.core.question import PATTERN_PARTS
from labelled import PartSeen


def parts_by_position(answer: dict[str, Any]) -> tuple[PartSeen, ...]:
    reading = read(answer["text"])
    labels = [label_of(part) for part in PATTERN_PARTS[answer["pattern"]]]
    silent = np.zeros((len(reading.units), len(labels)), np.float32)
    nothing = Judgement(silent, {name: at for at, name in enumerate(labels)}, silent)
    found: list[PartSeen] = []
    for heading in headings(reading, nothing, answer["pattern"]):
        gold = answer["parts"].get(heading.part)
        quote = reading.quote(*heading.quoted)
        at = answer["text"].find(gold) if gold else -1
        both = max(0, min(quote.end_char, at + len(gold)) - max(quote.start_char, at)) if gold else 0
        placed = bool(gold) and both >= 0.5 * min(len(quote.text), len(gold or ""))
        found.append(PartSeen(heading.part, bool(gold), True, placed))
    return tuple(found)
