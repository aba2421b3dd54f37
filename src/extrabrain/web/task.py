"""One piece of work on a thread, with progress and a way to stop."""

import threading
from collections.abc import Callable
from typing import Any

from extrabrain.core.errors import Conflict, Problem


class _Stopped(Exception):
    """Raised into work that the user stopped."""


class Task:
    """What the work tells of itself."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.fraction = 0.0
        self.state = "working"
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

    def state(self) -> dict[str, Any] | None:
        """`kind`, `state` (working, done, failed, stopped), `fraction` and, where it failed, `problem`."""
        last = self._last
        if last is None:
            return None
        problem = last.problem and {"what": last.problem.what, "next_step": last.problem.next_step}
        return {"kind": last.kind, "state": last.state, "fraction": last.fraction, "problem": problem}


def _run(task: Task, work: Callable[[Task], None]) -> None:
    state = "failed"
    try:
        work(task)
        state = "done"
    except _Stopped:
        state = "stopped"
    except Problem as problem:
        task.problem = problem
    finally:
        task.state = state
