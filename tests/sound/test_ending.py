"""Ends that are missing."""

import io

import pytest
from recordings import encoded, tone, wav_bytes

from extrabrain.sound.ending import ends_early

WAV = wav_bytes([tone(0.5)], 16_000)
OGG = encoded(tone(3.0, rate_hz=48_000), container="ogg", codec="libopus", rate_hz=48_000)


@pytest.mark.parametrize(
    ("data", "early"),
    [
        (WAV, False),
        (WAV[:-2], True),
        (WAV[:40] + b"\xff\xff\xff\xff" + WAV[44:], False),
        (WAV[:40] + b"\x00\x00\x00\x00" + WAV[44:], False),
        (OGG, False),
        (OGG[: len(OGG) // 2], True),
        (b"ID3 something", False),
        (b"", False),
    ],
)
def test_ends(data: bytes, early: bool):
    assert ends_early(io.BytesIO(data)) is early
