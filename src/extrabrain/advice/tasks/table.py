"""All tasks by name."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.actions import ACTIONS
from extrabrain.advice.tasks.ask import ASK
from extrabrain.advice.tasks.communication import COMMUNICATION
from extrabrain.advice.tasks.decisions import DECISIONS
from extrabrain.advice.tasks.explain import EXPLAIN
from extrabrain.advice.tasks.feedback import FEEDBACK
from extrabrain.advice.tasks.follow_ups import FOLLOW_UPS
from extrabrain.advice.tasks.interviewer import INTERVIEWER
from extrabrain.advice.tasks.outline import OUTLINE
from extrabrain.advice.tasks.questions import QUESTIONS
from extrabrain.advice.tasks.self_review import SELF_REVIEW
from extrabrain.advice.tasks.story import STORY
from extrabrain.advice.tasks.summary import SUMMARY
from extrabrain.advice.tasks.tighten import TIGHTEN
from extrabrain.advice.tasks.unresolved import UNRESOLVED
from extrabrain.core.errors import NotFound

TASKS: dict[str, Task] = {
    task.name: task
    for task in (
        OUTLINE,
        STORY,
        EXPLAIN,
        FOLLOW_UPS,
        TIGHTEN,
        FEEDBACK,
        ASK,
        INTERVIEWER,
        QUESTIONS,
        SUMMARY,
        DECISIONS,
        ACTIONS,
        UNRESOLVED,
        COMMUNICATION,
        SELF_REVIEW,
    )
}


def task(name: str) -> Task:
    """`NotFound` names those there are."""
    if name not in TASKS:
        raise NotFound(f"There is no task {name!r}.", next_step=f"There are: {', '.join(TASKS)}.")
    return TASKS[name]
