"""Voice activity: Silero VAD 6.2 on onnxruntime, one probability per 512 samples of 16 kHz sound.

Used directly, and not through sherpa-onnx, because that gives only a flag: the best place to cut a long turn
needs the probability. Both cost the same (about 0.15 ms a window on one core).
"""

from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import numpy.typing as npt

from extrabrain.core.errors import NotFound, Problem
from extrabrain.sound.turns import WINDOW_SAMPLES

CONTEXT_SAMPLES = 64
"""The end of the window before, which the model wants in front of each window."""

Probabilities = list[float]


class VoiceDetector(Protocol):
    """A stream of 16 kHz mono s16le sound to voice probabilities (0–1), one per full window."""

    def push(self, pcm: bytes) -> Probabilities: ...

    def flush(self) -> Probabilities:
        """The window that is not full yet, filled up with silence; none if nothing waits."""
        ...

    def reset(self) -> None:
        """Forgets everything: the next sound is a new recording."""
        ...


class Windows:
    """Cuts a byte stream into full windows and keeps the rest for the next call."""

    def __init__(self) -> None:
        self._rest = b""

    def push(self, pcm: bytes) -> npt.NDArray[np.int16]:
        """All full windows that there are now: shape (n, 512)."""
        data = self._rest + pcm
        full = len(data) // (2 * WINDOW_SAMPLES)
        self._rest = data[full * 2 * WINDOW_SAMPLES :]
        count = full * WINDOW_SAMPLES
        return np.frombuffer(data, dtype="<i2", count=count).reshape(full, WINDOW_SAMPLES)

    def flush(self) -> npt.NDArray[np.int16]:
        missing = -len(self._rest) % (2 * WINDOW_SAMPLES)
        return self.push(bytes(missing)) if missing else self.push(b"")


class SileroVad:
    """`VoiceDetector` on the model file `silero_vad.onnx`."""

    def __init__(self, model: Path) -> None:
        self._run = _session(model)
        self._rate = np.array(16_000, dtype=np.int64)
        self.reset()

    def reset(self) -> None:
        self._windows = Windows()
        self._state: npt.NDArray[np.float32] = np.zeros((2, 1, 128), np.float32)
        self._input: npt.NDArray[np.float32] = np.zeros((1, CONTEXT_SAMPLES + WINDOW_SAMPLES), np.float32)

    def push(self, pcm: bytes) -> Probabilities:
        return self._judge(self._windows.push(pcm))

    def flush(self) -> Probabilities:
        return self._judge(self._windows.flush())

    def _judge(self, windows: npt.NDArray[np.int16]) -> Probabilities:
        found: Probabilities = []
        heard = self._input
        for window in windows.astype(np.float32) / 32768:
            heard[0, :CONTEXT_SAMPLES] = heard[0, -CONTEXT_SAMPLES:]
            heard[0, CONTEXT_SAMPLES:] = window
            output, self._state = self._run(None, {"input": heard, "state": self._state, "sr": self._rate})
            found.append(float(output[0, 0]))
        return found


def _session(model: Path) -> Any:
    if not model.is_file():
        raise NotFound(
            f"The voice activity model is not at {model}.", next_step="Run: extrabrain models pull silero-vad"
        )
    import onnxruntime

    options = cast("Any", onnxruntime.SessionOptions())
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = cast("Any", onnxruntime.InferenceSession)(
            str(model), options, providers=["CPUExecutionProvider"]
        )
    except Exception as broken:
        if type(broken).__module__.partition(".")[0] != "onnxruntime":
            raise
        raise Problem(
            f"The voice activity model at {model} cannot be read.",
            next_step="Run: extrabrain models remove silero-vad, then extrabrain models pull silero-vad",
        ) from broken
    return session.run
