"""Any rate and layout to 16 kHz mono."""

import numpy as np
import pytest
from av.audio.frame import AudioFrame
from recordings import pitch_hz, tone

from extrabrain.sound.resample import Resampler, resample_pcm


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000])
def test_every_rate_keeps_pitch_and_length(rate_hz: int):
    into = Resampler()
    sound = tone(1.0, rate_hz=rate_hz)
    pcm = b"".join(resample_pcm(sound[at : at + 400, None], rate_hz, into) for at in range(0, rate_hz, 400))
    pcm += into.flush()
    assert abs(len(pcm) // 2 - 16_000) <= 32
    assert abs(pitch_hz(pcm) - 440) < 2


@pytest.mark.parametrize("kind", ["u8", "s16", "s32", "flt", "dbl", "u8p", "s16p", "s32p", "fltp", "dblp"])
def test_every_sample_format_of_many_channels_keeps_its_level(kind: str):
    wave = np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000) * 0.5
    values = {
        "u8": (wave * 127 + 128).astype("u1"),
        "s16": (wave * 32767).astype("<i2"),
        "s32": (wave * 2147483647).astype("<i4"),
        "flt": wave.astype("<f4"),
        "dbl": wave.astype("<f8"),
    }[kind.rstrip("p")]
    four = np.stack([values] * 4)
    planar = kind.endswith("p")
    frame = AudioFrame.from_ndarray(
        np.ascontiguousarray(four) if planar else np.ascontiguousarray(four.T.reshape(1, -1)),
        format=kind,
        layout="4.0",
    )
    frame.sample_rate = 16_000
    into = Resampler()
    out = np.frombuffer(into.push(frame) + into.flush(), "<i2")
    assert abs(np.abs(out).max() / 32768 - 0.5) < 0.02


def test_a_change_of_rate_in_the_middle_loses_nothing():
    into = Resampler()
    pcm = resample_pcm(tone(1.0, rate_hz=8_000)[:, None], 8_000, into)
    pcm += resample_pcm(tone(1.0, rate_hz=48_000)[:, None], 48_000, into) + into.flush()
    assert abs(len(pcm) // 2 - 32_000) <= 64
