"""One live capture: sound in, first to disk, then turns, then words out as events.

Joints: sound to disk is never dropped (`feed` returns after the write). Everything behind it reads the spool,
not memory, so recognition may fall behind as far as it likes, says so (`LagChanged`) and catches up. Of
partials only the newest counts; finals wait in order.

Times are those of the sound itself: n samples fed make n/16 ms. While paused nothing is kept; sound that is
fed meanwhile becomes silence, so that times go on.
"""

import asyncio
import time
from contextlib import suppress
from typing import Protocol

from extrabrain.core.audio import Channel
from extrabrain.core.errors import NotHeard, Problem, ProtectedStorage
from extrabrain.core.event import (
    CaptureEnded,
    EventBody,
    FilledPauseHeard,
    LagChanged,
    Noticed,
    SegmentHeard,
    VoiceHeard,
)
from extrabrain.core.transcript import Transcript
from extrabrain.flows.alone import alone
from extrabrain.flows.desk import Desk, Job, Lag
from extrabrain.flows.ears import Ears
from extrabrain.flows.patience import Patience
from extrabrain.flows.segment import segment_of
from extrabrain.sound.filled_pauses import FilledPause, FilledPauses
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import SpoolReader
from extrabrain.sound.turns import WINDOW_MS, WINDOW_SAMPLES, Turn, Turns
from extrabrain.sound.vad import VoiceDetector
from extrabrain.words.engine import Engine, Heard, StreamingEngine, samples_of

SYNC_EVERY_S = 0.2
"""How much sound a power cut may take; a killed process loses none."""

PAUSE_SAMPLES = 32 * WINDOW_SAMPLES
"""Silence that a pause leaves (1 s): longer than any hangover, so that the open turn closes."""

_BREATH_SAMPLES = 8_000
"""After this much sound the watcher lets the event loop do other things."""


class Publish(Protocol):
    """Keeps an event, then shows it. Must be safe to call from two tasks."""

    async def __call__(self, body: EventBody, at_ms: int) -> None: ...


class Listening:
    """`run` it as a task; `feed`, `pause`, `resume` and `finish` from the same event loop.

    `vad` and `spool` are this capture's own; `spool` is closed when `run` ends. With a spool that a crash
    left behind, `before` is the transcript so far: turns without a final segment are recognised again.
    """

    def __init__(
        self,
        spool: Spool,
        vad: VoiceDetector,
        engine: Engine,
        publish: Publish,
        *,
        channel: Channel = "mic",
        before: Transcript | None = None,
    ) -> None:
        self._spool = spool
        self._vad = vad
        self._publish = publish
        self._channel: Channel = channel
        said = [s for s in (before or Transcript()).segments if s.channel == channel]
        finals = [s for s in said if s.is_final]
        first_turn = max((s.turn for s in finals), default=-1) + 1
        self._position = max((s.end_ms for s in finals), default=0) // WINDOW_MS * WINDOW_SAMPLES
        self._ear = FilledPauses(from_ms=self._position // WINDOW_SAMPLES * WINDOW_MS)
        self._turns = Turns(first_window=self._position // WINDOW_SAMPLES, first_turn=first_turn)
        self._revisions = {s.turn: s.revision + 1 for s in said if not s.is_final}
        self._shown: tuple[int, str] = (-1, "")
        self._ears = Ears(engine)
        self._patience = Patience()
        self._desk = Desk(anew=not isinstance(engine, StreamingEngine))
        self._lag = Lag()
        self._news = asyncio.Event()
        self._work = asyncio.Event()
        self._ended = asyncio.Event()
        self._watched = False
        self._paused = False
        self._reason = "stopped"
        self._problem: Problem | None = None

    @property
    def fed(self) -> int:
        """How many times sound was fed into this spool, before a crash too."""
        return self._spool.fed

    @property
    def duration_ms(self) -> int:
        """How much sound there is."""
        return self._spool.duration_ms

    async def feed(self, pcm: bytes) -> None:
        """Takes 16 kHz mono s16le sound; it is on disk when this returns. After the end it takes nothing.

        Raises `ProtectedStorage` where the disk is full: the capture then ends by itself, with what there is.
        """
        if self._ended.is_set():
            if self._problem is not None:
                raise self._problem
            return
        try:
            if self._paused:
                self._spool.skip(len(pcm) // 2)
            else:
                self._spool.append(pcm)
        except ProtectedStorage as problem:
            self._lose(problem)
            raise
        self._news.set()

    def pause(self) -> None:
        """Closes the open turn; nothing that is fed is kept until `resume`."""
        if not self._paused and not self._ended.is_set():
            self._paused = True
            try:
                self._spool.skip(PAUSE_SAMPLES)
            except ProtectedStorage as problem:
                self._lose(problem)
            self._news.set()

    def resume(self) -> None:
        self._paused = False

    def finish(self, reason: str = "stopped") -> None:
        """No more sound: `run` says so at once (`CaptureEnded`), recognises what is left, and returns."""
        if not self._ended.is_set():
            self._reason = reason
            self._ended.set()
            self._news.set()

    async def run(self) -> None:
        """Until `finish`. A failing engine or publisher ends it with that error; the sound stays on disk. An
        engine that could not hear now (`NotHeard`) is borne with while sound comes in."""
        self._news.set()
        try:
            with SpoolReader(self._spool.path, self._spool.key) as reader:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._watch(reader))
                    tasks.create_task(self._recognise())
                    tasks.create_task(self._keep())
                    tasks.create_task(self._tell_end())
        except BaseExceptionGroup as failed:
            raise alone(failed) from None
        finally:
            self._ended.set()
            self._ears.close()
            self._spool.close()

    async def _tell_end(self) -> None:
        """That nothing is recorded any more must not wait for the recognition of what was."""
        await self._ended.wait()
        at_ms = self._spool.duration_ms
        if self._problem is not None:
            await self._publish(Noticed(self._problem.what, self._problem.next_step), at_ms)
        await self._publish(CaptureEnded(at_ms, self._reason), at_ms)

    def _lose(self, problem: ProtectedStorage) -> None:
        self._problem = problem
        self.finish("lost")

    async def _keep(self) -> None:
        """Makes the sound survive a power cut, off the hot path."""
        while not self._ended.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(SYNC_EVERY_S):
                    await self._ended.wait()
            try:
                await asyncio.to_thread(self._spool.sync)
            except ProtectedStorage as problem:
                self._lose(problem)

    async def _watch(self, reader: SpoolReader) -> None:
        """Cuts turns out of the sound on disk."""
        at_sample = 0
        while True:
            await self._news.wait()
            self._news.clear()
            last = self._ended.is_set()
            breath = 0
            for pcm in reader.follow():
                fresh = pcm[2 * max(0, self._position - at_sample) :]
                at_sample += len(pcm) // 2
                await self._notice(self._ear.push(fresh))
                await self._cut(self._vad.push(fresh))
                breath += len(pcm) // 2
                if breath >= _BREATH_SAMPLES:
                    breath = 0
                    await asyncio.sleep(0)
            if last:
                break
        await self._notice(self._ear.flush())
        await self._cut(self._vad.flush())
        for turn in self._turns.flush():
            await self._close(turn)
        self._desk.growing(None)
        self._watched = True
        self._work.set()

    async def _notice(self, filled: list[FilledPause]) -> None:
        for pause in filled:
            await self._publish(FilledPauseHeard(pause.start_ms, pause.end_ms), self._spool.duration_ms)

    async def _cut(self, probabilities: list[float]) -> None:
        for probability in probabilities:
            for turn in self._turns.push(probability):
                await self._close(turn)
        if probabilities:
            self._desk.growing(self._turns.open)
            self._work.set()
            await self._tell_lag()

    async def _close(self, turn: Turn) -> None:
        start_ms, end_ms = turn.voiced_ms[0][0], turn.voiced_ms[-1][1]
        until_ms = self._spool.duration_ms
        await self._publish(
            VoiceHeard(turn.turn, start_ms, min(end_ms, until_ms)), min(turn.closed_at * WINDOW_MS, until_ms)
        )
        self._desk.closed(turn)
        self._work.set()

    async def _recognise(self) -> None:
        """Gives the engine one slice after the other, on a thread of its own."""
        with SpoolReader(self._spool.path, self._spool.key) as slices:
            while True:
                job = self._desk.next()
                if job is not None:
                    await self._hear(job, slices)
                elif self._watched:
                    return
                else:
                    await self._work.wait()
                    self._work.clear()

    async def _hear(self, job: Job, slices: SpoolReader) -> None:
        heard, cost_ms = self._ears.known(job), None
        if heard is None:
            try:
                heard, cost_ms = await asyncio.to_thread(self._decode, job, slices)
            except NotHeard as problem:
                await self._bear(problem)
                return
            self._patience.heard()
        await self._say(job, heard)
        self._desk.done(job, cost_ms)
        await self._tell_lag()

    def _decode(self, job: Job, slices: SpoolReader) -> tuple[Heard, float]:
        began = time.monotonic()
        pcm = slices.slice(job.turn.start * WINDOW_SAMPLES, job.turn.end * WINDOW_SAMPLES)
        heard = self._ears.hear(job, samples_of(pcm))
        return heard, (time.monotonic() - began) * 1000

    async def _bear(self, problem: NotHeard) -> None:
        """The sound is on disk, so the capture goes on; the turn is heard when the engine works again."""
        wait_s = self._patience.after(problem, ended=self._ended.is_set())
        if wait_s is None:
            raise problem
        if self._patience.news(problem):
            await self._publish(Noticed(problem.what, problem.next_step), self._spool.duration_ms)
        if self._ended.is_set():
            await asyncio.sleep(wait_s)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._ended.wait()

    async def _say(self, job: Job, heard: Heard) -> None:
        number = job.turn.turn
        if not job.is_final and (not heard.text or self._shown == (number, heard.text)):
            return
        revision = self._revisions.pop(number, 0)
        if not job.is_final:
            self._revisions[number] = revision + 1
        self._shown = (number, heard.text)
        now_ms = self._spool.duration_ms
        segment = segment_of(
            job.turn,
            heard,
            channel=self._channel,
            until_ms=now_ms,
            revision=revision,
            is_final=job.is_final,
        )
        await self._publish(SegmentHeard(segment), now_ms)

    async def _tell_lag(self) -> None:
        for behind_ms in self._lag.push(self._desk.behind_ms(self._spool.samples // WINDOW_SAMPLES)):
            await self._publish(LagChanged(behind_ms), self._spool.duration_ms)
