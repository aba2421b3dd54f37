"""A technical explanation at three depths."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, nearest_sentences
from extrabrain.core.advice import Brief, Point

DEPTHS = ("in one breath", "to a colleague", "to a specialist")


def _fallback(brief: Brief) -> tuple[Point, ...]:
    found = as_points(nearest_sentences(brief, brief.question, 5), "from your material")
    return found or (Point("", "Nothing in your workspace explains this. Bring a paper or notes on it."),)


EXPLAIN = Task(
    name="explain",
    title="An explanation",
    needs=("question",),
    asks=(
        "Explain the answer to the question three times, once for each heading: in one sentence; in four"
        " sentences"
        " without jargon; with mechanism and limits. Cite material where it says so; material 0 and an"
        " empty quote"
        " where it is general knowledge."
    ),
    headings=DEPTHS,
    cites=True,
    most_points=3,
    max_tokens=900,
    fallback=_fallback,
)
