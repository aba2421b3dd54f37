"""Speaking an answer live: frames in, events on disk and a glance back, feedback at the end.

A `Speaking` belongs to the server, not to a page: a reload or a dropped connection leaves it waiting, and
the page that comes back resends every frame that was not acknowledged. A frame is acknowledged only once
it is in the spool.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extrabrain.core.answer import Answer
from extrabrain.core.errors import Problem
from extrabrain.core.event import (
    CaptureEnded,
    EventBody,
    FilledPauseHeard,
    Noticed,
    SegmentHeard,
    SessionEnded,
    VoiceHeard,
)
from extrabrain.core.feedback import Feedback, Pulse
from extrabrain.core.transcript import Transcript
from extrabrain.flows.permit import need
from extrabrain.flows.practice import Attempt, Practice

if TYPE_CHECKING:  # these bring numpy, which a start can do without
    from extrabrain.coach.pulse import PulseMachine
    from extrabrain.flows.listen import Listening, Publish

WAIT_FOR_PAGE_S = 30.0
"""How long a session waits for its page to come back before it is concluded with what was said."""


SILENT_AFTER_S = 0.4
"""How long after the page went away its session says that nothing is recorded."""

PAGE_GONE = Noticed(
    "The page went away: nothing was recorded from here on until it came back.",
    f"A session waits {WAIT_FOR_PAGE_S:.0f} seconds for its page, then ends with what was said.",
)

BROKE = Noticed(
    "Something in extrabrain broke. Your recording and its transcript so far are kept.",
    "Find the session in History; the terminal shows the error to report.",
)
TO_BE_FINISHED = "The next start of extrabrain finishes this session, with the engine that is chosen then."


@dataclass(frozen=True, slots=True)
class Before:
    """What an attempt that was cut off had already heard: segments, voice by turn, and filled pauses."""

    transcript: Transcript
    voiced: Mapping[int, tuple[int, int]]
    filled_pauses: tuple[tuple[int, int], ...] = ()


class Speaking:
    """One attempt while it is spoken: `run` it as a task; call the rest from the same event loop."""

    def __init__(
        self,
        attempt: Attempt,
        practice: Practice,
        listening: "Callable[[Publish], Listening]",
        pulse: "PulseMachine | None",
        before: "Before | None" = None,
    ) -> None:
        need(attempt.session, "transcription")  # before `listening` is called: it starts the recogniser
        self.attempt = attempt
        self.stopped = False
        self.own_microphone = False
        """Whether the app itself listens, so that sound goes on without a page."""
        self.level = 0.0
        """Loudness 0–1 of sound that the app itself takes in; it stays 0 where a page sends the sound."""
        self._voice: object | None = None
        self._practice = practice
        self._listening = listening(self._publish)
        self.frames = self._listening.fed
        self._pulse_machine = pulse
        self._transcript = before.transcript if before else Transcript()
        self._voiced = dict(before.voiced) if before else {}
        self._filled = list(before.filled_pauses) if before else []
        self._duration_ms = 0
        self._joints: set[asyncio.Queue[Pulse]] = set()
        self._left: list[asyncio.TimerHandle] = []
        self._fed_at = 0.0
        self._paused = False
        self._notes: set[asyncio.Task[None]] = set()
        self._captured = asyncio.Event()

    async def run(self) -> Feedback | None:
        """Listens until `stop`, then concludes the attempt with feedback; none where nothing was heard or
        nothing was asked."""
        if not self._joints:
            self._left = [asyncio.get_running_loop().call_later(WAIT_FOR_PAGE_S, self.stop, "lost")]
        try:
            await self._listening.run()
        finally:
            self.stopped = True  # also where it broke: nothing goes on taking in sound for it
            self._stop_waiting()
        return await self._conclude()

    async def feed(self, number: int, pcm: bytes) -> int:
        """Takes frame `number` if it is the next one; returns how many frames are safe on disk."""
        if number == self.frames:
            await self._listening.feed(pcm)
            self.frames += 1
            self._fed_at = asyncio.get_running_loop().time()
        return self.frames

    def claim(self, who: object) -> bool:
        """Whether `who` is the one whose frames count: the first to ask, until it lets go. Two pages that
        show one session never both feed it."""
        if self._voice is None:
            self._voice = who
        return self._voice is who

    def let_go(self, who: object) -> None:
        if self._voice is who:
            self._voice = None

    @property
    def has_page(self) -> bool:
        """Whether a page looks at it now."""
        return bool(self._joints)

    async def tell(self, notice: Noticed) -> None:
        await self.attempt.log.aappend(self._listening.duration_ms, notice)

    @property
    def heard(self) -> Transcript:
        """What was said so far."""
        return self._transcript

    @property
    def duration_ms(self) -> int:
        """How much sound there is."""
        return self._listening.duration_ms

    def pause(self) -> None:
        self._paused = True
        self._listening.pause()

    def resume(self) -> None:
        self._paused = False
        self._listening.resume()

    def stop(self, reason: str = "stopped") -> None:
        self.stopped = True
        self._listening.finish(reason)

    async def fail(self, problem: Problem | None = None) -> None:
        """Tells the page what ended the session, a bug where none is named; what was said is on disk."""
        notice = BROKE if problem is None else Noticed(problem.what, f"{problem.next_step} {TO_BE_FINISHED}")
        await self.attempt.log.aappend(self._duration_ms, notice)
        reason = "failed" if problem is None else "unheard"
        await self.attempt.log.aappend(self._duration_ms, SessionEnded(reason))

    @asynccontextmanager
    async def watched(self) -> AsyncGenerator[asyncio.Queue[Pulse]]:
        """Holds the session open for a page, and gives it the newest pulse (older ones are dropped)."""
        joint: asyncio.Queue[Pulse] = asyncio.Queue(maxsize=1)
        self._joints.add(joint)
        self._stop_waiting()
        if not self._paused:
            self._listening.resume()
        try:
            yield joint
        finally:
            self._joints.discard(joint)
            if not self._joints:
                self._wait_for_page()

    async def captured(self) -> None:
        """Until the log says that nothing is recorded any more."""
        await self._captured.wait()

    def _wait_for_page(self) -> None:
        if self.stopped:
            return
        loop = asyncio.get_running_loop()
        self._left = [
            loop.call_later(SILENT_AFTER_S, self._page_gone),
            loop.call_later(WAIT_FOR_PAGE_S, self.stop, "lost"),
        ]

    def _stop_waiting(self) -> None:
        while self._left:
            self._left.pop().cancel()

    def _page_gone(self) -> None:
        """Nobody sees any more that this records: it does not, and the log says so. A recording of ours that
        is being played goes on."""
        silent_s = asyncio.get_running_loop().time() - self._fed_at
        if self.stopped or not self.frames or (silent_s < SILENT_AFTER_S and not self.own_microphone):
            return
        if self.own_microphone:
            self._listening.pause()
        note = asyncio.create_task(self._publish(PAGE_GONE, self._listening.duration_ms))
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)

    async def _publish(self, body: EventBody, at_ms: int) -> None:
        await self.attempt.log.aappend(at_ms, body)
        match body:
            case SegmentHeard(segment):
                self._transcript = self._transcript.heard(segment)
                if self._pulse_machine is None:
                    return
                pulse = self._pulse_machine.push(
                    self._transcript.text, self._transcript.words, at_ms, self._filled
                )
                for joint in self._joints:
                    if joint.full():
                        joint.get_nowait()
                    joint.put_nowait(pulse)
            case VoiceHeard(turn, start_ms, end_ms):
                self._voiced[turn] = (start_ms, end_ms)
            case FilledPauseHeard(start_ms, end_ms):
                self._filled.append((start_ms, end_ms))
            case CaptureEnded(duration_ms, _):
                self._duration_ms = duration_ms
                self._captured.set()
            case _:
                pass

    async def _conclude(self) -> Feedback | None:
        log, at_ms = self.attempt.log, self._duration_ms
        if not self._transcript.text:
            await log.aappend(
                at_ms,
                Noticed("No speech was heard.", "Check the microphone and its level, then try again."),
            )
            await log.aappend(at_ms, SessionEnded("silent"))
            return None
        question = self.attempt.question
        if question is None:
            await asyncio.to_thread(self._practice.end, self.attempt, at_ms)
            return None
        answer = Answer(
            question_id=question.question_id,
            question=question.text,
            text=self._transcript.text,
            words=self._transcript.words,
            duration_ms=at_ms,
            voiced=tuple(self._voiced[turn] for turn in sorted(self._voiced)),
            attempt=self.attempt.number,
            filled_pauses=tuple(self._filled),
        )
        return await asyncio.to_thread(self._practice.conclude, self.attempt, answer, at_ms=at_ms)
