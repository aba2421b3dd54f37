"""The microphone: what is missing is said. A module of our own stands in for PortAudio."""

import sys
import types
from typing import Any

import pytest

from extrabrain.core.errors import NotFound, Problem, Unsupported
from extrabrain.sound.capture_device import FRAME_SAMPLES, Microphone, microphones


class PortAudioError(Exception):
    pass


class Stream:
    """Plays `FRAMES` into the callback when it starts."""

    FRAMES = (b"\x01" * FRAME_SAMPLES * 2, b"\x02" * FRAME_SAMPLES * 2)

    def __init__(self, callback: Any, finished_callback: Any, **wanted: Any) -> None:
        assert wanted["samplerate"] == 16_000
        assert wanted["channels"] == 1
        self._callback, self._finished = callback, finished_callback

    def start(self) -> None:
        for frame in self.FRAMES:
            self._callback(frame, FRAME_SAMPLES, None, types.SimpleNamespace(input_overflow=frame[0] == 2))
        self._finished()

    def close(self) -> None:
        pass


def device(monkeypatch: pytest.MonkeyPatch, stream: Any, inputs: list[str]) -> None:
    module = types.ModuleType("sounddevice")
    module.__dict__.update(
        RawInputStream=stream,
        PortAudioError=PortAudioError,
        query_devices=lambda: (
            [{"name": n, "max_input_channels": 1} for n in inputs]
            + [{"name": "speaker", "max_input_channels": 0}]
        ),
    )
    monkeypatch.setitem(sys.modules, "sounddevice", module)


def refusing(error: Exception) -> Any:
    def make(**_: Any) -> Any:
        raise error

    return make


def test_frames_come_in_order(monkeypatch: pytest.MonkeyPatch):
    device(monkeypatch, Stream, ["mic"])
    with Microphone() as microphone:
        assert list(microphone) == list(Stream.FRAMES)
    assert microphone.overflows == 1
    assert microphones() == ("mic",)


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(Unsupported) as caught, Microphone():
        pass
    assert 'pip install "extrabrain[microphone]"' in caught.value.next_step


def test_no_microphone_is_said(monkeypatch: pytest.MonkeyPatch):
    device(monkeypatch, refusing(PortAudioError("no default input")), [])
    with pytest.raises(NotFound, match="No microphone") as caught, Microphone():
        pass
    assert "--audio" in caught.value.next_step


def test_a_busy_microphone_is_said(monkeypatch: pytest.MonkeyPatch):
    device(monkeypatch, refusing(PortAudioError("busy")), ["mic"])
    with pytest.raises(Problem, match="busy"), Microphone():
        pass


def test_an_unknown_microphone_names_those_there_are(monkeypatch: pytest.MonkeyPatch):
    device(monkeypatch, refusing(ValueError("no such")), ["desk mic"])
    with pytest.raises(NotFound) as caught, Microphone("other"):
        pass
    assert "desk mic" in caught.value.next_step
