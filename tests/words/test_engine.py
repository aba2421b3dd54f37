"""Bytes to what an engine wants."""

import numpy as np

from extrabrain.words.engine import samples_of


def test_samples_are_between_minus_one_and_one():
    made = samples_of(np.array([-32768, 0, 16384], "<i2").tobytes())
    assert made.dtype == np.float32
    assert made.tolist() == [-1.0, 0.0, 0.5]
