"""Files to text: with a scripted engine for the plumbing, with real weights for the words."""

import wave
from pathlib import Path

import numpy as np
import pytest

from extrabrain.core.errors import Unsupported
from extrabrain.flows.transcribe import Progress, Transcriber
from extrabrain.sound.loudness import Loudness
from extrabrain.sound.vad import SileroVad
from extrabrain.words.engine import Heard, Samples
from extrabrain.words.engines import load
from extrabrain.words.scripted import Scripted

EXAMPLES = Path(__file__).parents[2] / "examples"


def voice(seconds: float, hz: float) -> np.ndarray:
    t = np.arange(int(seconds * 16_000)) / 16_000
    return (np.sin(2 * np.pi * hz * t) * 9_000).astype("<i2")


def quiet(seconds: float) -> np.ndarray:
    return np.zeros(int(seconds * 16_000), "<i2")


def write_wav(path: Path, *parts: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.concatenate(parts).tobytes())
    return path


class Keeping:
    """An engine that keeps the slices it is given."""

    name = "keeping"

    def __init__(self) -> None:
        self.slices: list[Samples] = []

    def hear(self, samples: Samples) -> Heard:
        self.slices.append(samples)
        return Heard(f"turn {len(self.slices)}")


def test_each_turn_is_heard_once_with_its_own_sound(tmp_path: Path):
    sound = [quiet(1.0), voice(2.0, 200), quiet(1.5), voice(1.0, 300), quiet(0.5)]
    engine = Keeping()
    done = Transcriber(Loudness(), engine).transcribe(write_wav(tmp_path / "a.wav", *sound))
    assert done.text == "turn 1 turn 2"
    assert done.engine == "keeping"
    assert done.duration_ms == 6_000
    assert [abs(start - wanted) <= 32 for (start, _), wanted in zip(done.voiced, (1_000, 4_500), strict=True)]
    whole = np.concatenate(sound).astype(np.float32) / 32768
    for samples, segment in zip(engine.slices, done.segments, strict=True):
        start = (segment.start_ms - 320) * 16
        assert np.array_equal(samples, whole[start : start + len(samples)])


def test_a_minute_without_a_pause_is_cut_without_losing_a_sample(tmp_path: Path):
    engine = Keeping()
    sound = voice(60.0, 200)
    Transcriber(Loudness(), engine).transcribe(write_wav(tmp_path / "a.wav", sound))
    assert max(len(s) for s in engine.slices) <= 25 * 16_000
    assert np.array_equal(np.concatenate(engine.slices)[: len(sound)], sound.astype(np.float32) / 32768)


def test_silence_is_empty_text_and_says_so(tmp_path: Path):
    done = Transcriber(Loudness(), Scripted(["never"])).transcribe(write_wav(tmp_path / "a.wav", quiet(3.0)))
    assert done.text == ""
    assert done.segments == ()
    (notice,) = done.notices
    assert "No speech was heard in a.wav (3.0 s)" in notice.what
    assert notice.next_step


def test_noise_without_words_says_so(tmp_path: Path):
    done = Transcriber(Loudness(), Scripted([])).transcribe(write_wav(tmp_path / "a.wav", voice(2.0, 200)))
    assert done.segments == ()
    assert len(done.voiced) == 1
    assert "No words were understood" in done.notices[0].what


def test_a_cut_off_file_is_transcribed_and_said(tmp_path: Path):
    path = write_wav(tmp_path / "a.wav", voice(2.0, 200), quiet(2.0))
    path.write_bytes(path.read_bytes()[:100_000])
    done = Transcriber(Loudness(), Scripted(["there"])).transcribe(path)
    assert done.text == "there"
    assert "ends early" in done.notices[0].what


def test_progress_grows_to_the_end(tmp_path: Path):
    told: list[Progress] = []
    Transcriber(Loudness(), Scripted([])).transcribe(write_wav(tmp_path / "a.wav", quiet(5.0)), told.append)
    assert [p.done_ms for p in told] == [1_000, 2_000, 3_000, 4_000, 5_000]
    assert [p.fraction for p in told] == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert told[-1].seconds_left == 0


def test_raising_from_progress_stops_it(tmp_path: Path):
    engine = Keeping()

    def stop(progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Transcriber(Loudness(), engine).transcribe(write_wav(tmp_path / "a.wav", voice(9.0, 200)), stop)
    assert engine.slices == []


def test_one_transcriber_forgets_the_file_before(tmp_path: Path):
    engine = Keeping()
    transcriber = Transcriber(Loudness(), engine)
    path = write_wav(tmp_path / "a.wav", quiet(0.7), voice(1.01, 200))
    first = transcriber.transcribe(path)
    second = transcriber.transcribe(path)
    assert first.voiced == second.voiced
    assert [s.turn for s in second.segments] == [0]


def test_what_is_no_audio_raises(tmp_path: Path):
    (tmp_path / "a.wav").write_text("not sound")
    with pytest.raises(Unsupported):
        Transcriber(Loudness(), Scripted([])).transcribe(tmp_path / "a.wav")


@pytest.mark.weights
def test_real_speech_is_understood(models_dir: Path):
    done = Transcriber(
        SileroVad(models_dir / "silero-vad" / "silero_vad.onnx"),
        load("moonshine-tiny-en", lambda model_id: models_dir / model_id),
    ).transcribe(EXAMPLES / "weak.flac")
    text = done.text.lower()
    for said in ("human feedback", "it works", "constitution", "alignment", "in the long term"):
        assert said in text
    assert done.notices == ()
    for segment in done.segments:
        assert segment.text == " ".join(word.text for word in segment.words)
    starts = [word.start_ms for segment in done.segments for word in segment.words]
    assert starts == sorted(starts)
    assert done.segments[-1].end_ms <= done.duration_ms
