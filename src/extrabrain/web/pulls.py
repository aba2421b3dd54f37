"""Models being fetched for the page: one after another, on a thread, with progress and a way to stop."""

import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable

from extrabrain.core.errors import Conflict, Problem
from extrabrain.weights.progress import Progress
from extrabrain.weights.store import Weights

BROKE = Problem(
    "Something in extrabrain broke while the model was fetched. What came of it is kept.",
    next_step="Fetch it again; the terminal shows the error to report.",
)


class _Stopped(Exception):
    """Raised into a pull that the user stopped."""


class Pulls:
    """Thread-safe. `came` is called on the pulling thread after the models of a run have come, or not."""

    def __init__(self, weights: Callable[[], Weights], came: Callable[[], None]) -> None:
        self._weights = weights
        self._came = came
        self._lock = threading.Lock()
        self._waiting: deque[str] = deque()
        self._now: str | None = None
        self._progress: Progress | None = None
        self._stopped: set[str] = set()
        self._removing: set[str] = set()
        self._problems: dict[str, Problem] = {}

    def start(self, model_ids: Iterable[str]) -> None:
        """Fetches them in order, after those that wait already. `NotFound` for an unknown model, `Conflict`
        for one that is being removed."""
        wanted = [self._weights().entry(model_id).id for model_id in model_ids]
        with self._lock:
            if self._removing.intersection(wanted):
                raise Conflict("This model is being removed.", next_step="Fetch it when that is done.")
            for model_id in wanted:
                self._problems.pop(model_id, None)
                under_way = model_id == self._now and model_id not in self._stopped
                if not under_way and model_id not in self._waiting:
                    self._waiting.append(model_id)
            if self._now is not None or not self._waiting:
                return
            self._now = self._waiting.popleft()
            threading.Thread(target=self._run, name="pull", daemon=True).start()

    def stop(self, model_id: str) -> None:
        """What was fetched of it is kept; does nothing where it is not under way."""
        with self._lock:
            if model_id in self._waiting:
                self._waiting.remove(model_id)
            elif model_id == self._now:
                self._stopped.add(model_id)

    def remove(self, model_id: str) -> int:
        """Deletes a model and gives the bytes freed; `Conflict` while it is being fetched. Others who ask for
        something do not wait for it: it may take long, or wait for another program that fetches it."""
        with self._lock:
            if model_id == self._now or model_id in self._waiting:
                raise Conflict("This model is being fetched.", next_step="Stop that first.")
            self._removing.add(model_id)
        try:
            return self._weights().remove(model_id)
        finally:
            with self._lock:
                self._removing.discard(model_id)

    def busy(self) -> bool:
        with self._lock:
            return self._now is not None

    def progress(self) -> Progress | None:
        """Of the model that is being fetched now."""
        with self._lock:
            return self._progress

    def under_way(self) -> tuple[str, ...]:
        """The model being fetched, then those that wait."""
        with self._lock:
            return (*(() if self._now is None else (self._now,)), *self._waiting)

    def problems(self) -> dict[str, Problem]:
        """Why the last pull of each model failed, for those whose did."""
        with self._lock:
            return dict(self._problems)

    def _run(self) -> None:
        """Takes the next one only when all is done with the last: who starts something meanwhile finds this
        thread busy, and it is the only one."""
        model_id = self._now
        while model_id is not None:
            problem = self._pulled(model_id)
            with self._lock:
                if problem is not None:
                    self._problems[model_id] = problem
                self._stopped.discard(model_id)
                self._progress = None
                model_id = self._now = self._waiting.popleft() if self._waiting else None

    def _pulled(self, model_id: str) -> Problem | None:
        """What went wrong, also where that is a fault of ours: the next one is fetched all the same."""
        try:
            try:
                self._weights().pull(model_id, self._tell)
            finally:
                self._came()
        except _Stopped:
            pass
        except Problem as problem:
            return problem
        except Exception:  # noqa: BLE001 - told on the page, and to the terminal
            traceback.print_exc()
            return BROKE
        return None

    def _tell(self, progress: Progress) -> None:
        with self._lock:
            self._progress = progress
            if progress.model_id in self._stopped:
                raise _Stopped
