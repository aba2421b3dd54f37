"""A STAR story with its risk reasoning, from the user's own material."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.passages import as_points, nearest_sentences
from extrabrain.core.advice import Brief, Point

PARTS = ("situation", "task", "risk", "tradeoff", "action", "result", "learning")
BLANKS = {
    "situation": "[where and when was this?]",
    "task": "[what was yours to do?]",
    "risk": "[who could have been harmed, and how?]",
    "tradeoff": "[what did the safer way cost?]",
    "action": "[what did you do yourself?]",
    "result": "[how did it come out, in numbers?]",
    "learning": "[what do you do differently since?]",
}


def _fallback(brief: Brief) -> tuple[Point, ...]:
    found = nearest_sentences(brief, f"{brief.question} {brief.wish}", 4)
    return (*as_points(found, "from your material"), *(Point(part, BLANKS[part]) for part in PARTS))


STORY = Task(
    name="story",
    title="A story",
    needs=("materials",),
    asks=(
        "Tell one real episode from the material as a story in the first person: one point for each"
        " heading, in this"
        " order. Say the risk (who could be harmed) and the trade-off plainly. A part that the material"
        " does not"
        " tell is a blank in square brackets. Name the material and quote the words that each point rests on."
    ),
    headings=PARTS,
    cites=True,
    most_points=len(PARTS),
    max_tokens=900,
    fallback=_fallback,
)
