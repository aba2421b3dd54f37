"""All tasks by name."""

from extrabrain.advice.task import Task
from extrabrain.advice.tasks.ask import ASK
from extrabrain.advice.tasks.explain import EXPLAIN
from extrabrain.advice.tasks.follow_ups import FOLLOW_UPS
from extrabrain.advice.tasks.outline import OUTLINE
from extrabrain.advice.tasks.story import STORY
from extrabrain.advice.tasks.tighten import TIGHTEN
from extrabrain.core.errors import NotFound

TASKS: dict[str, Task] = {task.name: task for task in (OUTLINE, STORY, EXPLAIN, FOLLOW_UPS, TIGHTEN, ASK)}


def task(name: str) -> Task:
    """`NotFound` names those there are."""
    if name not in TASKS:
        raise NotFound(f"There is no task {name!r}.", next_step=f"There are: {', '.join(TASKS)}.")
    return TASKS[name]
