"""One piece of work on a thread, with progress and a way to stop."""

import threading
from collections.abc import Callable
from typing import Literal

from extrabrain.core.errors import Conflict, Problem
from extrabrain.core.event import Noticed
from extrabrain.web.keeping_shapes import TaskState

State = Literal["working", "done", "failed", "stopped"]


class _Stopped(Exception):
    """Raised into work that the user stopped."""


class Task:
    """What the work tells of itself."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.fraction = 0.0
        self.state: State = "working"
        self.problem: Problem | None = None
        self.stopping = False

    def tell(self, fraction: float) -> None:
        """Call it often: it ends the work where the user wants that."""
        self.fraction = fraction
        if self.stopping:
            raise _Stopped


class Tasks:
    """At most one at a time; the last one can still be asked about."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Task | None = None

    def start(self, kind: str, work: Callable[[Task], None]) -> None:
        """`Conflict` while another one is under way."""
        with self._lock:
            if self._last is not None and self._last.state == "working":
                raise Conflict("One is under way already.", next_step="Wait for it, or stop it.")
            self._last = task = Task(kind)
        threading.Thread(target=_run, args=(task, work), name=kind, daemon=True).start()

    def stop(self) -> None:
        """Does nothing where nothing is under way."""
        if self._last is not None:
            self._last.stopping = True

    def state(self) -> TaskState | None:
        """Of the last one; none where there was none yet."""
        last = self._last
        if last is None:
            return None
        problem = Noticed(last.problem.what, last.problem.next_step) if last.problem else None
        return TaskState(last.kind, last.state, last.fraction, problem)


def _run(task: Task, work: Callable[[Task], None]) -> None:
    state: State = "failed"
    try:
        work(task)
        state = "done"
    except _Stopped:
        state = "stopped"
    except Problem as problem:
        task.problem = problem
    finally:
        task.state = state
