"""`--engine deepgram`: refused, asked about, allowed; all of it through the real command line and broker."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "words"))

from at_home import run
from elsewhere_speech import speech_elsewhere
from fake_deepgram import FakeDeepgram

from extrabrain.sound.encode import write_flac
from extrabrain.sound.file import read_audio

EXAMPLE = Path(__file__).parents[2] / "examples" / "weak.flac"

pytestmark = pytest.mark.weights


@pytest.fixture
def fake(home: Path) -> Iterator[FakeDeepgram]:
    with speech_elsewhere(home) as made:
        yield made


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("speech") / "speech.flac"
    pcm = b"".join(chunk.pcm for chunk in read_audio(EXAMPLE))
    write_flac([pcm[: 4 * 32_000]], path)
    return path


def test_nothing_goes_before_every_gate_is_open(
    home: Path, fake: FakeDeepgram, speech: Path, models_dir: Path
) -> None:
    words = ("transcribe", str(speech), "--engine", "deepgram")
    local = run(home, *words, "--yes")
    assert "The posture is local" in local.stderr and "extrabrain posture hybrid" in local.stderr
    run(home, "posture", "hybrid")
    unallowed = run(home, *words, "--yes")
    assert "extrabrain guard allow audio lab" in unallowed.stderr
    run(home, "guard", "allow", "audio", "lab")
    unseen = run(home, *words)
    assert (unseen.returncode, "not sent yet" in unseen.stderr) == (5, True)
    assert fake.asked == []
    heard = run(home, *words, "--yes")
    assert heard.returncode == 0, heard.stderr
    assert heard.stdout.startswith("I tested, um,")
    assert run(home, *words).returncode == 0, "a yes holds until it is taken back"
    run(home, "guard", "revoke", "audio", "lab")
    assert run(home, *words, "--yes").returncode != 0


def test_a_fault_is_told_and_no_other_engine_takes_over(
    home: Path, fake: FakeDeepgram, speech: Path, models_dir: Path
) -> None:
    run(home, "posture", "hybrid")
    run(home, "guard", "allow", "audio", "lab")
    fake.fault = "no-credit"
    done = run(home, "transcribe", str(speech), "--engine", "deepgram", "--yes")
    assert done.returncode == 1 and done.stdout == ""
    assert "no credit left" in done.stderr and "Add credit" in done.stderr
