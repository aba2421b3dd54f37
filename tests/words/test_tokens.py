"""Pieces to words."""

from hypothesis import given
from hypothesis import strategies as st

from extrabrain.words.tokens import heard_of, piece_ends


def test_pieces_become_words_with_their_times():
    heard = heard_of(
        [" And", " so", ",", " fel", "low"], [0.0, 0.4, 0.5, 0.8, 1.0], [0.3, 0.5, 0.5, 1.0, 1.2]
    )
    assert heard.text == "And so, fellow"
    assert [(w.text, w.start_ms, w.end_ms) for w in heard.words] == [
        ("And", 0, 300),
        ("so,", 400, 500),
        ("fellow", 800, 1200),
    ]
    assert not any(w.interpolated for w in heard.words)


def test_a_mark_of_its_own_begins_a_word():
    assert heard_of(["▁", "a", "▁", "▁b"], [0, 0, 0, 0], [0, 0, 0, 0]).text == "a b"


def test_nothing_heard():
    assert heard_of([], [], []).text == ""


def test_ends_come_from_durations_else_from_the_next_start():
    assert piece_ends([0.0, 1.0], [0.5, 0.25], 2.0) == [0.5, 1.25]
    assert piece_ends([0.0, 0.1, 1.0], [], 1.1) == [0.1, 0.30000000000000004, 1.1]


@given(st.lists(st.text("▁ ab,", max_size=4), max_size=30))
def test_the_text_is_its_words(pieces: list[str]):
    times = [float(n) for n in range(len(pieces))]
    heard = heard_of(pieces, times, times)
    assert heard.text == " ".join(w.text for w in heard.words)
    assert heard.text.split() == [w.text for w in heard.words]
