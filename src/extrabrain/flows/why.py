"""Why the coach said what it said of a kept answer: the signs behind each finding, weighed today."""

from extrabrain.coach.coach import Coach
from extrabrain.coach.explain import Explanation
from extrabrain.core.errors import NotFound
from extrabrain.flows.history import look_back
from extrabrain.record import answers
from extrabrain.record.db import Store


def why(store: Store, coach: Coach, session_id: str) -> tuple[Explanation, ...]:
    """Of the latest answer. `NotFound` for a session that is not there, or has no answer or question."""
    record, latest = look_back(store, session_id), answers.latest(store, session_id)
    if latest is None or record.question is None:
        raise NotFound("This session has no answer with feedback.", next_step="Choose a practice session.")
    return coach.explain(latest.answer, record.question)
