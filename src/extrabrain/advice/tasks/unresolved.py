"""What was asked or raised and not answered."""

import re

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, cued_sentences
from extrabrain.core.advice import Brief, Point

_CUE = re.compile(
    r"\?|\b(?:not sure|open question|don't know|do not know|unclear|to be decided|come back to|figure out"
    r"|still need|unresolved)\b",
    re.I,
)


def _fallback(brief: Brief) -> tuple[Point, ...]:
    return as_points(cued_sentences(brief, _CUE, 8))


UNRESOLVED = Task(
    name="unresolved",
    title="Unresolved questions",
    needs=("answer",),
    asks=(
        "List questions and concerns that were raised and not settled by the end. For each, quote"
        " literally the words"
        " in which it was raised."
    ),
    quotes=True,
    fallback=_fallback,
)
