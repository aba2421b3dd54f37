"""A quote: a literal slice of somebody's words, with its place in the text and, when spoken, in time."""

from collections.abc import Sequence
from dataclasses import dataclass

from extrabrain.core.speech import Word


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is exactly `answer[start_char:end_char]` (code points); times are on the session clock."""

    text: str
    start_char: int
    end_char: int
    start_ms: int | None = None
    end_ms: int | None = None


def word_spans(text: str, words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    """Character span of each spoken word in `text`, in order; a word that is not found gets an empty span."""
    spans: list[tuple[int, int]] = []
    at = 0
    for word in words:
        start = text.find(word.text, at)
        if start < 0:
            spans.append((at, at))
            continue
        at = start + len(word.text)
        spans.append((start, at))
    return tuple(spans)


def quote(text: str, start_char: int, end_char: int, words: Sequence[Word] = ()) -> Quote:
    """The slice `[start_char, end_char)` of `text`, with the times of the words that it touches."""
    touched = [
        word
        for word, (start, end) in zip(words, word_spans(text, words), strict=True)
        if start < end_char and end > start_char
    ]
    return Quote(
        text=text[start_char:end_char],
        start_char=start_char,
        end_char=end_char,
        start_ms=touched[0].start_ms if touched else None,
        end_ms=touched[-1].end_ms if touched else None,
    )
