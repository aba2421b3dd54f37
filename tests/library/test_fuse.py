"""Words and meaning as one order; neighbours lend only within their talk."""

from extrabrain.library.fuse import TURN, WINDOW, content_words, fused, lent_by, with_neighbours


def test_small_words_are_left_out_unless_there_are_no_others() -> None:
    assert content_words("What is the gap of the gap?") == ["gap"]
    assert content_words("to be or not to be") == ["to", "be", "or", "not"]
    assert content_words("?!") == []


def test_words_alone_keep_their_order() -> None:
    scores = fused({1: 9.0, 2: 3.0, 3: 6.0}, {}, mean=0.0, spread=1.0)
    assert sorted(scores, key=lambda r: -scores[r]) == [1, 3, 2]


def test_either_list_can_win() -> None:
    scores = fused({1: 5.0}, {2: 0.9, 1: 0.1}, mean=0.1, spread=0.1)
    assert scores[2] > scores[1]
    scores = fused({1: 5.0}, {2: 0.2, 1: 0.1}, mean=0.1, spread=0.1)
    assert scores[1] > scores[2]


def test_a_neighbour_lends_within_its_talk_only() -> None:
    scores, own = {1: 1.0, 2: 1.0, 4: 3.0, 5: 1.0}, {n: n for n in range(7)}
    talks = {1: 0, 2: 0, 4: 1, 5: 1}
    lent = with_neighbours(scores, own, lambda piece: talks.get(piece, -1), lambda _: WINDOW)
    assert lent[5] > lent[2], "the one beside the best is lifted"
    assert with_neighbours(scores, own, lambda _: -1, lambda _: WINDOW) == scores


def test_a_turn_is_lent_less_than_a_window_and_by_the_one_before_only() -> None:
    scores, own = {1: 1.0, 2: 3.0, 3: 1.0}, {n: n for n in range(5)}
    talk = lambda piece: 0 if 1 <= piece <= 3 else -1  # noqa: E731
    lent = with_neighbours(scores, own, talk, lambda _: TURN)
    assert lent[3] > lent[1] == 1.0
    assert (lent_by(60), lent_by(2000)) == (TURN, WINDOW)
    assert TURN.total < lent_by(500).total < WINDOW.total
