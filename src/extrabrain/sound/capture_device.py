"""A microphone of this machine, through sounddevice (the extra `microphone`): 20 ms frames at 16 kHz."""

import importlib
import queue
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, cast

from extrabrain.core.audio import SPEECH_RATE_HZ
from extrabrain.core.errors import NotFound, Problem, Unsupported

FRAME_SAMPLES = SPEECH_RATE_HZ // 50
LOST_AFTER_S = 0.7
"""A device that gives nothing for so long is gone: sound servers often stop the flow without a word."""
FIRST_WITHIN_S = 3.0
"""A device may take its time to wake up."""

_ONE_AT_A_TIME = threading.Lock()
"""PortAudio belongs to the process and takes no two calls at once: opening one device while another one is
closed ends the process."""


class Microphone:
    """Open it with `with`, then iterate over mono s16le frames; `stop` ends the iteration from any thread.

    PortAudio's own thread only puts bytes into a queue: nothing is dropped while the reader is slow.
    `overflows` counts the frames before which the device itself lost sound. Where the device goes away the
    iteration ends by itself, and `lost` is true.
    """

    def __init__(self, device: str | int | None = None) -> None:
        self._device = device
        self._frames: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._stream: Any = None
        self._stopped = False
        self.overflows = 0
        self.lost = False

    def open(self) -> None:
        """`NotFound` without such a device, `Unsupported` without PortAudio, `Problem` where it is taken."""
        sounddevice = _sounddevice()
        with _explained(sounddevice), _ONE_AT_A_TIME:
            if self._stopped:
                return
            self._stream = sounddevice.RawInputStream(
                samplerate=SPEECH_RATE_HZ,
                blocksize=FRAME_SAMPLES,
                channels=1,
                dtype="int16",
                latency="low",
                device=self._device,
                callback=self._hear,
                finished_callback=self._finished,
            )
            self._stream.start()

    def close(self) -> None:
        self.stop()
        with _ONE_AT_A_TIME:
            if self._stream is not None:
                self._stream.close()
                self._stream = None

    def __enter__(self) -> "Microphone":
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[bytes]:
        patience = FIRST_WITHIN_S
        while True:
            try:
                frame = self._frames.get(timeout=patience)
            except queue.Empty:
                self.lost = True
                return
            if frame is None:
                return
            patience = LOST_AFTER_S
            yield frame

    def stop(self) -> None:
        self._stopped = True
        self._frames.put(None)

    def _finished(self) -> None:
        self.lost = not self._stopped
        self._frames.put(None)

    def _hear(self, sound: Any, _frames: int, _time: Any, status: Any) -> None:
        if status and status.input_overflow:
            self.overflows += 1
        self._frames.put(bytes(sound))


def microphones() -> tuple[str, ...]:
    """Names of the input devices; empty where there is none."""
    sounddevice = _sounddevice()
    with _ONE_AT_A_TIME:
        devices = cast("list[dict[str, Any]]", list(sounddevice.query_devices()))
    return tuple(dict.fromkeys(str(d["name"]) for d in devices if d["max_input_channels"] > 0))


def _sounddevice() -> Any:
    try:
        sounddevice = importlib.import_module("sounddevice")
    except ImportError as reason:
        raise Unsupported(
            "The microphone needs the package sounddevice.",
            next_step='Run: pip install "extrabrain[microphone]", or use the app in the browser.',
        ) from reason
    except OSError as reason:
        raise Unsupported(
            "The sound library PortAudio is not on this machine.",
            next_step="Install it (Debian: apt install libportaudio2), or use the app in the browser.",
        ) from reason
    return cast("Any", sounddevice)


@contextmanager
def _explained(sounddevice: Any) -> Generator[None]:
    try:
        yield
    except ValueError as reason:
        raise NotFound(
            "There is no such microphone.",
            next_step=f"Choose one of: {', '.join(microphones()) or 'none found'}.",
        ) from reason
    except sounddevice.PortAudioError as reason:
        if not microphones():
            raise NotFound(
                "No microphone was found.", next_step="Plug one in, or give a recording with --audio."
            ) from reason
        raise Problem(
            f"The microphone cannot be opened: {reason}.",
            next_step="Close other programs that use it, and allow microphone access in the settings.",
        ) from reason
