"""Silero on real speech, on silence and on noise; broken and missing models."""

from pathlib import Path

import numpy as np
import pytest
from recordings import EXAMPLES, silence, tone

from extrabrain.core.errors import NotFound, Problem
from extrabrain.sound.file import read_audio
from extrabrain.sound.vad import SileroVad

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def model(models_dir: Path) -> Path:
    return models_dir / "silero-vad" / "silero_vad.onnx"


@pytest.fixture(scope="module")
def speech() -> bytes:
    out = b""
    for chunk in read_audio(EXAMPLES / "weak.flac"):
        out += chunk.pcm
        if len(out) > 8 * 32_000:
            break
    return out


def test_speech_is_voice_and_silence_is_not(model: Path, speech: bytes):
    found = SileroVad(model).push(speech + silence(2.0).tobytes())
    assert max(found[:90]) > 0.9
    assert sum(p > 0.5 for p in found[:240]) > 120
    assert max(found[-50:]) < 0.2


@pytest.mark.parametrize("kind", ["silence", "hum", "hiss"])
def test_what_is_no_speech_is_no_voice(model: Path, kind: str):
    sound = {
        "silence": silence(3.0),
        "hum": tone(3.0, hz=50, level=0.05),
        "hiss": (np.random.default_rng(1).standard_normal(48_000) * 200).astype("<i2"),
    }[kind]
    found = SileroVad(model).push(sound.tobytes())
    assert sum(p > 0.5 for p in found) == 0


def test_pieces_of_any_size_give_the_same(model: Path, speech: bytes):
    whole, pieces = SileroVad(model), SileroVad(model)
    cut = [
        p for at in range(0, len(speech), 646) for p in pieces.push(speech[at : at + 646])
    ] + pieces.flush()
    assert np.allclose(whole.push(speech) + whole.flush(), cut, atol=1e-6)


def test_reset_makes_it_new(model: Path, speech: bytes):
    detector = SileroVad(model)
    first = detector.push(speech[:64_000])
    detector.reset()
    assert np.allclose(detector.push(speech[:64_000]), first, atol=1e-6)


def test_a_missing_or_broken_model_says_what_to_do(tmp_path: Path):
    with pytest.raises(NotFound) as missing:
        SileroVad(tmp_path / "silero_vad.onnx")
    assert "models pull silero-vad" in missing.value.next_step
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"not a model at all")
    with pytest.raises(Problem, match="cannot be read") as unreadable:
        SileroVad(broken)
    assert "models pull" in unreadable.value.next_step
