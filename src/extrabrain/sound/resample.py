"""Any sound to 16 kHz mono s16le: any rate, any number of channels, any sample format."""

from typing import Any, cast

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from extrabrain.core.audio import SPEECH_RATE_HZ

_FULL_SCALE: dict[str, float] = {"i1": 128.0, "i2": 32768.0, "i4": 2147483648.0, "i8": 2.0**63}


class Resampler:
    """Keeps the filter's memory between frames; starts anew where rate, layout or format change.

    Up to two channels are mixed by FFmpeg; more (or a layout without a name) by their mean, so that an
    unusual channel order cannot lose a channel.
    """

    def __init__(self, rate_hz: int = SPEECH_RATE_HZ) -> None:
        self._rate_hz = rate_hz
        self._inner: AudioResampler | None = None
        self._shape: tuple[str, str, int] | None = None

    def push(self, frame: AudioFrame) -> bytes:
        """The mono s16le sound that is ready after this frame."""
        frame.pts = None
        if frame.layout.name not in ("mono", "stereo"):
            frame = _mean(frame)
        shape = (frame.layout.name, frame.format.name, frame.sample_rate)
        before = b""
        if shape != self._shape:
            before = self.flush()
            self._shape = shape
            self._inner = AudioResampler("s16", "mono", self._rate_hz)
        return before + self._through(frame)

    def flush(self) -> bytes:
        """The last samples that the filter holds back."""
        rest = self._through(None) if self._inner else b""
        self._inner = None
        self._shape = None
        return rest

    def _through(self, frame: AudioFrame | None) -> bytes:
        assert self._inner is not None
        return b"".join(_array(out).tobytes() for out in self._inner.resample(frame))


def resample_pcm(pcm: npt.NDArray[np.int16], rate_hz: int, into: Resampler) -> bytes:
    """Interleaved samples of shape (n, channels) at `rate_hz` through `into`."""
    mono = pcm.astype(np.float32).mean(axis=1) / 32768
    return into.push(_frame(mono, rate_hz))


def _mean(frame: AudioFrame) -> AudioFrame:
    samples = _array(frame)
    channels = len(frame.layout.channels) or frame.layout.nb_channels
    if not frame.format.is_planar:
        samples = samples.reshape(-1, channels).T
    kind = samples.dtype.str[1:]
    if kind == "u1":
        scaled = (samples.astype(np.float32) - 128) / 128
    else:
        scaled = samples.astype(np.float32) / _FULL_SCALE.get(kind, 1.0)
    return _frame(scaled.mean(axis=0), frame.sample_rate)


def _frame(mono: npt.NDArray[np.float32], rate_hz: int) -> AudioFrame:
    made = AudioFrame.from_ndarray(
        np.ascontiguousarray(mono[None, :].astype(np.float32)), format="fltp", layout="mono"
    )
    made.sample_rate = rate_hz
    return made


def _array(frame: AudioFrame) -> npt.NDArray[Any]:
    return cast("npt.NDArray[Any]", frame.to_ndarray())
