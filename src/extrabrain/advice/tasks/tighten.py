"""The same answer in fewer words: same facts, nothing new."""

import re

from extrabrain.advice.task import Task
from extrabrain.core.advice import Brief, Point

_FILL = re.compile(
    r"\b(?:um+|uh+|er+|you know|i mean|kind of|sort of|basically|actually|really|just|very|in order(?= to))\b,?\s*",
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
        "Say the answer again in about two thirds of its words, in the first person, as one point: every fact stays, none is added,"
        " repetitions and fillers go."
    ),
    most_points=1,
    max_tokens=900,
    fallback=_fallback,
)
