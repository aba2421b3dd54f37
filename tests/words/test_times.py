"""Word times: the model's, or spread over the voice."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from extrabrain.core.speech import Word
from extrabrain.words.engine import Heard
from extrabrain.words.times import spread, timed


def test_words_share_the_time_by_their_length():
    words = spread("a longer b", [(1000, 2100)])
    assert [(w.text, w.start_ms, w.end_ms) for w in words] == [
        ("a", 1000, 1200),
        ("longer", 1200, 1900),
        ("b", 1900, 2100),
    ]
    assert all(w.interpolated for w in words)


def test_no_word_straddles_a_pause():
    words = spread("one two", [(0, 500), (2000, 2300)])
    assert [(w.start_ms, w.end_ms) for w in words] == [(0, 400), (2000, 2300)]


def test_no_text_no_words():
    assert spread("", [(0, 100)]) == ()


def test_the_models_own_times_are_moved_and_stay_its_own():
    heard = Heard("hi there", (Word("hi", 10, 200, False), Word("there", 200, 400, False)))
    assert timed(heard, 5_000, [(5_000, 6_000)]) == (
        Word("hi", 5_010, 5_200, False),
        Word("there", 5_200, 5_400, False),
    )


stretches = st.lists(st.integers(1, 3_000), min_size=2, max_size=12).map(
    lambda steps: [(sum(steps[: i + 1]), sum(steps[: i + 2])) for i in range(0, len(steps) - 1, 2)]
)


@given(st.lists(st.text("abcü.'", min_size=1, max_size=12), max_size=40), stretches)
def test_words_are_in_order_inside_the_voice_and_join_to_the_text(
    tokens: list[str], voiced: list[tuple[int, int]]
):
    words = spread(" ".join(tokens), voiced)
    assert " ".join(w.text for w in words) == " ".join(tokens)
    for before, after in itertools.pairwise(words):
        assert before.end_ms <= after.start_ms
    for word in words:
        assert word.start_ms <= word.end_ms
        assert any(start <= word.start_ms and word.end_ms <= end for start, end in voiced)
