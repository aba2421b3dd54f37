"""What an engine hears of turns that grow: each sound once where it keeps its place, else all of it anew.

Blocking, for one thread.
"""

from extrabrain.flows.desk import Job
from extrabrain.words.engine import Ear, Engine, Heard, Samples, StreamingEngine

_Place = tuple[int, int, int]


class Ears:
    """Of one capture."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: tuple[_Place, Heard] | None = None
        self._ear: Ear | None = None
        self._turn = (-1, -1)
        self._given = 0

    def known(self, job: Job) -> Heard | None:
        """Words that need no more work: the very slice was heard before, and its ear has nothing to add."""
        if self._known is None or self._known[0] != _place(job) or (job.is_final and self._ear):
            return None
        return self._known[1]

    def hear(self, job: Job, samples: Samples) -> Heard:
        """`samples` are all of the turn. Problems of the engine pass as they are; then it starts anew."""
        if isinstance(self._engine, StreamingEngine):
            heard = self._follow(self._engine, job, samples)
        else:
            heard = self._engine.hear(samples)
        self._known = (_place(job), heard)
        return heard

    def close(self) -> None:
        ear, self._ear = self._ear, None
        if ear is not None:
            ear.close()

    def _follow(self, engine: StreamingEngine, job: Job, samples: Samples) -> Heard:
        """A turn that was cut ends before sound that its ear has had already, so it is heard anew."""
        turn = (job.turn.turn, job.turn.start)
        if turn != self._turn or len(samples) < self._given or self._ear is None:
            self.close()
            self._ear, self._turn, self._given = engine.listen(), turn, 0
        try:
            fresh, self._given = samples[self._given :], len(samples)
            heard = self._ear.push(fresh) if len(fresh) or not job.is_final else Heard("")
            if job.is_final:
                heard = self._ear.finish()
                self.close()
            return heard
        except BaseException:
            self.close()
            raise


def _place(job: Job) -> _Place:
    return (job.turn.turn, job.turn.start, job.turn.end)
