"""What the status line shows: posture, engine, models, and the pull that is under way."""

import threading
from typing import Any

from extrabrain.app.build import Workbench
from extrabrain.core.errors import Problem
from extrabrain.weights.progress import Progress


class Status:
    """Also runs the pull of the starter models, one at a time, on a thread of its own."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._lock = threading.Lock()
        self._pulling: Progress | None = None
        self._busy = False
        self._thread: threading.Thread | None = None
        self._problem: Problem | None = None

    def read(self) -> dict[str, Any]:
        from importlib.metadata import version

        missing = self._bench.weights.missing_starter()
        with self._lock:
            pulling, problem, busy = self._pulling, self._problem, self._busy
        return {
            "version": version("extrabrain"),
            "posture": "local",
            "jailed": False,
            "engine": self._bench.settings.engine,
            "coach": "built-in coach",
            "key_place": self._bench.key.place,
            "models": {
                "ready": not missing,
                "missing": list(missing),
                "pulling": _progress(pulling) if busy else None,
            },
            "problem": {"what": problem.what, "next_step": problem.next_step} if problem else None,
        }

    def start_pull(self) -> None:
        """Pulls what is missing of the starter set; does nothing while a pull is under way."""
        with self._lock:
            if self._busy:
                return
            self._busy, self._problem = True, None
        self._thread = threading.Thread(target=self._pull, name="starter-pull", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Until the pull that is under way has ended, well or not."""
        if self._thread is not None:
            self._thread.join()

    def _pull(self) -> None:
        try:
            for model_id in self._bench.weights.missing_starter():
                self._bench.weights.pull(model_id, self._progressed)
        except Problem as problem:
            with self._lock:
                self._problem = problem
        finally:
            with self._lock:
                self._busy, self._pulling = False, None
            self._bench.forget_coach()

    def _progressed(self, progress: Progress) -> None:
        with self._lock:
            self._pulling = progress


def _progress(progress: Progress | None) -> dict[str, Any] | None:
    if progress is None:
        return None
    return {
        "id": progress.model_id,
        "done_bytes": progress.done_bytes,
        "total_bytes": progress.total_bytes,
        "seconds_left": progress.seconds_left,
    }
