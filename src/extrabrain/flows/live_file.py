"""A file as if somebody spoke it now: fed at the pace of speech through `Listening`, with the delays.

What is measured is what a person would wait: from the moment the sound had been fed to the moment the event
was published.
"""

import asyncio
import hashlib
import secrets
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from extrabrain.core.audio import SPEECH_RATE_HZ
from extrabrain.core.event import CaptureEnded, EventBody, LagChanged, Noticed, SegmentHeard, VoiceHeard
from extrabrain.core.speech import Segment
from extrabrain.core.transcript import Transcript
from extrabrain.flows.alone import alone
from extrabrain.flows.listen import Listening
from extrabrain.sound.file import read_audio
from extrabrain.sound.spool import Spool
from extrabrain.sound.spool_read import read_spool
from extrabrain.sound.vad import VoiceDetector
from extrabrain.words.engine import Engine

FRAME_BYTES = SPEECH_RATE_HZ // 50 * 2
"""20 ms, as the page sends them."""


@dataclass(frozen=True, slots=True)
class Late:
    """A segment and its delay in ms: of a turn's first partial from the start of the voice, of a later one
    from the end of the sound in it, of a final from the closing of the turn."""

    segment: Segment
    delay_ms: int


@dataclass(slots=True)
class LiveFile:
    """What came of one run. `lost_samples` is sound that was fed and is not on disk, bit for bit."""

    path: Path
    duration_ms: int = 0
    fed_samples: int = 0
    lost_samples: int = 0
    first_partial_ms: list[int] = field(default_factory=list[int])
    final_ms: list[int] = field(default_factory=list[int])
    lag_ms: list[int] = field(default_factory=list[int])
    voiced: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    notices: list[Noticed] = field(default_factory=list[Noticed])
    transcript: Transcript = field(default_factory=Transcript)


async def live_file(
    path: Path,
    vad: VoiceDetector,
    engine: Engine,
    told: Callable[[Late], None],
    *,
    pace: float = 1.0,
) -> LiveFile:
    """Raises what `read_audio` raises. `pace` 2.0 feeds twice as fast as speech (delays then mean little)."""
    vad.reset()
    run = _Run(LiveFile(path), told)
    with tempfile.TemporaryDirectory(prefix="extrabrain-live-") as folder:
        key = secrets.token_bytes(32)
        spool = Spool(Path(folder) / "live.spool", key)
        listening = Listening(spool, vad, engine, run.publish, channel="file")
        fed = b""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(listening.run())
                fed = await run.feed(listening, pace)
                listening.finish("ended")
        except BaseExceptionGroup as failed:
            raise alone(failed) from None
        kept = hashlib.sha256()
        kept_samples = 0
        for pcm in read_spool(spool.path, key):
            kept.update(pcm)
            kept_samples += len(pcm) // 2
    same = kept.digest() == fed
    run.result.lost_samples = 0 if same else max(1, run.result.fed_samples - kept_samples)
    return run.result


class _Run:
    def __init__(self, result: LiveFile, told: Callable[[Late], None]) -> None:
        self.result = result
        self._told = told
        self._zero_s = 0.0
        self._pace = 1.0
        self._closed_ms: dict[int, int] = {}
        self._begun: set[int] = set()

    async def feed(self, listening: Listening, pace: float) -> bytes:
        """The SHA-256 of what was fed."""
        self._pace = pace
        fed = hashlib.sha256()
        pending = b""
        with closing(read_audio(self.result.path, self.result.notices.append)) as chunks:
            self._zero_s = time.monotonic()
            for chunk in chunks:
                pending += chunk.pcm
                while len(pending) >= FRAME_BYTES:
                    frame, pending = pending[:FRAME_BYTES], pending[FRAME_BYTES:]
                    await self._feed_one(listening, frame)
                    fed.update(frame)
        if pending:
            await self._feed_one(listening, pending)
            fed.update(pending)
        return fed.digest()

    async def _feed_one(self, listening: Listening, frame: bytes) -> None:
        """Waits until the frame would have been spoken."""
        self.result.fed_samples += len(frame) // 2
        due_s = self._zero_s + self.result.fed_samples / SPEECH_RATE_HZ / self._pace
        await asyncio.sleep(max(0.0, due_s - time.monotonic()))
        await listening.feed(frame)

    async def publish(self, body: EventBody, at_ms: int) -> None:
        now_ms = int((time.monotonic() - self._zero_s) * 1000 * self._pace)
        match body:
            case SegmentHeard(segment):
                self._heard(segment, now_ms)
            case VoiceHeard(turn, start_ms, end_ms):
                self._closed_ms[turn] = at_ms
                self.result.voiced.append((start_ms, end_ms))
            case LagChanged(behind_ms):
                self.result.lag_ms.append(behind_ms)
            case Noticed():
                self.result.notices.append(body)
            case CaptureEnded(duration_ms, _):
                self.result.duration_ms = duration_ms
            case _:
                pass

    def _heard(self, segment: Segment, now_ms: int) -> None:
        if segment.is_final:
            since_ms = self._closed_ms[segment.turn]
        elif segment.turn not in self._begun:
            since_ms = segment.start_ms
        else:
            since_ms = segment.end_ms
        delay_ms = max(0, now_ms - since_ms)
        if segment.is_final:
            self.result.final_ms.append(delay_ms)
        elif segment.turn not in self._begun:
            self.result.first_partial_ms.append(delay_ms)
        self._begun.add(segment.turn)
        self.result.transcript = self.result.transcript.heard(segment)
        self._told(Late(segment, delay_ms))
