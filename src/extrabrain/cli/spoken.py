"""Spoken answers for the terminal: from a file, or from this machine's microphone."""

import asyncio
import sys
import threading
from pathlib import Path

from extrabrain.app.build import Workbench
from extrabrain.cli.envelope import note
from extrabrain.cli.first_send import hearing_first
from extrabrain.cli.meter import Meter
from extrabrain.core.errors import Problem
from extrabrain.core.feedback import Feedback
from extrabrain.core.question import Question
from extrabrain.flows.capture import GONE, capture
from extrabrain.flows.practice import Attempt
from extrabrain.flows.recording import practise_recording
from extrabrain.flows.speak import Speaking
from extrabrain.flows.transcribe import Transcriber
from extrabrain.sound.capture_device import Microphone


def from_recording(
    bench: Workbench, question: Question, path: Path, engine: str | None
) -> tuple[Attempt, Feedback]:
    hearing_first(bench, engine)
    transcriber = Transcriber(bench.speech.vad(), bench.speech.engine(engine))
    tell = Meter(path) if sys.stderr.isatty() else None
    attempt, feedback, notices = practise_recording(bench.practice, transcriber, question, path, tell)
    if tell is not None:
        tell.clear()
    for notice in notices:
        note(f"{notice.what} {notice.next_step}")
    return attempt, feedback


def from_microphone(
    bench: Workbench, question: Question, engine: str | None, device: str | None
) -> tuple[Attempt, Feedback]:
    """Speaks until Enter or Ctrl-C; `Problem` where nothing was heard."""
    hearing_first(bench, engine)
    with Microphone(device or bench.settings.device or None) as microphone:
        attempt = bench.practice.begin(question)
        speaking = bench.speech.speaking(attempt, engine_name=engine)
        note(f"{question.text}\n\nRecording. Press Enter to stop.")
        threading.Thread(target=_wait_for_enter, args=(microphone,), daemon=True).start()
        feedback = asyncio.run(_speak(speaking, microphone))
    if feedback is None:
        raise Problem("No speech was heard.", next_step="Check the microphone and its level, then try again.")
    return attempt, feedback


def _wait_for_enter(microphone: Microphone) -> None:
    sys.stdin.readline()
    microphone.stop()


async def _speak(speaking: Speaking, microphone: Microphone) -> Feedback | None:
    async with speaking.watched():
        running = asyncio.create_task(speaking.run())
        try:
            await capture(speaking, microphone)
        except asyncio.CancelledError:
            note("Stopping.")
        if microphone.lost:
            note(f"{GONE.what} What was heard so far is kept.")
        speaking.stop()
        return await running
