"""A quote is a literal slice of the text, and takes its time from the words it touches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extrabrain.core.quote import quote, word_spans
from extrabrain.core.speech import Word

TEXT = "We tested it, and tested it again. 👍🏽 Café!"
WORDS = tuple(Word(w, 100 * n, 100 * n + 80, interpolated=False) for n, w in enumerate(TEXT.split()))


def test_spans_count_code_points_and_repeated_words_apart() -> None:
    spans = word_spans(TEXT, WORDS)
    assert [TEXT[a:b] for a, b in spans] == TEXT.split()
    assert spans[1] == (3, 9) and spans[4] == (18, 24)


def test_a_word_that_is_not_in_the_text_gets_an_empty_span_and_harms_no_other() -> None:
    words = (WORDS[0], Word("never", 90, 95, interpolated=False), WORDS[1])
    spans = word_spans(TEXT, words)
    assert spans == ((0, 2), (2, 2), (3, 9))


@pytest.mark.parametrize(
    ("start", "end", "times"),
    [
        (0, 2, (0, 80)),
        (0, 9, (0, 180)),
        (1, 4, (0, 180)),
        (2, 3, (None, None)),
        (18, 24, (400, 480)),
        (0, len(TEXT), (0, 880)),
    ],
)
def test_a_quote_has_the_times_of_the_words_it_touches(
    start: int, end: int, times: tuple[int | None, int | None]
) -> None:
    made = quote(TEXT, start, end, WORDS)
    assert made.text == TEXT[start:end]
    assert (made.start_ms, made.end_ms) == times


def test_typed_text_has_no_times() -> None:
    assert (quote(TEXT, 0, 2).start_ms, quote(TEXT, 0, 2).end_ms) == (None, None)


@given(st.lists(st.text("ab ", min_size=1).map(str.strip).filter(bool), max_size=8), st.data())
def test_any_slice_is_literal_and_its_times_are_in_order(parts: list[str], data: st.DataObject) -> None:
    spoken = [word for part in parts for word in part.split()]
    words = tuple(Word(w, 10 * n, 10 * n + 9, interpolated=True) for n, w in enumerate(spoken))
    text = " ".join(spoken)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = quote(text, start, end, words)
    assert made.text == text[made.start_char : made.end_char]
    if made.text.strip():
        assert made.start_ms is not None and made.end_ms is not None and made.start_ms < made.end_ms
        first, last = made.start_ms // 10, made.end_ms // 10
        assert set(made.text.split()) <= {piece for w in spoken[first : last + 1] for piece in pieces(w)}


def pieces(word: str) -> set[str]:
    return {word[a:b] for a in range(len(word)) for b in range(a + 1, len(word) + 1)}
