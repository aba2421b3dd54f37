"""A question over the workspace, answered with citations or not at all."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, nearest_sentences
from extrabrain.core.advice import Brief, Point


def _fallback(brief: Brief) -> tuple[Point, ...]:
    return as_points(nearest_sentences(brief, brief.question, 3))


ASK = Task(
    name="ask",
    title="An answer from your workspace",
    needs=("question", "materials"),
    asks=(
        "Answer the question from the material only, in up to four points. For each, name the material and"
        " quote"
        " the words that say so. If the material does not answer it, give one point with the text `not in"
        " your"
        " workspace`, material 0 and an empty quote."
    ),
    cites=True,
    rests=True,
    most_points=4,
    fallback=_fallback,
)
