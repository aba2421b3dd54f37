"""Words and meaning as one order; neighbours lend only within their talk."""

import numpy as np

from extrabrain.library.fuse import TURN, WINDOW, content_words, fused, lent_by, with_neighbours


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert content_words("What is the gap of the gap?") == ["gap"]
    assert content_words("to be or not to be") == ["to", "be", "or", "not"]
    assert content_words("?!") == []


def test_words_alone_keep_their_order() -> None:
    scores = fused(np.array([9.0, 3.0, 6.0]), np.nan, mean=0.0, spread=1.0)
    assert np.argsort(-scores).tolist() == [0, 2, 1]


def test_either_list_can_win() -> None:
    words = np.array([5.0, 0.0])
    scores = fused(words, np.array([0.1, 0.9]), mean=0.1, spread=0.1)
    assert scores[1] > scores[0]
    scores = fused(words, np.array([0.1, 0.2]), mean=0.1, spread=0.1)
    assert scores[0] > scores[1]


def test_a_cosine_that_is_not_known_counts_as_the_mean() -> None:
    known, unknown = fused(np.zeros(2), np.array([0.3, np.nan]), mean=0.3, spread=0.1)
    assert known == unknown == 0.0


def test_a_neighbour_lends_within_its_talk_only() -> None:
    scores, pieces = np.array([1.0, 1.0, 3.0, 1.0]), np.array([1, 2, 4, 5])
    talks, long = np.array([-1, 0, 0, -1, 1, 1, -1]), np.full(7, 2000.0)
    lent = with_neighbours(scores, pieces, talks, long)
    assert lent[3] > lent[1], "the one beside the best is lifted"
    assert with_neighbours(scores, pieces, np.full(7, -1), long).tolist() == scores.tolist()


def test_a_turn_is_lent_less_than_a_window_and_by_the_one_before_only() -> None:
    scores, pieces = np.array([1.0, 3.0, 1.0]), np.array([1, 2, 3])
    lent = with_neighbours(scores, pieces, np.array([-1, 0, 0, 0, -1]), np.full(5, 60.0))
    assert lent[2] > lent[0] == 1.0
    turn, middle, window = lent_by(np.array([60.0, 500.0, 2000.0])).T
    assert (tuple(turn), tuple(window)) == (TURN, WINDOW)
    assert turn.sum() < middle.sum() < window.sum()


def test_what_stands_in_no_talk_is_left_alone_beside_a_talk() -> None:
    scores, pieces = np.array([2.0, 1.0, 3.0]), np.array([0, 1, 2])
    lent = with_neighbours(scores, pieces, np.array([-1, 0, 0]), np.full(3, 2000.0))
    assert lent[0] == 2.0
    assert lent[1] > 1.0
