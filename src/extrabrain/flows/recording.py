"""A recording as an attempt: transcribed, kept beside its words, assessed."""

from collections.abc import Callable
from contextlib import closing

from extrabrain.core.errors import Problem
from extrabrain.core.event import Noticed
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question
from extrabrain.flows.practice import Attempt, Practice
from extrabrain.flows.transcribe import Progress, Transcriber
from extrabrain.sound.file import Recording, read_audio
from extrabrain.sound.spool import Spool


def practise_recording(
    practice: Practice,
    transcriber: Transcriber,
    question: Question,
    path: Recording,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[Attempt, Feedback, tuple[Noticed, ...]]:
    """Nothing is saved of a file without speech: that raises `Problem`. Notices tell of damage."""
    heard = transcriber.transcribe(path, progress)
    if not heard.text:
        notice = heard.notices[-1]
        raise Problem(notice.what, next_step=notice.next_step)
    attempt = practice.begin(question)
    with (
        Spool(practice.spool_path(attempt.session_id), attempt.audio_key) as spool,
        closing(read_audio(path, lambda _: None)) as chunks,
    ):
        for chunk in chunks:
            spool.append(chunk.pcm)
    feedback = practice.heard(
        attempt, list(heard.segments), list(heard.voiced), heard.duration_ms, heard.filled_pauses
    )
    return attempt, feedback, heard.notices
