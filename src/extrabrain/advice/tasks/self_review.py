"""The candidate's own look back on an interview."""

import re

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, central_sentences, cued_sentences
from extrabrain.core.advice import Brief, Point

HEADINGS = ("keep", "change", "prepare")
_UNSURE = re.compile(
    r"\b(?:not sure|don't know|i guess|maybe|can't remember|hard to say|sort of|um+)\b", re.I
)


def _fallback(brief: Brief) -> tuple[Point, ...]:
    return (
        *as_points(central_sentences(brief, 2), "keep"),
        *as_points(cued_sentences(brief, _UNSURE, 4), "change"),
    )


SELF_REVIEW = Task(
    name="self-review",
    title="A self-review",
    needs=("answer",),
    asks=(
        "Help the candidate look back: what to keep, what to change, what to prepare before the next"
        " interview. Up to"
        " six points; for each, quote literally the words that show it."
    ),
    headings=HEADINGS,
    quotes=True,
    apart=True,
    most_points=6,
    fallback=_fallback,
)
