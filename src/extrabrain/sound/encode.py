"""Sound out again: WAV as a stream of bytes, FLAC as a file. 16 kHz mono s16le in."""

import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame

from extrabrain.core.audio import SPEECH_RATE_HZ
from extrabrain.sound.spool_read import SpoolReader, read_spool

WAV_HEADER_BYTES = 44


def wav_header(samples: int, rate_hz: int = SPEECH_RATE_HZ) -> bytes:
    """The 44 bytes before `samples` mono s16le samples."""
    size = samples * 2
    return (
        b"RIFF"
        + struct.pack("<I", min(36 + size, 0xFFFF_FFFF))
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, rate_hz, rate_hz * 2, 2, 16)
        + b"data"
        + struct.pack("<I", min(size, 0xFFFF_FFFF))
    )


def spool_wav(path: Path, key: bytes) -> Iterator[bytes]:
    """A spool as the bytes of a WAV file, a piece at a time."""
    with SpoolReader(path, key) as reader:
        reader.scan()
        samples = reader.samples
    yield wav_header(samples)
    left = samples * 2
    for pcm in read_spool(path, key):
        yield pcm[:left]
        left -= len(pcm[:left])


def write_flac(pcm: Iterable[bytes], out: Path, rate_hz: int = SPEECH_RATE_HZ) -> int:
    """Writes a FLAC file and says how many samples it holds. For exports and the recordings in examples."""
    samples = 0
    with av.open(str(out), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=rate_hz, layout="mono", format="s16")
        for piece in pcm:
            sound = np.frombuffer(piece, dtype="<i2").reshape(1, -1)
            if not sound.size:
                continue
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(sound), format="s16", layout="mono")
            frame.sample_rate = rate_hz
            frame.pts = samples
            samples += sound.shape[1]
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return samples
