"""Voice by loudness."""

import numpy as np
from recordings import silence, tone

from extrabrain.sound.loudness import Loudness


def test_loud_windows_are_voice():
    sound = np.concatenate([silence(0.32), tone(0.32), silence(0.32)]).tobytes()
    assert Loudness().push(sound) == [0.0] * 10 + [1.0] * 10 + [0.0] * 10


def test_pieces_of_any_size_give_the_same():
    sound = np.concatenate([silence(0.2), tone(0.5), silence(0.3)]).tobytes()
    whole = Loudness()
    pieces = Loudness()
    cut = [p for at in range(0, len(sound), 730) for p in pieces.push(sound[at : at + 730])] + pieces.flush()
    assert whole.push(sound) + whole.flush() == cut
    assert len(cut) == 32


def test_reset_forgets_the_rest():
    detector = Loudness()
    detector.push(tone(0.02).tobytes())
    detector.reset()
    assert detector.flush() == []
