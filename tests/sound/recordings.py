"""Sound for tests: tones and files of every kind, made on the spot."""

import io
import wave
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

EXAMPLES = Path(__file__).parents[2] / "examples"


def tone(seconds: float, *, rate_hz: int = 16_000, hz: float = 440.0, level: float = 0.3) -> np.ndarray:
    """int16 samples of a sine."""
    t = np.arange(int(seconds * rate_hz)) / rate_hz
    return (np.sin(2 * np.pi * hz * t) * level * 32767).astype("<i2")


def silence(seconds: float, *, rate_hz: int = 16_000) -> np.ndarray:
    return np.zeros(int(seconds * rate_hz), "<i2")


def wav_bytes(channels: list[np.ndarray], rate_hz: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.stack(channels, axis=1).astype("<i2").tobytes())
    return out.getvalue()


def encoded(samples: np.ndarray, *, container: str, codec: str, rate_hz: int) -> bytes:
    """Mono int16 samples as a file of that kind."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate_hz, layout="mono")
        assert isinstance(stream, AudioStream)
        size = 960
        for at in range(0, len(samples), size):
            frame = AudioFrame.from_ndarray(samples[None, at : at + size].copy(), format="s16", layout="mono")
            frame.sample_rate = rate_hz
            frame.pts = at
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return out.getvalue()


def pitch_hz(pcm: bytes, rate_hz: int = 16_000) -> float:
    """The strongest frequency."""
    samples = np.frombuffer(pcm, "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * rate_hz / len(samples))
