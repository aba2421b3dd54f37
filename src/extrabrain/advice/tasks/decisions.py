"""What was decided, each with the words that say so."""

import re

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, cued_sentences
from extrabrain.core.advice import Brief, Point

_CUE = re.compile(
    r"\b(?:(?:we|they|i) (?:have |'ve )?(?:decided|agreed|settled|chose|choose)|decision|let's go with"
    r"|we(?:'ll| will) go with|agreed[.,]|approved|signed off|the plan is)\b",
    re.I,
)


def _fallback(brief: Brief) -> tuple[Point, ...]:
    return as_points(cued_sentences(brief, _CUE, 8))


DECISIONS = Task(
    name="decisions",
    title="Decisions",
    needs=("answer",),
    asks=(
        "List what was decided, not what was merely proposed. For each, quote literally the words in which"
        " it was"
        " decided. If nothing was decided, give no invented point: one point with the text `nothing was"
        " decided` and"
        " any words quoted."
    ),
    quotes=True,
    fallback=_fallback,
)
