"""Questions an interviewer would ask next, each tied to words of the answer."""

from extrabrain.advice.task import Task
from extrabrain.core.advice import Brief, Point


def _fallback(brief: Brief) -> tuple[Point, ...]:
    """The coach asks its own follow-ups without a model; see `Feedback.follow_ups`."""
    return tuple(Point("", ask) for ask in ("What did you measure?", "Who decided, and on what condition?"))


FOLLOW_UPS = Task(
    name="follow-ups",
    title="Follow-up questions",
    needs=("question", "answer"),
    asks=(
        "Write up to five follow-up questions that a demanding interviewer would ask about what was said,"
        " the most"
        " probing first. For each, quote literally the words that prompt it."
    ),
    quotes=True,
    apart=True,
    most_points=5,
    fallback=_fallback,
)
