"""A summary of a session, each point with the words that it rests on."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, central_sentences
from extrabrain.core.advice import Brief, Point


def _fallback(brief: Brief) -> tuple[Point, ...]:
    return as_points(central_sentences(brief, 5))


SUMMARY = Task(
    name="summary",
    title="A summary",
    needs=("answer",),
    asks=(
        "Summarise what was said in up to six points, in the order in which it came. For each, quote"
        " literally the"
        " words that it rests on."
    ),
    quotes=True,
    most_points=6,
    fallback=_fallback,
)
