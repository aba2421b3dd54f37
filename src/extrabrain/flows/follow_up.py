"""What is asked next about an answer, in a mock interview or after practice, as a question of its own."""

from dataclasses import replace

from extrabrain.coach.phrases import phrases
from extrabrain.core.errors import NotFound
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question, Source
from extrabrain.flows.history import look_back
from extrabrain.record.db import Store

GOOD_ENOUGH = 3.2
"""Overall score (0–4) from which an answer with all its parts gets no follow-up."""
_MARK = "-follow-up-"


def probe(feedback: Feedback) -> str | None:
    """What an interviewer asks next about this answer; none about one that is complete and good.

    A part that is missing comes first, then what the coach would ask first.
    """
    scores = [axis.score for axis in feedback.rubric]
    missing = [part.part for part in feedback.structure.parts if part.status == "missing"]
    if not feedback.follow_ups or (not missing and scores and sum(scores) / len(scores) >= GOOD_ENOUGH):
        return None
    about_parts = {phrases().ask_about_part[part] for part in missing}
    return next((ask for ask in feedback.follow_ups if ask in about_parts), feedback.follow_ups[0])


def follow_up_question(parent: Question, ask: str, mock_id: str) -> Question:
    """With an id of its own, so that its attempts are never mixed with those of its parent."""
    return Question(
        question_id=f"{parent.question_id}{_MARK}{mock_id[-6:]}",
        text=ask,
        kind=parent.kind,
        pattern=parent.pattern,
        topics=parent.topics,
        difficulty=parent.difficulty,
        tests=f"Follow-up to: {parent.text}",
        source=Source("mock interview"),
    )


def asked_next(store: Store, question_id: str) -> Question | None:
    """`SESSION-follow-up-N`: the N-th question (from 0) that the feedback of a session says would come next.

    None for any other id, and where there is no such session or question.
    """
    session_id, mark, number = question_id.rpartition(_MARK)
    if not mark or not number.isdecimal():
        return None
    try:
        before = look_back(store, session_id)
    except NotFound:
        return None
    asks = before.feedback.follow_ups if before.feedback else ()
    if before.question is None or int(number) >= len(asks):
        return None
    made = follow_up_question(before.question, asks[int(number)], session_id)
    return replace(made, question_id=question_id, source=Source("practice"))


def is_follow_up(question_id: str | None) -> bool:
    """Such an answer is a few sentences by nature: it is not measured as a whole answer is."""
    return question_id is not None and _MARK in question_id
