"""`extrabrain transcribe` as people and programs call it: a process of its own, real weights."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from extrabrain.sound.encode import write_flac
from extrabrain.sound.file import read_audio

EXAMPLES = Path(__file__).parents[2] / "examples"

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first nine seconds of the weak sample."""
    path = tmp_path_factory.mktemp("speech") / "speech.flac"
    pcm = b"".join(chunk.pcm for chunk in read_audio(EXAMPLES / "weak.flac"))
    write_flac([pcm[: 9 * 32_000]], path)
    return path


@pytest.fixture
def transcribe(home: Path, models_dir: Path):
    def call(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "extrabrain.cli.main", "transcribe", *map(str, words)],
            capture_output=True,
            text=True,
            env=os.environ.copy(),
            check=False,
            timeout=120,
        )

    return call


def data_of(done: subprocess.CompletedProcess[str]) -> tuple[int, Any, str]:
    (line,) = done.stdout.splitlines()
    envelope = json.loads(line)
    assert envelope.keys() == {"code", "data", "message"}
    assert envelope["code"] == done.returncode
    return envelope["code"], envelope["data"], envelope["message"]


def test_text_for_people(transcribe: Any, speech: Path):
    done = transcribe(speech)
    assert done.returncode == 0
    assert "human feedback" in done.stdout
    assert done.stderr == ""


def test_the_envelope(transcribe: Any, speech: Path):
    code, data, message = data_of(transcribe(speech, "--json"))
    assert (code, message, data["failed"]) == (0, "ok", [])
    (file,) = data["files"]
    assert file["path"] == str(speech)
    assert file["duration_ms"] == 9_000
    assert file["engine"] == "moonshine-tiny-en"
    assert file["text"] == " ".join(s["text"] for s in file["segments"])
    for segment in file["segments"]:
        assert segment.keys() == {"start_ms", "end_ms", "channel", "speaker", "text", "words"}
        assert segment["channel"] == "file"
        assert segment["text"] == " ".join(w["text"] for w in segment["words"])
        for word in segment["words"]:
            assert word.keys() == {"text", "start_ms", "end_ms", "interpolated"}
            assert word["interpolated"] is True


@pytest.mark.parametrize(
    ("shape", "start"), [("srt", "1\n00:00:00,"), ("vtt", "WEBVTT\n\n00:00:00."), ("json", "{")]
)
def test_formats_go_to_a_file(transcribe: Any, speech: Path, tmp_path: Path, shape: str, start: str):
    place = tmp_path / "out" / f"a.{shape}"
    done = transcribe(speech, "--format", shape, "--output", place)
    assert done.returncode == 0
    assert done.stdout == ""
    assert place.read_text().startswith(start)
    assert [p.name for p in place.parent.iterdir()] == [place.name]


def test_live_shows_partials_finals_and_delays(transcribe: Any, tmp_path: Path, speech: Path):
    short = tmp_path / "short.flac"
    pcm = b"".join(chunk.pcm for chunk in read_audio(speech))
    write_flac([pcm[: 3 * 32_000]], short)
    done = transcribe(short, "--live")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert any(" ms  partial" in line for line in lines)
    assert " ms  final" in lines[-1]
    _, data, _ = data_of(transcribe(short, "--live", "--json"))
    live = data["files"][0]["live"]
    assert live["lost_samples"] == 0
    assert len(live["final_ms"]) >= 1
    assert {e["is_final"] for e in live["events"]} == {True, False}


def test_a_bad_file_among_good_ones_is_passed_over(transcribe: Any, speech: Path, tmp_path: Path):
    bad = tmp_path / "notes.wav"
    bad.write_text("these are notes")
    code, data, message = data_of(transcribe(bad, speech, tmp_path / "none.wav", "--json"))
    assert code == 6
    assert "2 of 3" in message
    assert [file["path"] for file in data["files"]] == [str(speech)]
    assert [(f["path"], f["code"]) for f in data["failed"]] == [
        (str(bad), 8),
        (str(tmp_path / "none.wav"), 8),
    ]
    done = transcribe(bad, speech)
    assert done.returncode == 6
    assert "human feedback" in done.stdout
    assert "notes.wav is not audio" in done.stderr
    assert "Traceback" not in done.stderr


def test_when_all_fail_the_code_is_their_own_and_nothing_is_loaded(
    transcribe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("EXTRABRAIN_MODELS", str(tmp_path / "no-models"))
    done = transcribe(tmp_path / "none.wav")
    assert done.returncode == 8
    assert done.stdout == ""
    assert "There is no file" in done.stderr
    assert "First start" not in done.stderr
    code, data, message = data_of(transcribe(tmp_path / "none.wav", "--json"))
    assert code == 8
    assert data["files"] == []
    assert "There is no file" in message


def test_silence_is_empty_text_and_a_clear_message(transcribe: Any, tmp_path: Path):
    path = tmp_path / "silence.flac"
    write_flac([bytes(64_000)], path)
    code, data, message = data_of(transcribe(path, "--json"))
    assert code == 0
    assert data["files"][0]["text"] == ""
    assert "No speech was heard" in message
    done = transcribe(path)
    assert done.stdout.strip() == ""
    assert "No speech was heard" in done.stderr


def test_an_unknown_engine_and_no_file(transcribe: Any, speech: Path):
    assert transcribe(speech, "--engine", "nobody").returncode == 8
    assert transcribe("--json").returncode == 2


def test_a_model_that_is_not_here_names_the_pull(transcribe: Any, speech: Path):
    code, _, message = data_of(transcribe(speech, "--engine", "parakeet-tdt-0.6b-v3", "--json"))
    assert code == 8
    assert "models pull parakeet-tdt-0.6b-v3" in message


def test_the_recording_is_never_overwritten(transcribe: Any, speech: Path):
    before = speech.read_bytes()
    done = transcribe(speech, "--output", speech)
    assert done.returncode == 2
    assert speech.read_bytes() == before


def test_damage_is_told(transcribe: Any, speech: Path, tmp_path: Path):
    half = tmp_path / "half.flac"
    half.write_bytes(speech.read_bytes()[: speech.stat().st_size // 2])
    done = transcribe(half)
    assert done.returncode == 0
    assert "ends early" in done.stderr
    assert done.stdout.strip()


def test_eight_kilohertz_is_understood(transcribe: Any, speech: Path, tmp_path: Path):
    samples = np.frombuffer(b"".join(c.pcm for c in read_audio(speech)), "<i2")
    path = tmp_path / "phone.flac"
    write_flac(
        [samples[: len(samples) // 2 * 2].reshape(-1, 2).mean(axis=1).astype("<i2").tobytes()], path, 8_000
    )
    assert "feedback" in transcribe(path).stdout.lower()
