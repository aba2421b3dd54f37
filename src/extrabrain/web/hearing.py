"""Imported recordings being heard: each a job on a thread, one at a time, with progress and a way to stop."""

import secrets
import threading
from dataclasses import dataclass, replace
from typing import Any, Literal

from extrabrain.app.build import Workbench
from extrabrain.core.errors import NotFound, Problem
from extrabrain.core.event import Noticed
from extrabrain.core.question import Question
from extrabrain.guard.sealed import SealedFile

KEPT = 20
"""How many finished jobs can still be asked about."""


@dataclass(frozen=True, slots=True)
class Job:
    """`session_id` and `attempt` are there when it is done; `problem` says why it failed, and what next."""

    job_id: str
    state: Literal["waiting", "listening", "done", "failed", "stopped"] = "waiting"
    fraction: float | None = None
    seconds_left: float | None = None
    session_id: str | None = None
    attempt: int | None = None
    notices: tuple[Noticed, ...] = ()
    problem: Noticed | None = None


class _Stopped(Exception):
    """Raised into a recording that the user stopped."""


class Hearing:
    """Thread-safe. Takes over the file of each recording and removes it in the end, whatever happens."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._jobs: dict[str, Job] = {}
        self._stopped: set[str] = set()
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        bench.on_lock(self._stop_all)

    def start(self, question: Question, recording: SealedFile) -> Job:
        """Removes the file of `recording` in the end, whatever happens."""
        job = Job(secrets.token_hex(8))
        with self._lock:
            self._jobs[job.job_id] = job
            for old in list(self._jobs)[:-KEPT]:
                if self._jobs[old].state not in ("waiting", "listening"):
                    del self._jobs[old]
        work = threading.Thread(
            target=self._run, args=(job.job_id, question, recording), name="hearing", daemon=True
        )
        work.start()
        return job

    def find(self, job_id: str) -> Job:
        with self._lock:
            if job_id not in self._jobs:
                raise NotFound("There is no such recording.", next_step="Import it again.")
            return self._jobs[job_id]

    def stop(self, job_id: str) -> None:
        """Nothing of it is kept, unless it was done before; `NotFound` for an unknown job."""
        self.find(job_id)
        with self._lock:
            self._stopped.add(job_id)

    def _stop_all(self) -> None:
        with self._lock:
            self._stopped.update(self._jobs)

    def _run(self, job_id: str, question: Question, recording: SealedFile) -> None:
        try:
            with self._turn:
                self._tell(job_id, 0.0, None)
                self._hear(job_id, question, recording)
        except _Stopped:
            self._set(job_id, state="stopped")
        except Problem as problem:
            self._set(job_id, state="failed", problem=Noticed(problem.what, problem.next_step))
        except BaseException:
            self._set(
                job_id, state="failed", problem=Noticed("The recording could not be heard.", "Try again.")
            )
            raise
        finally:
            recording.path.unlink(missing_ok=True)

    def _hear(self, job_id: str, question: Question, recording: SealedFile) -> None:
        from extrabrain.flows.recording import practise_recording
        from extrabrain.flows.transcribe import Transcriber

        transcriber = Transcriber(self._bench.speech.vad(), self._bench.speech.engine())
        attempt, _, notices = practise_recording(
            self._bench.practice,
            transcriber,
            question,
            recording,
            lambda heard: self._tell(job_id, heard.fraction, heard.seconds_left),
        )
        self._set(
            job_id,
            state="done",
            fraction=1.0,
            seconds_left=0.0,
            session_id=attempt.session_id,
            attempt=attempt.number,
            notices=notices,
        )

    def _tell(self, job_id: str, fraction: float | None, seconds_left: float | None) -> None:
        if job_id in self._stopped:
            raise _Stopped
        self._set(job_id, state="listening", fraction=fraction, seconds_left=seconds_left)

    def _set(self, job_id: str, **changes: Any) -> None:
        with self._lock:
            self._jobs[job_id] = replace(self._jobs[job_id], **changes)
