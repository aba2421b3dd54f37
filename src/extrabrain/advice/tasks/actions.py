"""Who is to do what, each with the words in which it was promised."""

import re

from extrabrain.advice.task import UNOWNED, Task
from extrabrain.advice.tasks.passages import cued_sentences
from extrabrain.core.advice import Brief, Point

_CUE = re.compile(
    r"\b(?:i(?:'ll| will| am going to)|(?:can|could|will) you|you(?:'ll| will)|action item|to do|todo"
    r"|next step|needs to|has to|by (?:monday|tuesday|wednesday|thursday|friday|tomorrow|next week))\b",
    re.I,
)
_SELF = re.compile(r"\bi(?:'ll| will| am)\b", re.I)


def _fallback(brief: Brief) -> tuple[Point, ...]:
    found = cued_sentences(brief, _CUE, 8)
    return tuple(Point("speaker" if _SELF.search(one.text) else UNOWNED, one.text, (one,)) for one in found)


ACTIONS = Task(
    name="actions",
    title="Action items",
    needs=("answer",),
    asks=(
        "List what somebody undertook or was asked to do. `owner` is the name or role that is said to do"
        " it, as it was"
        " said; `[who?]` where nobody was named. For each, quote literally the words."
    ),
    quotes=True,
    owned=True,
    fallback=_fallback,
)
