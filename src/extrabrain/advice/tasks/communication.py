"""How people spoke with one another: what worked and what did not, each with the words."""

import re

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, cued_sentences
from extrabrain.core.advice import Brief, Point

ASPECTS = ("clarity", "listening", "concision", "directness", "tone")
_HEDGED = re.compile(r"\b(?:i think|maybe|perhaps|kind of|sort of|i guess|probably|just wanted)\b", re.I)
_ASKED = re.compile(r"\?")


def _fallback(brief: Brief) -> tuple[Point, ...]:
    hedged = as_points(cued_sentences(brief, _HEDGED, 4), "directness")
    return (*hedged, *as_points(cued_sentences(brief, _ASKED, 3), "listening"))


COMMUNICATION = Task(
    name="communication",
    title="A communication review",
    needs=("answer",),
    asks=(
        "Review how it was said, under the headings: up to six points, what worked as well as what did"
        " not. For each,"
        " quote literally the words that show it."
    ),
    headings=ASPECTS,
    quotes=True,
    apart=True,
    most_points=6,
    fallback=_fallback,
)
