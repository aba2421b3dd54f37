"""A file fed as if somebody spoke it."""

import wave
from pathlib import Path

import numpy as np
import pytest

from extrabrain.core.errors import Unsupported
from extrabrain.flows.live_file import Late, live_file
from extrabrain.sound.loudness import Loudness
from extrabrain.sound.vad import SileroVad
from extrabrain.words.engines import load
from extrabrain.words.scripted import Scripted

EXAMPLES = Path(__file__).parents[2] / "examples"


def speech_like(path: Path) -> Path:
    t = np.arange(16_000) / 16_000
    burst = (np.sin(2 * np.pi * 200 * t) * 9_000).astype("<i2")
    sound = np.concatenate([burst[:4_000] * 0, burst, burst * 0, burst[::-1], burst[:7] * 0])
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(sound.astype("<i2").tobytes())
    return path


async def test_partials_then_a_final_for_each_turn_and_no_sample_lost(tmp_path: Path):
    lates: list[Late] = []
    run = await live_file(
        speech_like(tmp_path / "a.wav"), Loudness(), Scripted(["one", "two"]), lates.append, pace=2.0
    )
    assert run.fed_samples == 4_000 + 48_000 + 7
    assert run.lost_samples == 0
    assert run.transcript.text == "one two"
    assert len(run.final_ms) == len(run.voiced) == 2
    assert [late.segment for late in lates if late.segment.is_final] == list(run.transcript.segments)
    assert all(late.delay_ms >= 0 for late in lates)


async def test_a_file_that_fails_raises_its_own_problem(tmp_path: Path):
    (tmp_path / "a.wav").write_text("no sound")
    with pytest.raises(Unsupported, match="not audio"):
        await live_file(tmp_path / "a.wav", Loudness(), Scripted([]), lambda _: None)


@pytest.mark.weights
async def test_real_speech_live_says_the_same_as_the_file(models_dir: Path, tmp_path: Path):
    from extrabrain.flows.transcribe import Transcriber
    from extrabrain.sound.encode import write_flac
    from extrabrain.sound.file import read_audio

    pcm = b"".join(chunk.pcm for chunk in read_audio(EXAMPLES / "weak.flac"))[: 9 * 32_000]
    write_flac([pcm], tmp_path / "a.flac")
    vad = SileroVad(models_dir / "silero-vad" / "silero_vad.onnx")
    engine = load("moonshine-tiny-en", lambda model_id: models_dir / model_id)
    run = await live_file(tmp_path / "a.flac", vad, engine, lambda _: None, pace=3.0)
    whole = Transcriber(vad, engine).transcribe(tmp_path / "a.flac")
    assert [s.text for s in run.transcript.segments if s.text] == [s.text for s in whole.segments]
    assert run.lost_samples == 0
    assert run.first_partial_ms
