"""Interview questions from the user's own material, each with the place that prompted it."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import of_material
from extrabrain.core.advice import Brief, Point


def _fallback(brief: Brief) -> tuple[Point, ...]:
    places = [one for material in brief.materials for one in of_material(material)]
    longest = sorted(places, key=lambda one: -len(one.text))[:5]
    return tuple(Point("", f"Tell me more about this: “{one.text}”", (one,)) for one in longest)


QUESTIONS = Task(
    name="questions",
    title="Questions",
    needs=("materials",),
    asks=(
        "Write up to five questions that an interviewer would ask somebody who wrote this material, about"
        " decisions,"
        " risks, evidence and results. For each, name the material and quote the words that prompt it."
    ),
    cites=True,
    most_points=5,
    fallback=_fallback,
)
