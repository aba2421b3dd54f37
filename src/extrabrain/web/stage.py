"""The attempts that are being spoken now, each a task of the server."""

import asyncio
import math
from array import array
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from anyio import to_thread

from extrabrain.core.audio import SPEECH_RATE_HZ
from extrabrain.flows.practice import Attempt
from extrabrain.flows.speak import Speaking

FRAME_SAMPLES = 320
"""20 ms at 16 kHz, as the page sends them."""


class Stage:
    """Opens, finds and closes `Speaking`s; `make` builds one, on a thread."""

    def __init__(self, make: Callable[[Attempt], Speaking]) -> None:
        self._make = make
        self._open: dict[str, Speaking] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, attempt: Attempt, *, sample: Path | None = None) -> None:
        """Starts listening; with `sample`, that recording is played in at the pace of speech."""
        speaking = await to_thread.run_sync(self._make, attempt)
        self._open[attempt.session_id] = speaking
        self._start(self._run(speaking))
        if sample is not None:
            speaking.level = 0.0
            self._start(_play(speaking, sample))

    def go_on(self, speaking: Speaking) -> None:
        """Takes over what an earlier server left unfinished; its page may come back to it."""
        self._open[speaking.attempt.session_id] = speaking
        self._start(self._run(speaking))

    def running(self) -> list[Speaking]:
        """All that are being spoken now."""
        return [speaking for speaking in self._open.values() if not speaking.stopped]

    def find(self, session_id: str) -> Speaking | None:
        return self._open.get(session_id)

    async def drop(self, session_id: str) -> None:
        """Stops listening at once, if this session still does, and waits for its end."""
        speaking = self._open.get(session_id)
        if speaking is not None:
            speaking.stop("deleted")
            while session_id in self._open:
                await asyncio.sleep(0.02)

    async def close(self) -> None:
        """Stops every session and waits until each is concluded."""
        for speaking in list(self._open.values()):
            speaking.stop("ended")
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, speaking: Speaking) -> None:
        whole = False
        try:
            await speaking.run()
            whole = True
        finally:
            self._open.pop(speaking.attempt.session_id, None)
            if not whole:
                await speaking.fail()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def loudness(pcm: bytes) -> float:
    """0–1 on a scale of decibels: 0 at −60 dBFS, 1 at full scale, as the page measures the microphone."""
    samples = array("h", pcm)
    power = sum(sample * sample for sample in samples) / max(1, len(samples))
    return max(0.0, min(1.0, 1 + math.log10(power / 32768**2) * 10 / 60)) if power else 0.0


async def _play(speaking: Speaking, sample: Path) -> None:
    from extrabrain.sound.file import read_audio

    pcm = await to_thread.run_sync(lambda: b"".join(chunk.pcm for chunk in read_audio(sample)))
    clock = asyncio.get_running_loop()
    began, size = clock.time(), FRAME_SAMPLES * 2
    for number, at in enumerate(range(0, len(pcm), size)):
        if speaking.stopped:
            return
        await speaking.feed(number, pcm[at : at + size])
        speaking.level = loudness(pcm[at : at + size])
        ahead = began + (number + 1) * FRAME_SAMPLES / SPEECH_RATE_HZ - clock.time()
        if ahead > 0:
            await asyncio.sleep(ahead)
    speaking.stop("ended")
