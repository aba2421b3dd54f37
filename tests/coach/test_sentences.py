"""Sentences where punctuation is as speech recognisers and hurried writers leave it."""

from extrabrain.bank.pack import builtin
from extrabrain.coach.sentences import LONGEST_WORDS, segment

STRONG = builtin()["rlhf-limits"].strong


def test_commas_in_place_of_full_stops_do_not_make_one_sentence() -> None:
    spliced = STRONG.replace(". ", ", ")
    assert len(spliced.split()) > LONGEST_WORDS
    ends = {end for _, end in segment(spliced).spans}
    meant = {end for _, end in segment(STRONG).spans}
    assert len(ends & {*meant, *(end - 1 for end in meant)}) >= 0.6 * len(meant)


def test_a_long_sentence_with_commas_stays_one() -> None:
    text = "We looked at the logs, the labels, two annotators, and the tickets, and we found four leaks."
    assert len(segment(text).spans) == 1
