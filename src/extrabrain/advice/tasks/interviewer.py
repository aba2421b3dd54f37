"""What the interviewer says next in a mock interview."""

from extrabrain.advice.task import Task
from extrabrain.core.advice import Brief, Point


def _fallback(_: Brief) -> tuple[Point, ...]:
    return (Point("", "Thank you. What would have made you decide otherwise?"),)


INTERVIEWER = Task(
    name="interviewer",
    title="An interviewer's reply",
    needs=("question", "answer"),
    asks=(
        "You are the interviewer. Reply in one point of at most two sentences: take up one thing that was"
        " said and ask"
        " one question that probes what is missing. No praise, no advice."
    ),
    most_points=1,
    max_tokens=160,
    fallback=_fallback,
)
