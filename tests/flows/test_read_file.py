"""A recording is heard the same from a path and from bytes, says how far it is, and stops when asked."""

from pathlib import Path

import pytest
from test_transcribe import Keeping, quiet, voice, write_wav

from extrabrain.core.errors import Problem
from extrabrain.flows.bring_report import Progress
from extrabrain.flows.read_file import FileReader
from extrabrain.flows.transcribe import Transcriber
from extrabrain.sound.loudness import Loudness


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    return write_wav(
        tmp_path / "talk.wav", quiet(1.0), voice(2.0, 200), quiet(1.5), voice(1.0, 300), quiet(0.5)
    )


def hear() -> Transcriber:
    return Transcriber(Loudness(), Keeping())


def test_a_recording_handed_over_is_heard_with_progress(talk: Path) -> None:
    told: list[Progress] = []
    reader = FileReader(hear, told=told.append)
    (reading,) = reader.read(talk.read_bytes(), "folder/talk.wav")
    (same,) = reader(talk)
    assert (reading.text, reading.title, reading.kind) == ("turn 1 turn 2", "talk", "transcript")
    assert same.text == reading.text
    assert [(p.done, p.total) for p in told if p.doing == "hearing"][:3] == [(1, 6), (2, 6), (3, 6)]
    reader.close()


def test_it_stops_within_a_second_of_sound_when_asked(talk: Path) -> None:
    told: list[Progress] = []
    reader = FileReader(hear, told=told.append, stopped=lambda: len(told) >= 2)
    with pytest.raises(Problem, match=r"talk\.wav was not heard to its end"):
        reader.read(talk.read_bytes(), "talk.wav")
    assert len(told) == 2
    reader.close()


def test_nothing_of_it_is_left_on_the_disk(
    talk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    reader = FileReader(hear, told=lambda _: seen.append([p.read_bytes() for p in place.rglob("recording")]))
    seen: list[list[bytes]] = []
    reader.read(talk.read_bytes(), "talk.wav")
    assert seen and all(len(held) == 1 and held[0][:4] != b"RIFF" for held in seen)
    assert list(place.iterdir()) == []
    reader.close()
