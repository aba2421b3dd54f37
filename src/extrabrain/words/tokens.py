"""Word pieces with times to words with times."""

from collections.abc import Sequence

from extrabrain.core.speech import Word
from extrabrain.words.engine import Heard

WORD_START = (" ", "\u2581")
"""A piece that begins a word starts with a space (sherpa-onnx has turned SentencePiece's mark into one)."""

_LAST_PIECE_S = 0.2


def heard_of(pieces: Sequence[str], starts_s: Sequence[float], ends_s: Sequence[float]) -> Heard:
    """Joins pieces to words. `starts_s` and `ends_s` are seconds into the slice, one per piece."""
    words: list[Word] = []
    text, begin, end = "", 0.0, 0.0
    for piece, start_s, end_s in zip(pieces, starts_s, ends_s, strict=True):
        bare = "".join(sign for sign in piece if sign not in WORD_START)
        if piece.startswith(WORD_START) and text:
            words.append(_word(text, begin, end))
            text = ""
        if not bare:
            continue
        if not text:
            begin = start_s
        text += bare
        end = max(end_s, start_s)
    if text:
        words.append(_word(text, begin, end))
    return Heard(" ".join(word.text for word in words), tuple(words))


def piece_ends(starts_s: Sequence[float], durations_s: Sequence[float], length_s: float) -> list[float]:
    """Where each piece ends: by its duration where the model gives one (TDT), else where the next starts."""
    if len(durations_s) == len(starts_s):
        return [start + length for start, length in zip(starts_s, durations_s, strict=True)]
    following = [*starts_s[1:], length_s]
    return [min(after, start + _LAST_PIECE_S) for start, after in zip(starts_s, following, strict=True)]


def _word(text: str, start_s: float, end_s: float) -> Word:
    start_ms = round(start_s * 1000)
    return Word(text, start_ms, max(start_ms, round(end_s * 1000)), False)
