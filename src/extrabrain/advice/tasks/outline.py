"""An outline of an answer from the user's own material."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, nearest_sentences
from extrabrain.core.advice import Brief, Point

PARTS = ("claim", "how it works", "limits", "evidence", "decision")


def _fallback(brief: Brief) -> tuple[Point, ...]:
    blanks = tuple(Point(part, f"[your {part}?]") for part in PARTS)
    return (*as_points(nearest_sentences(brief, brief.question, 4), "from your material"), *blanks)


OUTLINE = Task(
    name="outline",
    title="An outline",
    needs=("question",),
    asks=(
        "Outline a two-minute answer to the question: one point for each heading, one or two sentences"
        " each, built"
        " from the material. Name the material and quote the words that a point rests on; material 0 and"
        " an empty"
        " quote where it rests on none."
    ),
    headings=PARTS,
    cites=True,
    most_points=len(PARTS),
    fallback=_fallback,
)
