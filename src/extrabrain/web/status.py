"""What the status line shows: posture, engine, models, and the pull that is under way."""

from typing import Any

from extrabrain.app.build import Workbench
from extrabrain.web.pulls import Pulls
from extrabrain.weights.progress import Progress


class Status:
    """Reads the workbench; `pulls` fetches models for it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self.pulls = Pulls(lambda: bench.weights, bench.forget_models)

    def read(self) -> dict[str, Any]:
        from importlib.metadata import version

        missing = self._bench.missing_models()
        problems = self.pulls.problems()
        problem = next((problems[model_id] for model_id in missing if model_id in problems), None)
        return {
            "version": version("extrabrain"),
            "posture": self._bench.consent.policy().posture,
            "jailed": self._bench.fence.jail.holds,
            "jail": self._bench.fence.jail.kind,
            "engine": self._bench.settings.engine,
            "coach": "built-in coach",
            "key_place": self._bench.key.place,
            "models": {
                "ready": not missing,
                "missing": list(missing),
                "pulling": progress_of(self.pulls.progress()) if self.pulls.busy() else None,
            },
            "problem": {"what": problem.what, "next_step": problem.next_step} if problem else None,
        }

    def start_pull(self) -> None:
        """Pulls what is missing; does nothing for what is under way."""
        self.pulls.start(self._bench.missing_models())

    def pull_starter(self) -> None:
        """Pulls what is missing of the starter set and waits until that has ended, well or not.

        A larger model that was chosen and is gone is not fetched unasked.
        """
        starter = self._bench.weights.starter()
        self.pulls.start(model_id for model_id in self._bench.missing_models() if model_id in starter)
        self.pulls.wait()


def progress_of(progress: Progress | None) -> dict[str, Any] | None:
    if progress is None:
        return None
    return {
        "id": progress.model_id,
        "done_bytes": progress.done_bytes,
        "total_bytes": progress.total_bytes,
        "seconds_left": progress.seconds_left,
    }
