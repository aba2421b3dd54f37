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
from extrabrain.core.event import CaptureEnded, EventBody, Noticed, SegmentHeard, SessionEnded, VoiceHeard
from extrabrain.core.feedback import Feedback, Pulse
from extrabrain.core.transcript import Transcript
from extrabrain.flows.permit import need
from extrabrain.flows.practice import Attempt, Practice

if TYPE_CHECKING:  # these bring numpy, which a start can do without
    from extrabrain.coach.pulse import PulseMachine
    from extrabrain.flows.listen import Listening, Publish

WAIT_FOR_PAGE_S = 30.0
"""How long a session waits for its page to come back before it is concluded with what was said."""


@dataclass(frozen=True, slots=True)
class Before:
    """What an attempt that was cut off had already heard: segments, and voice by turn."""

    transcript: Transcript
    voiced: Mapping[int, tuple[int, int]]


class Speaking:
    """One attempt while it is spoken: `run` it as a task; call the rest from the same event loop."""

    def __init__(
        self,
        attempt: Attempt,
        practice: Practice,
        listening: "Callable[[Publish], Listening]",
        pulse: "PulseMachine",
        before: "Before | None" = None,
    ) -> None:
        need(attempt.session, "transcription")  # before `listening` is called: it starts the recogniser
        self.attempt = attempt
        self.frames = 0
        self.stopped = False
        self._practice = practice
        self._listening = listening(self._publish)
        self._pulse_machine = pulse
        self._transcript = before.transcript if before else Transcript()
        self._voiced = dict(before.voiced) if before else {}
        self._duration_ms = 0
        self._joints: set[asyncio.Queue[Pulse]] = set()
        self._left: asyncio.TimerHandle | None = None

    async def run(self) -> Feedback | None:
        """Listens until `stop`, then concludes the attempt with feedback; none where nothing was heard."""
        self._wait_for_page()
        await self._listening.run()
        return await self._conclude()

    async def feed(self, number: int, pcm: bytes) -> int:
        """Takes frame `number` if it is the next one; returns how many frames are safe on disk."""
        if number == self.frames:
            await self._listening.feed(pcm)
            self.frames += 1
        return self.frames

    def pause(self) -> None:
        self._listening.pause()

    def resume(self) -> None:
        self._listening.resume()

    def stop(self, reason: str = "stopped") -> None:
        self.stopped = True
        self._listening.finish(reason)

    async def fail(self) -> None:
        """Tells the page that a bug ended the session; what was said is on disk."""
        what = "Something in extrabrain broke. Your recording and its transcript so far are kept."
        next_step = "Find the session in History; the terminal shows the error to report."
        await self.attempt.log.aappend(self._duration_ms, Noticed(what, next_step))
        await self.attempt.log.aappend(self._duration_ms, SessionEnded("failed"))

    @asynccontextmanager
    async def watched(self) -> AsyncGenerator[asyncio.Queue[Pulse]]:
        """Holds the session open for a page, and gives it the newest pulse (older ones are dropped)."""
        joint: asyncio.Queue[Pulse] = asyncio.Queue(maxsize=1)
        self._joints.add(joint)
        if self._left is not None:
            self._left.cancel()
        try:
            yield joint
        finally:
            self._joints.discard(joint)
            if not self._joints:
                self._wait_for_page()

    def _wait_for_page(self) -> None:
        self._left = asyncio.get_running_loop().call_later(WAIT_FOR_PAGE_S, self.stop, "lost")

    async def _publish(self, body: EventBody, at_ms: int) -> None:
        await self.attempt.log.aappend(at_ms, body)
        match body:
            case SegmentHeard(segment):
                self._transcript = self._transcript.heard(segment)
                pulse = self._pulse_machine.push(self._transcript.text, self._transcript.words, at_ms)
                for joint in self._joints:
                    if joint.full():
                        joint.get_nowait()
                    joint.put_nowait(pulse)
            case VoiceHeard(turn, start_ms, end_ms):
                self._voiced[turn] = (start_ms, end_ms)
            case CaptureEnded(duration_ms, _):
                self._duration_ms = duration_ms
            case _:
                pass

    async def _conclude(self) -> Feedback | None:
        if self._left is not None:
            self._left.cancel()
        log, at_ms = self.attempt.log, self._duration_ms
        if not self._transcript.text:
            await log.aappend(
                at_ms,
                Noticed("No speech was heard.", "Check the microphone and its level, then try again."),
            )
            await log.aappend(at_ms, SessionEnded("silent"))
            return None
        answer = Answer(
            question_id=self.attempt.question.question_id,
            question=self.attempt.question.text,
            text=self._transcript.text,
            words=self._transcript.words,
            duration_ms=at_ms,
            voiced=tuple(self._voiced[turn] for turn in sorted(self._voiced)),
            attempt=self.attempt.number,
        )
        return await asyncio.to_thread(self._practice.conclude, self.attempt, answer, at_ms=at_ms)
