"""What can be said of a conversation afterwards without a language model, each point with its words."""

from dataclasses import dataclass
from typing import get_args

from extrabrain.advice.tasks.table import task as task_named
from extrabrain.core.advice import Brief, Point, TaskName
from extrabrain.core.errors import NotFound
from extrabrain.flows import history
from extrabrain.flows.permit import need
from extrabrain.record.db import Store

PARTS: tuple[TaskName, ...] = tuple(
    name for name in get_args(TaskName) if name in ("summary", "decisions", "actions", "unresolved")
)


@dataclass(frozen=True, slots=True)
class MeetingReview:
    """Every point quotes the transcript; the heading of an action is who is to do it."""

    session_id: str
    title: str
    summary: tuple[Point, ...]
    decisions: tuple[Point, ...]
    actions: tuple[Point, ...]
    unresolved: tuple[Point, ...]


def meeting_review(store: Store, session_id: str) -> MeetingReview:
    """`NotPermitted` where assistance was off in it, `NotFound` where nothing was said."""
    record = history.look_back(store, session_id)
    need(record.session, "assistance")
    if not record.text:
        raise NotFound(
            f"Session {session_id} has no transcript.", next_step="Choose one in which was spoken."
        )
    said = {name: task_named(name).fallback(Brief(name, "", record.text)) for name in PARTS}
    return MeetingReview(
        session_id,
        record.session.title,
        summary=said["summary"],
        decisions=said["decisions"],
        actions=said["actions"],
        unresolved=said["unresolved"],
    )
