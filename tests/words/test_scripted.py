"""The scripted engine says what it is told, turn by turn."""

import time

import numpy as np

from extrabrain.words.scripted import Scripted


def turn(seed: int, seconds: float) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(160_000).astype(np.float32)[: int(seconds * 16_000)]


def test_each_turn_has_its_text_however_often_it_is_heard():
    engine = Scripted(["the first  answer", "the second"])
    assert engine.hear(turn(1, 0.5)).text == "the first answer"
    assert engine.hear(turn(1, 2.0)).text == "the first answer"
    assert engine.hear(turn(2, 1.0)).text == "the second"
    assert engine.hear(turn(3, 1.0)).text == ""


def test_words_can_come_as_the_turn_grows():
    engine = Scripted(["one two three four"], words_per_second=2.0)
    assert engine.hear(turn(1, 0.5)).text == "one"
    assert engine.hear(turn(1, 1.6)).text == "one two three"
    assert engine.hear(turn(1, 9.0)).text == "one two three four"


def test_slowdown_takes_its_time():
    began = time.monotonic()
    Scripted(["x"], slowdown=0.5).hear(turn(1, 0.4))
    assert time.monotonic() - began >= 0.2
