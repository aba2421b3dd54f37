"""Audio as plain data: mono 16-bit PCM with a place on the session clock."""

from dataclasses import dataclass
from typing import Literal

Channel = Literal["mic", "system", "file"]

SPEECH_RATE_HZ = 16_000
"""The one rate that voice activity and speech recognition work at."""


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A run of sound.

    `pcm` is mono signed 16-bit little-endian; `start_ms` is on the session clock.
    """

    channel: Channel
    start_ms: int
    rate_hz: int
    pcm: bytes

    @property
    def samples(self) -> int:
        return len(self.pcm) // 2

    @property
    def end_ms(self) -> int:
        return self.start_ms + self.samples * 1000 // self.rate_hz
