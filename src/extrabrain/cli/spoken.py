"""Spoken answers for the terminal: from a file, or from this machine's microphone."""

import sys
from pathlib import Path

from extrabrain.app.build import Workbench
from extrabrain.cli.envelope import note
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question
from extrabrain.flows.practice import Attempt
from extrabrain.flows.recording import practise_recording
from extrabrain.flows.transcribe import Progress, Transcriber


def from_recording(
    bench: Workbench, question: Question, path: Path, engine: str | None
) -> tuple[Attempt, Feedback]:
    transcriber = Transcriber(bench.vad(), bench.engine(engine))
    tell = _tell if sys.stderr.isatty() else None
    attempt, feedback, notices = practise_recording(bench.practice, transcriber, question, path, tell)
    for notice in notices:
        note(f"{notice.what} {notice.next_step}")
    return attempt, feedback


def _tell(progress: Progress) -> None:
    if progress.fraction is None:
        sys.stderr.write(f"\r  listening: {progress.done_ms / 1000:.0f} s   ")
    else:
        left = f", {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
        sys.stderr.write(f"\r  listening: {progress.fraction:.0%}{left}   ")
    if progress.fraction == 1.0:
        sys.stderr.write("\n")
    sys.stderr.flush()
