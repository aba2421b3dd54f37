"""Word times: the model's own, else spread over the voice by the length of the words and marked as such."""

from collections.abc import Sequence

from extrabrain.core.speech import Word
from extrabrain.words.engine import Heard

Stretch = tuple[int, int]
"""(start_ms, end_ms)"""


def timed(heard: Heard, slice_start_ms: int, voiced: Sequence[Stretch]) -> tuple[Word, ...]:
    """The words of a slice on the session clock; joined by single spaces they are `heard.text`.

    `voiced` are the stretches with voice inside the slice, on the session clock, at least one.
    """
    if heard.words:
        return tuple(
            Word(w.text, w.start_ms + slice_start_ms, w.end_ms + slice_start_ms, w.interpolated)
            for w in heard.words
        )
    return spread(heard.text, voiced)


def spread(text: str, voiced: Sequence[Stretch]) -> tuple[Word, ...]:
    """Each word gets its share of the voiced time by its characters; none straddles a pause."""
    tokens = text.split()
    weights = [len(token) + 1 for token in tokens]
    total = sum(weights)
    length = sum(end - start for start, end in voiced)
    words: list[Word] = []
    before = 0
    for token, weight in zip(tokens, weights, strict=True):
        start = before * length / total
        end = (before + weight) * length / total
        words.append(_place(token, start, end, voiced))
        before += weight
    return tuple(words)


def _place(token: str, start: float, end: float, voiced: Sequence[Stretch]) -> Word:
    """`start` and `end` count voiced time; the word lies in the stretch that holds its middle."""
    middle = (start + end) / 2
    passed = 0
    stretch = voiced[-1]
    for candidate in voiced:
        stretch = candidate
        if middle < passed + candidate[1] - candidate[0]:
            break
        passed += candidate[1] - candidate[0]
    else:
        passed -= stretch[1] - stretch[0]
    begins = max(stretch[0], round(stretch[0] + start - passed))
    ends = min(stretch[1], round(stretch[0] + end - passed))
    return Word(token, begins, max(begins, ends), True)
