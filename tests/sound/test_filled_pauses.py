"""Filled pauses in sound that is drawn here: vowels that stand still, and speech-like sound that moves."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from recordings import EXAMPLES, silence

from extrabrain.sound.file import read_audio
from extrabrain.sound.filled_pauses import FilledPause, FilledPauses

Sound = npt.NDArray[np.int16]
RATE = 16_000


def vowel(seconds: float, formants: Sequence[tuple[float, float]], pitch: float = 110.0) -> Sound:
    """Pulses through resonances that glide from the first to the second value of each pair."""
    count = int(seconds * RATE)
    phase = np.cumsum(np.full(count, pitch / RATE))
    source = np.diff(np.floor(phase), prepend=0.0)
    out = source
    for low, high in formants:
        centre = np.linspace(low, high, count)
        radius = np.exp(-np.pi * 80 / RATE)
        one, two, filtered = 0.0, 0.0, np.zeros(count)
        for at in range(count):
            value = out[at] + 2 * radius * np.cos(2 * np.pi * centre[at] / RATE) * one - radius**2 * two
            filtered[at] = value
            one, two = value, one
        out = filtered
    return (out / np.abs(out).max() * 9000).astype("<i2")


def babble(seconds: float, seed: int) -> Sound:
    """Short gliding vowels with stops between them."""
    draw = np.random.default_rng(seed)
    parts: list[Sound] = []
    while sum(map(len, parts)) < seconds * RATE:
        ends = draw.uniform((300, 900, 2200), (800, 2200, 2900), (2, 3))
        parts += [
            vowel(draw.uniform(0.07, 0.13), list(zip(*ends, strict=True)), draw.uniform(95, 130)),
            silence(0.03),
        ]
    return np.concatenate(parts)


UH = ((620, 620), (1200, 1200), (2500, 2500))


def hear(*parts: Sound) -> list[FilledPause]:
    machine = FilledPauses()
    return machine.push(np.concatenate(parts).tobytes()) + machine.flush()


def test_a_steady_vowel_between_speech_is_a_filled_pause_and_has_its_place() -> None:
    before, after = babble(3.0, 1), babble(2.0, 2)
    found = hear(silence(0.3), before, silence(0.2), vowel(0.5, UH), silence(0.2), after)
    start_ms = 500 + len(before) // 16
    assert len(found) == 1
    assert abs(found[0].start_ms - start_ms) < 150
    assert abs(found[0].end_ms - (start_ms + 500)) < 150


@pytest.mark.parametrize(
    "sound",
    [babble(5.0, 3), silence(3.0), (np.random.default_rng(1).standard_normal(48_000) * 900).astype("<i2")],
    ids=["babble", "silence", "hiss"],
)
def test_what_moves_or_has_no_voice_is_none(sound: Sound) -> None:
    assert hear(sound) == []


def test_pieces_of_any_size_give_the_same() -> None:
    sound = np.concatenate([babble(2.0, 1), silence(0.2), vowel(0.5, UH), silence(0.3), babble(1.0, 2)])
    data = sound.tobytes()
    pieces = FilledPauses()
    cut = [p for at in range(0, len(data), 999) for p in pieces.push(data[at : at + 999])] + pieces.flush()
    assert cut == hear(sound)


def test_nothing_is_found_in_nothing() -> None:
    assert FilledPauses().flush() == []


def test_fluent_speech_has_none_or_hardly_any() -> None:
    machine = FilledPauses()
    chunks = list(read_audio(EXAMPLES / "strong.flac"))
    found = [p for chunk in chunks for p in machine.push(chunk.pcm)] + machine.flush()
    assert len(found) * 60_000 / chunks[-1].end_ms <= 1.0


def test_times_go_on_where_a_recording_goes_on() -> None:
    sound = np.concatenate([babble(2.0, 1), silence(0.2), vowel(0.5, UH), silence(0.3)]).tobytes()
    late = FilledPauses(from_ms=10_000)
    found = late.push(sound) + late.flush()
    assert [p.start_ms - 10_000 for p in found] == [p.start_ms for p in hear(np.frombuffer(sound, "<i2"))]
