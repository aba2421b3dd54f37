"""Deep feedback in the coach's own schema: what would cost the candidate, tied to literal words."""

from typing import get_args

from extrabrain.advice.task import Task
from extrabrain.core.advice import Brief, Point
from extrabrain.core.finding import FindingKind

DELIVERY = ("too-long", "too-short", "filler-heavy", "too-fast", "too-slow")
"""What the coach measures; a model has nothing to add to it."""

KINDS: tuple[str, ...] = tuple(kind for kind in get_args(FindingKind) if kind not in DELIVERY)


def _fallback(_: Brief) -> tuple[Point, ...]:
    """The coach's own findings stand by themselves."""
    return ()


FEEDBACK = Task(
    name="feedback",
    title="Deep feedback",
    needs=("question", "answer"),
    asks=(
        "Find up to four weaknesses of the answer that a demanding interviewer would mark down, the worst"
        " first, each in other words of it. Each has one of the headings as its kind, a literal quote of the"
        " weak words, in `text` why it costs the candidate, and in `try_instead` how to say it better, with"
        " blanks for facts that are missing."
    ),
    headings=KINDS,
    quotes=True,
    apart=True,
    instead=True,
    most_points=4,
    max_tokens=1_000,
    fallback=_fallback,
)
