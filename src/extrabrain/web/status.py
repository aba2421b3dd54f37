"""What the status line shows: posture, engine, models, and the pull that is under way."""

from extrabrain.app.build import Workbench
from extrabrain.core.errors import Problem
from extrabrain.core.event import Noticed
from extrabrain.web.pulls import Pulls
from extrabrain.web.shapes import ModelsState, Pulling, StatusRecord
from extrabrain.weights.progress import Progress


class Status:
    """Reads the workbench; `pulls` fetches models for it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self.problem: Problem | None = None
        """What went wrong in the background; the page shows it."""
        self.pulls = Pulls(lambda: bench.weights, bench.forget_models)

    def read(self) -> StatusRecord:
        from importlib.metadata import version

        missing = self._bench.speech.missing_models()
        problems = self.pulls.problems()
        problem = next((problems[model_id] for model_id in missing if model_id in problems), self.problem)
        return StatusRecord(
            version=version("extrabrain"),
            posture=self._bench.consent.policy().posture,
            jailed=self._bench.fence.jail.holds,
            jail=self._bench.fence.jail.kind,
            engine=self._bench.settings.engine,
            coach="built-in coach",
            key_place=self._bench.vault.place,
            locked=self._bench.vault.locked,
            microphone=self._bench.settings.microphone,
            models=ModelsState(
                ready=not missing,
                missing=missing,
                pulling=pulling_of(self.pulls.progress()) if self.pulls.busy() else None,
            ),
            problem=Noticed(problem.what, problem.next_step) if problem else None,
        )

    def start_pull(self) -> None:
        """Pulls what is missing; does nothing for what is under way."""
        self.pulls.start(self._bench.speech.missing_models())

    def pull_starter(self) -> None:
        """Pulls what is missing of the starter set; a larger model that was chosen and is gone is not fetched
        unasked."""
        starter = self._bench.weights.starter()
        self.pulls.start(model_id for model_id in self._bench.speech.missing_models() if model_id in starter)


def pulling_of(progress: Progress | None) -> Pulling | None:
    if progress is None:
        return None
    return Pulling(
        id=progress.model_id,
        done_bytes=progress.done_bytes,
        total_bytes=progress.total_bytes,
        seconds_left=progress.seconds_left,
    )
