"""Which words have settled."""

import pytest

from extrabrain.words.stabilise import committed


@pytest.mark.parametrize(
    ("before", "now", "settled"),
    [
        ("", "And so", 0),
        ("And so", "And so my", 1),
        ("And so, my", "And so my fellow", 2),
        ("And so my fella", "And so my fellow", 3),
        ("And so.", "and so my", 1),
        ("We tried this", "He tried this again", 0),
        ("one two three four", "one two", 2),
        ("one two", "", 0),
    ],
)
def test_settled(before: str, now: str, settled: int):
    assert committed(before, now) == settled
