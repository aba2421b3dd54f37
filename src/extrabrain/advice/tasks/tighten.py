"""The same answer in fewer words: same facts, nothing new."""

import re

from extrabrain.advice.task import Task
from extrabrain.core.advice import Brief, Point

_FILL = re.compile(
    r"\b(?:um+|uh+|er+|you know|i mean|kind of|sort of|basically|actually|really|just|very|in order(?= to))\b"
    r",?\s*",
    re.I,
)


def _fallback(brief: Brief) -> tuple[Point, ...]:
    """Without a model only words that carry nothing are taken out."""
    cut = re.sub(r"\s+", " ", _FILL.sub("", brief.answer)).strip()
    cut = re.sub(r"\s+([.,;:!?])", r"\1", cut)
    return (Point("", cut[:1].upper() + cut[1:]),)


TIGHTEN = Task(
    name="tighten",
    title="Tightening",
    needs=("answer",),
    asks=(
        "Say it again in about two thirds of its words, in the first person, in one point for each"
        " paragraph: every"
        " fact and example stays, none is added, repetitions and fillers go. What they say of themselves and"
        " their team stays said with I and we; it never becomes advice to others."
    ),
    most_points=4,
    max_tokens=900,
    fallback=_fallback,
)
